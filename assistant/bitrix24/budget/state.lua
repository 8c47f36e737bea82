-- How things stand. ARGV[3] the key of the conversations that wait for an answer. Gives, as text: free places, how many
-- leak a second, the size, requests in the line, requests under way, conversations without an answer, the share that is
-- used, seconds until the portal may be asked again; then what is paused.

keep()
return pauses({
    text(math.max(0, free())),
    text(rate),
    text(size),
    text(redis.call("ZCARD", line)),
    text(flying),
    text(redis.call("ZCARD", ARGV[3])),
    text(share),
    text(math.max(0, closed - now)),
})
