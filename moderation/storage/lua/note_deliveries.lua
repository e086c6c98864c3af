#!lua
-- Queues what a webhook is to be told; what is known already is left alone, unless it is to be told again.
-- keys: condition, waiting, deliveries, order
-- args: most_waiting, again, id_and_delivery...
-- returns: how many were queued
-- include: clock
local now, queued = clock(), 0
for place = 3, #ARGV, 2 do
  local id, delivery = ARGV[place], ARGV[place + 1]
  if ARGV[2] == '1' or redis.call('HEXISTS', KEYS[3], id) == 0 then
    if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[1]) then
      redis.call('HINCRBY', KEYS[1], 'missed', 1)
    else
      redis.call('HSET', KEYS[3], id, delivery)
      redis.call('ZADD', KEYS[4], 0, id)
      redis.call('ZADD', KEYS[2], now, id)
      queued = queued + 1
    end
  end
end
return queued
