#!lua
-- Gives back every claim of a moderator in one partition.
-- keys: claims, due, events, bell
-- args: moderator
-- returns: how many
-- include: claim
local released = 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local held = redis.call('HGET', KEYS[1], id)
  if held and string.match(held, '^%d+|(.*)$') == ARGV[1] then
    redis.call('HDEL', KEYS[1], id)
    redis.call('ZREM', KEYS[2], id)
    tell_claim(KEYS[3], 'released', id, ARGV[1])
    released = released + 1
  end
end
if released > 0 then
  redis.call('SPUBLISH', KEYS[4], '1')
end
return released
