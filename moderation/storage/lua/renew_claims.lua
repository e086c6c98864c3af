#!lua
-- Extends every live claim of a moderator in one partition.
-- keys: claims, due
-- args: moderator, lease_ms
-- returns: {until_ms, how many}
-- include: clock
local now = clock()
local till, renewed = string.format('%.0f', now + tonumber(ARGV[2])), 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. string.format('%.0f', now), '+inf')) do
  local held = redis.call('HGET', KEYS[1], id)
  if held and string.match(held, '^%d+|(.*)$') == ARGV[1] then
    redis.call('HSET', KEYS[1], id, till .. '|' .. ARGV[1])
    redis.call('ZADD', KEYS[2], till, id)
    renewed = renewed + 1
  end
end
return { tonumber(till), renewed }
