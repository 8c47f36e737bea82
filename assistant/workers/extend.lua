-- Keep leases: KEYS pairs of lease and progress; ARGV[5] life in ms, then a token a pair.
-- A lease that ran out while Redis was away is taken back unless somebody else has it. One whose turn has ended is
-- gone for good: its progress no longer names the token, although the worker may not have been told yet.

for i = 1, #KEYS, 2 do
    local lease, progress = KEYS[i], KEYS[i + 1]
    local token = ARGV[5 + (i + 1) / 2]
    if redis.call("GET", lease) == token then
        redis.call("PEXPIRE", lease, ARGV[5])
    elseif redis.call("HGET", progress, "by") == token then
        redis.call("SET", lease, token, "NX", "PX", ARGV[5])
    end
end
