#!lua
-- Gives back every claim of a moderator in one partition.
-- keys: claims, due, events, bell
-- args: moderator
-- returns: how many
local released = 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local held = redis.call('HGET', KEYS[1], id)
  if held and string.match(held, '^%d+|(.*)$') == ARGV[1] then
    redis.call('HDEL', KEYS[1], id)
    redis.call('ZREM', KEYS[2], id)
    redis.call('XADD', KEYS[3], '*', 'k', 'released', 'i', id, 'n', '0', 's', '--', 'q', '0>0', 'c', '0', 'v', '0',
      'm', ARGV[1], 'a', '')
    released = released + 1
  end
end
if released > 0 then
  redis.call('SPUBLISH', KEYS[4], '1')
end
return released
