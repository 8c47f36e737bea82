-- Let the caller go, or tell when its turn comes. ARGV[3] its ticket, empty at first, ARGV[4] its class, ARGV[5] its
-- person, ARGV[6] seconds that it may sleep before it asks again.
-- Gives "1" and what is paused, or "0"; before that the ticket and the seconds until its turn, as text.
-- Inside a class each person's requests stand one round apart, so that people take turns.

local ticket, class, person, nap = ARGV[3], tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])
local GRACE = 2 -- seconds; who does not ask again in time has died

if ticket == "" then
    ticket = string.format("%015d", redis.call("HINCRBY", bucket, "tickets", 1))
end
local place = tonumber(redis.call("ZSCORE", line, ticket) or nil)
if not place then
    local round, last = class .. "", class .. " " .. person
    local tag = math.max(
        tonumber(redis.call("HGET", tags, round) or 0),
        tonumber(redis.call("HGET", tags, last) or 0)
    ) + 1
    redis.call("HSET", tags, last, tag)
    place = class * CLASS + tag
    redis.call("ZADD", line, text(place), ticket)
end
local before = redis.call("ZRANK", line, ticket)

if now >= closed and free() >= before + 1 then
    redis.call("ZREM", line, ticket)
    redis.call("ZREM", alive, ticket)
    redis.call("ZADD", flight, text(now + FLIGHT), ticket)
    flying = flying + 1
    if redis.call("ZCARD", line) == 0 then
        redis.call("DEL", tags)
    else
        redis.call("HSET", tags, class .. "", math.max(tonumber(redis.call("HGET", tags, class .. "") or 0),
            place - class * CLASS))
    end
    keep()
    return pauses({ ticket, "0", "1" })
end

local wait = math.max(0.01, closed - now)
if requests > 0 then
    wait = math.max(wait, (before + 1 - free()) / rate)
end
redis.call("ZADD", alive, text(now + math.min(wait, nap) + GRACE), ticket)
keep()
return { ticket, text(wait), "0" }
