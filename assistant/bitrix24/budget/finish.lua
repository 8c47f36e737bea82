-- A request is over. ARGV[3] its ticket, ARGV[4] how it ended: "done", "unsent" when the portal cannot have seen it,
-- "refused" when the portal's bucket was full, "left" when it gave up its turn; ARGV[5] seconds to keep away after a
-- refusal; then pairs: methods whose run time is used up, seconds until they may be called again.

local ticket, ending = ARGV[3], ARGV[4]
local AGAIN = 2 -- seconds in which refusals tell of the same full bucket

if ending == "left" then
    redis.call("ZREM", line, ticket)
    redis.call("ZREM", alive, ticket)
elseif redis.call("ZREM", flight, ticket) == 1 then
    flying = flying - 1
    if ending ~= "unsent" then
        level = level + 1
    end
end
if ending == "refused" then
    if now - lowered > AGAIN then
        share = math.max(LEAST, share / 2)
        lowered = now
        measure()
    end
    -- It is full, by whatever measure: what we counted before would make us wait for more than one place.
    level = math.max(0, size - flying)
    closed = math.max(closed, now + tonumber(ARGV[5]))
end
for i = 6, #ARGV, 2 do
    redis.call("HSET", paused, ARGV[i], text(now + tonumber(ARGV[i + 1])))
end
keep()
return 1
