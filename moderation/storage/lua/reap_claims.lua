#!lua
-- Gives back the claims of one partition whose time is over.
-- keys: claims, due, events, bell
-- args: most
-- returns: how many
-- include: clock, claim
local now = clock()
local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now), 'LIMIT', 0, tonumber(ARGV[1]))
for _, id in ipairs(over) do
  local held = redis.call('HGET', KEYS[1], id)
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  tell_claim(KEYS[3], 'released', id, held and string.match(held, '^%d+|(.*)$') or '')
end
if #over > 0 then
  redis.call('SPUBLISH', KEYS[4], '1')
end
return #over
