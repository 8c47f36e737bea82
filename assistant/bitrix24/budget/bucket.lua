-- Stands before each script: the clock of the server, and how full the portal's bucket is at most.
-- KEYS bucket, line, alive, flight, tags, paused; ARGV[1] requests of the bucket (0: there is none), ARGV[2] how many
-- leak a second.
-- A request counts from the moment it was let go until long after its answer, as if it had reached the portal as late
-- as its answer left there: whatever the network does, the portal's own level is lower.

local bucket, line, alive, flight, tags, paused = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local clock = redis.call("TIME")
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000

local LIFE = 3600      -- seconds; after an hour of silence all is forgotten
local FLIGHT = 60      -- seconds after which the portal cuts every request
local RESTORE = 600    -- seconds from a share of nothing to the whole
local LEAST = 0.1      -- share
local CLASS = 1000000000
local UNLIMITED = 1000000

local requests, leak = tonumber(ARGV[1]), tonumber(ARGV[2])
local seen = redis.call("HMGET", bucket, "level", "at", "share", "until", "lowered")
local level, at = tonumber(seen[1] or 0), tonumber(seen[2] or now)
local passed = math.max(0, now - at)
local share = math.min(1, tonumber(seen[3] or 1) + passed / RESTORE)
local closed = tonumber(seen[4] or 0)
local lowered = tonumber(seen[5] or 0)
local size, rate, flying

local function text(number)
    return string.format("%.17g", number)
end

local function measure()
    -- One is left free for rounding and for a request that was made around us.
    size = math.max(1, (requests - 1) * share)
    rate = leak * share
end

local function free()
    if requests == 0 then
        return UNLIMITED
    end
    return size - level - flying
end

local function keep()
    redis.call("HSET", bucket, "level", text(level), "at", text(now), "share", text(share), "until", text(closed),
        "lowered", text(lowered))
    for _, key in ipairs({ bucket, line, alive, flight, tags, paused }) do
        redis.call("EXPIRE", key, LIFE)
    end
end

measure()
level = math.max(0, level - passed * rate)
for _, lost in ipairs(redis.call("ZRANGEBYSCORE", flight, "-inf", now)) do
    redis.call("ZREM", flight, lost)
    level = level + 1
end
flying = redis.call("ZCARD", flight)
for _, gone in ipairs(redis.call("ZRANGEBYSCORE", alive, "-inf", now)) do
    redis.call("ZREM", line, gone)
    redis.call("ZREM", alive, gone)
end
for _, each in ipairs(redis.call("HKEYS", paused)) do
    if tonumber(redis.call("HGET", paused, each)) <= now then
        redis.call("HDEL", paused, each)
    end
end

local function pauses(out)
    local all = redis.call("HGETALL", paused)
    for i = 1, #all, 2 do
        out[#out + 1] = all[i]
        out[#out + 1] = text(tonumber(all[i + 1]) - now)
    end
    return out
end
