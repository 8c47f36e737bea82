-- What has to happen now. KEYS due, work; ARGV[5] most items at once, ARGV[6] and ARGV[7] how the keys of inboxes and of
-- progress begin, ARGV[8] seconds from "typing" to "working", ARGV[9] from there to "trouble", ARGV[10] seconds until a round
-- that was not ended comes again.
-- Retries become hints. Gives the seconds to the next item, as text, "1" when the daily round has to be made, else "",
-- then three values a notice: its kind, the entry
-- of its event and what went wrong as a JSON list {phrase, error}; notices of answered events are dropped.

local due, work = KEYS[1], KEYS[2]
local out = { "", "" }
local items = redis.call("ZRANGEBYSCORE", due, "-inf", now, "LIMIT", 0, ARGV[5])

local function waiting(conversation, id)
    for _, entry in ipairs(redis.call("LRANGE", ARGV[6] .. conversation, 0, -1)) do
        if string.match(entry, "^%S+") == id then
            return entry
        end
    end
end

for _, item in ipairs(items) do
    redis.call("ZREM", due, item)
    local kind, conversation, rest = string.match(item, "^(%S+)\n([^\n]*)\n?(.*)$")
    if kind == "retry" then
        if redis.call("ZSCORE", work, conversation) then
            redis.call("ZADD", work, now, conversation)
            hint(conversation)
        end
    elseif kind == "round" then
        redis.call("ZADD", due, now + tonumber(ARGV[10]), item)
        out[2] = "1"
    elseif kind == "gave_up" then
        out[#out + 1] = kind
        out[#out + 1] = rest
        out[#out + 1] = "[]"
    else
        local entry = waiting(conversation, rest)
        if entry then
            local seen = redis.call("HMGET", ARGV[7] .. conversation, "id", "phrase", "error")
            local about = "[]"
            if seen[1] == rest and seen[2] then
                about = cjson.encode({ seen[2], seen[3] })
            end
            if kind == "typing" then
                redis.call("ZADD", due, now + tonumber(ARGV[8]), "working\n" .. conversation .. "\n" .. rest)
            elseif kind == "working" then
                redis.call("ZADD", due, now + tonumber(ARGV[9]), "trouble\n" .. conversation .. "\n" .. rest)
            elseif kind == "trouble" and about == "[]" then
                kind = "late" -- nothing went wrong, it only takes long
            end
            out[#out + 1] = kind
            out[#out + 1] = entry
            out[#out + 1] = about
        end
    end
end

local following = redis.call("ZRANGE", due, 0, 0, "WITHSCORES")
if following[2] then
    out[1] = tostring(tonumber(following[2]) - now)
end
return out
