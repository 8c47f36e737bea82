-- A worker process has died: what it had in hand is free at once. KEYS workers, work, suspect, suspects, deaths; ARGV[5]
-- its name, [6] how the keys of leases begin, [7] the heartbeats of dramatiq, [8] seconds for which deaths are counted.
-- Gives how many conversations were called again.

if redis.call("ZREM", KEYS[1], ARGV[5]) == 0 then
    return 0 -- somebody was faster
end
redis.call("INCR", KEYS[5])
redis.call("EXPIRE", KEYS[5], ARGV[8])

local function its(key)
    local token = redis.call("GET", key)
    return token and string.sub(token, 1, #ARGV[5] + 1) == ARGV[5] .. "/"
end

for _, conversation in ipairs(redis.call("ZRANGE", KEYS[2], 0, -1)) do
    local lease = ARGV[6] .. conversation
    if its(lease) then
        redis.call("DEL", lease)
        redis.call("ZADD", KEYS[2], now, conversation)
        hint(conversation)
    end
end
if its(KEYS[3]) then
    next_suspect(KEYS[3], KEYS[4])
end

-- Hints that it had fetched and not begun go back to the queue with the next fetch of another worker.
redis.call("SELECT", 0)
redis.call("ZADD", ARGV[7], "XX", 0, ARGV[5])
redis.call("SELECT", 1)
return hints
