#!lua
-- Takes deliveries that are due, for so long that nobody else tries them meanwhile. Of a webhook that fails only one.
-- keys: condition, waiting, deliveries
-- args: limit, lease_ms
-- returns: {id, delivery, ...}, soonest first
-- include: clock
local now = clock()
local about = redis.call('HMGET', KEYS[1], 'disabled', 'not_before', 'failures')
if about[1] or tonumber(about[2] or 0) > now then
  return {}
end
local limit = tonumber(about[3] or 0) > 0 and 1 or tonumber(ARGV[1])
local taken = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], '-inf', string.format('%.0f', now), 'BYSCORE', 'LIMIT', 0, limit)) do
  local delivery = redis.call('HGET', KEYS[3], id)
  if delivery then
    redis.call('ZADD', KEYS[2], now + tonumber(ARGV[2]), id)
    table.insert(taken, id)
    table.insert(taken, delivery)
  else
    redis.call('ZREM', KEYS[2], id)
  end
end
return taken
