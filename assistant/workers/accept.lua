-- Store a group of events: KEYS work, due; ARGV[5] life of an identity, ARGV[6] of an inbox, ARGV[7] seconds to the
-- first notice; then seven values an event: identity, inbox, progress, conversation, order, entry, name of its notice.
-- Gives 1 for each new event, 0 for each that was seen before.

local new = {}

-- Deliveries overtake each other: what was written earlier goes before what was written later, unless that is at work.
local function insert(inbox, progress, order, entry)
    if order > 0 then
        local first = redis.call("EXISTS", progress)
        local later = nil
        for place = redis.call("LLEN", inbox) - 1, first, -1 do
            local other = redis.call("LINDEX", inbox, place)
            if tonumber(string.match(other, "^%S+ (%d+)")) <= order then
                break
            end
            later = other
        end
        if later then
            redis.call("LINSERT", inbox, "BEFORE", later, entry)
            return
        end
    end
    redis.call("RPUSH", inbox, entry)
end

for i = 8, #ARGV, 7 do
    local identity, inbox, progress, conversation, order, entry, notice =
        ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4]), ARGV[i + 5], ARGV[i + 6]
    if redis.call("SET", identity, "1", "NX", "EX", ARGV[5]) then
        new[#new + 1] = 1
        insert(inbox, progress, order, entry)
        redis.call("EXPIRE", inbox, ARGV[6])
        if notice ~= "" then
            redis.call("ZADD", KEYS[2], now + tonumber(ARGV[7]), notice)
        end
        -- Whoever works on the conversation looks again before leaving it.
        if redis.call("ZADD", KEYS[1], "NX", now, conversation) == 1 then
            hint(conversation)
        end
    else
        new[#new + 1] = 0
    end
end

return new
