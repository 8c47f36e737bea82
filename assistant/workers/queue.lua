-- Stands before each script: the clock of the server, and hints for dramatiq.
-- A hint says "there is work in this conversation"; ARGV[1] to ARGV[4] name where it goes.

local clock = redis.call("TIME")
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local queue, messages, wake, template = ARGV[1], ARGV[2], ARGV[3], cjson.decode(ARGV[4])
local hints = 0

-- More tokens than consumers wake them for nothing.
local MOST_TOKENS = 8

local function hint(conversation)
    hints = hints + 1
    local id = string.format("%s-%s-%d-%s", clock[1], clock[2], hints, conversation)
    template.args = { conversation }
    template.message_id = id
    template.options = { redis_message_id = id }
    template.message_timestamp = math.floor(now * 1000)
    redis.call("SELECT", 0)
    redis.call("HSET", messages, id, cjson.encode(template))
    redis.call("RPUSH", queue, id)
    if redis.call("LLEN", wake) < MOST_TOKENS then
        redis.call("RPUSH", wake, "1")
    end
    redis.call("SELECT", 1)
end

-- The conversation whose turn it is to be tried alone: `suspect` is its token, or says who was called for it.
-- Milliseconds; what kills a worker mostly does so at once, and who is slow must not hold up the others.
local ALONE = 3000

local function called(conversation)
    return "for " .. conversation
end

local function next_suspect(suspect, suspects)
    local first = redis.call("ZPOPMIN", suspects)[1]
    if first then
        redis.call("SET", suspect, called(first), "PX", ALONE)
        hint(first)
    else
        redis.call("DEL", suspect)
    end
end
