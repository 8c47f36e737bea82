-- The turns of a conversation. KEYS inbox, lease, progress, work, due, suspect, suspects, deaths, dead.
-- ARGV[5] command, [6] conversation, [7] token of the worker, [8] life of a lease in ms, then by command:
--   begin                                       take the lease
--   finish   entry notices..                    the entry is answered
--   postpone entry delay phrase error           it failed and is tried again in `delay` seconds
--   bury     entry letter life gave_up notices.. it is given up: kept as `letter`, the person is told by `gave_up`
--   leave                                       the worker stops
-- Each gives {"go", entry, crashes, others, retries, error} for the next turn, or {"busy"}, {"empty"}, {"later"}, {"left"}.
-- All of them may be repeated when an answer of Redis got lost.

local inbox, lease, progress, work, due, suspect, suspects, deaths, dead = unpack(KEYS)
local command, conversation, token, life = ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local LIFE_OF_PROGRESS = 259200
-- Seconds after which who waits in line asks by itself: its predecessor may be slow, or have died on another machine.
local SUSPECTS_WAIT = 1

local function release()
    if redis.call("GET", lease) == token then
        redis.call("DEL", lease)
    end
end

local function cleared()
    if redis.call("GET", suspect) == token then
        next_suspect(suspect, suspects)
    end
end

-- Whether an event under which workers died may start: one at a time, in line, so that the guilty one shows.
local function alone()
    local now_alone = redis.call("GET", suspect)
    if now_alone and now_alone ~= token and now_alone ~= called(conversation) then
        redis.call("ZADD", suspects, "NX", now, conversation)
        redis.call("EXPIRE", suspects, LIFE_OF_PROGRESS)
        redis.call("ZADD", due, now + SUSPECTS_WAIT, "retry\n" .. conversation)
        return false
    end
    redis.call("SET", suspect, token, "PX", ALONE)
    redis.call("ZREM", suspects, conversation)
    return true
end

local function wait(delay)
    redis.call("HSET", progress, "not_before", now + delay)
    redis.call("ZADD", due, now + delay, "retry\n" .. conversation)
    release()
    return { "later" }
end

local function next_turn()
    local entry = redis.call("LINDEX", inbox, 0)
    if not entry then
        redis.call("ZREM", work, conversation)
        redis.call("DEL", progress)
        release()
        return { "empty" }
    end
    local id = string.match(entry, "^%S+")
    if redis.call("HGET", progress, "id") ~= id then
        redis.call("DEL", progress)
        redis.call("HSET", progress, "id", id)
    end
    local not_before = tonumber(redis.call("HGET", progress, "not_before") or "0")
    if not_before > now then
        release()
        return { "later" }
    end
    local crashes = tonumber(redis.call("HGET", progress, "starts") or "0")
    local died = tonumber(redis.call("GET", deaths) or "0")
    if redis.call("HGET", progress, "by") == token then
        crashes = crashes - 1 -- this very turn, asked for twice
    elseif crashes > 1 and not alone() then -- a single crash may be chance
        release()
        return { "later" }
    else
        redis.call("HINCRBY", progress, "starts", 1)
        redis.call("HSET", progress, "by", token)
        redis.call("HSETNX", progress, "died", died)
        redis.call("EXPIRE", progress, LIFE_OF_PROGRESS)
    end
    local others = math.max(0, died - tonumber(redis.call("HGET", progress, "died") or died) - crashes)
    local retries = tonumber(redis.call("HGET", progress, "retries") or "0")
    return { "go", entry, crashes, others, retries, redis.call("HGET", progress, "error") or "" }
end

if command == "leave" then
    if redis.call("GET", lease) ~= token then
        return { "left" }
    end
    redis.call("HDEL", progress, "starts", "by", "died")
    cleared()
    release()
    if redis.call("EXISTS", inbox) == 1 then
        hint(conversation)
    end
    return { "left" }
end

-- A lease that ran out while Redis was away is taken again, unless somebody else was faster.
if not redis.call("SET", lease, token, "NX", "PX", life) and redis.call("GET", lease) ~= token then
    return { "busy" }
end
redis.call("PEXPIRE", lease, life)
if command == "begin" then
    return next_turn()
end

local entry = ARGV[9]
cleared()
if command == "postpone" then
    redis.call("HDEL", progress, "starts", "by", "died")
    redis.call("HINCRBY", progress, "retries", 1)
    redis.call("HSET", progress, "phrase", ARGV[11], "error", ARGV[12])
    return wait(tonumber(ARGV[10]))
end

local there = redis.call("LREM", inbox, 1, entry)
local notices = 10
if command == "bury" then
    notices = 13
    if there == 1 then
        redis.call("LPUSH", dead, ARGV[10])
        redis.call("LTRIM", dead, 0, 999)
        redis.call("EXPIRE", dead, ARGV[11])
        if ARGV[12] ~= "" then
            redis.call("ZADD", due, now, ARGV[12])
        end
    end
end
for i = notices, #ARGV do
    redis.call("ZREM", due, ARGV[i])
end
return next_turn()
