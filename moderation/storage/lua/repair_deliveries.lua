#!lua
-- Counts what does not agree about a webhook's deliveries, and mends it if told so.
-- keys: waiting, deliveries, order
-- args: mend
-- returns: {waiting without a delivery, still to be made and not waiting, without a place in the order, ordered without a delivery}
-- include: clock
local mend, stamp = ARGV[1] == '1', string.format('%.0f', clock())
local unknown, lost, unordered, strays = 0, 0, 0, 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if redis.call('HEXISTS', KEYS[2], id) == 0 then
    unknown = unknown + 1
    if mend then redis.call('ZREM', KEYS[1], id) end
  end
end
for _, id in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  if redis.call('HEXISTS', KEYS[2], id) == 0 then
    strays = strays + 1
    if mend then redis.call('ZREM', KEYS[3], id) end
  end
end
for _, id in ipairs(redis.call('HKEYS', KEYS[2])) do
  if not redis.call('ZSCORE', KEYS[3], id) then
    unordered = unordered + 1
    if mend then redis.call('ZADD', KEYS[3], 0, id) end
  end
  local ahead = string.find(redis.call('HGET', KEYS[2], id), '"outcome":"waiting"', 1, true)
  if ahead and not redis.call('ZSCORE', KEYS[1], id) then
    lost = lost + 1
    if mend then redis.call('ZADD', KEYS[1], stamp, id) end
  end
end
return { unknown, lost, unordered, strays }
