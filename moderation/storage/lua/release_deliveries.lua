#!lua
-- Forgets that a webhook failed or was disabled, and makes everything that waits for it due now.
-- keys: condition, waiting
-- args: none
-- returns: how many deliveries are due
-- include: clock
redis.call('HDEL', KEYS[1], 'disabled', 'failures', 'since', 'not_before', 'problem')
local now = string.format('%.0f', clock())
local waiting = redis.call('ZRANGE', KEYS[2], 0, -1)
for _, id in ipairs(waiting) do
  redis.call('ZADD', KEYS[2], now, id)
end
return #waiting
