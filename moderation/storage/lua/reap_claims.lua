#!lua
-- Gives back the claims of one partition whose time is over.
-- keys: claims, due, events, bell
-- args: most
-- returns: how many
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now), 'LIMIT', 0, tonumber(ARGV[1]))
for _, id in ipairs(over) do
  local held = redis.call('HGET', KEYS[1], id)
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  redis.call('XADD', KEYS[3], '*', 'k', 'released', 'i', id, 'n', '0', 's', '--', 'q', '0>0', 'c', '0', 'v', '0',
    'm', held and string.match(held, '^%d+|(.*)$') or '', 'a', '')
end
if #over > 0 then
  redis.call('SPUBLISH', KEYS[4], '1')
end
return #over
