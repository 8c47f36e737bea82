-- Hints for conversations that wait although nobody works on them: after a crash, or when a hint got lost.
-- KEYS work; ARGV[5] seconds that one may wait, ARGV[6] the same while other hints wait in the queue,
-- ARGV[7] and ARGV[8] how the keys of leases and of progress begin, ARGV[9] most conversations at once.
-- Gives how many hints were made.

redis.call("SELECT", 0)
local queued = redis.call("LLEN", queue)
redis.call("SELECT", 1)
local patience = tonumber(queued > 0 and ARGV[6] or ARGV[5])

for _, conversation in ipairs(redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", now - patience, "LIMIT", 0, ARGV[9])) do
    redis.call("ZADD", KEYS[1], now, conversation)
    local not_before = tonumber(redis.call("HGET", ARGV[8] .. conversation, "not_before") or "0")
    if redis.call("EXISTS", ARGV[7] .. conversation) == 0 and not_before < now then
        hint(conversation)
    end
end

return hints
