-- Subscriptions whose time has come. KEYS schedule, deliveries under way; ARGV most under way at once, seconds after which
-- one that did not end counts no longer, seconds after which one that was not put on comes again, now in Unix seconds.
-- Gives the names of those that this process has to deliver.

local now = tonumber(ARGV[4])

redis.call("ZREMRANGEBYSCORE", KEYS[2], "-inf", now - tonumber(ARGV[2]))
local room = tonumber(ARGV[1]) - redis.call("ZCARD", KEYS[2])
if room <= 0 then
    return {}
end
local names = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", now, "LIMIT", 0, room)
for _, name in ipairs(names) do
    redis.call("ZADD", KEYS[1], now + tonumber(ARGV[3]), name)
    redis.call("ZADD", KEYS[2], now, name)
end
return names
