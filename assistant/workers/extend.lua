-- Keep leases: KEYS pairs of lease and suspect; ARGV[5] life in ms, then a token a pair.
-- A lease that ran out while Redis was away is taken back unless somebody else has it.

for i = 1, #KEYS, 2 do
    local token = ARGV[5 + (i + 1) / 2]
    if not redis.call("SET", KEYS[i], token, "NX", "PX", ARGV[5]) and redis.call("GET", KEYS[i]) == token then
        redis.call("PEXPIRE", KEYS[i], ARGV[5])
    end
    if redis.call("GET", KEYS[i + 1]) == token then
        redis.call("PEXPIRE", KEYS[i + 1], ARGV[5])
    end
end
