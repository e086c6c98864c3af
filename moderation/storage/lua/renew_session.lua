#!lua
-- Notes that a session was used, and gives it its next secret when the present one has been out for long enough.
-- The secret before stays good until its successor was seen, as the answer that carried that one may be lost.
-- keys: session, sessions
-- args: member presented_digest next_digest rotate_ms grace_ms idle_ms longest_ms
-- returns: 'gone' | 'kept' | 'rotated'
-- include: clock
local now = clock()
local kept = redis.call('HMGET', KEYS[1], 'secret', 'before', 'confirmed', 'given', 'started')
if not kept[1] then
  return 'gone'
end
local at = string.format('%.0f', now)
local out = now - tonumber(kept[4])
local answer = 'kept'
if ARGV[2] == kept[1] then
  if kept[3] == '0' then
    redis.call('HSET', KEYS[1], 'confirmed', at)
  end
  if out >= tonumber(ARGV[4]) then
    redis.call('HSET', KEYS[1], 'secret', ARGV[3], 'before', ARGV[2], 'confirmed', '0', 'given', at)
    answer = 'rotated'
  end
elseif ARGV[2] ~= kept[2] then
  return 'gone'
elseif kept[3] == '0' and out >= tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[1], 'secret', ARGV[3], 'given', at)
  answer = 'rotated'
end
local ends = string.format('%.0f', math.min(now + tonumber(ARGV[6]), tonumber(kept[5]) + tonumber(ARGV[7])))
redis.call('HSET', KEYS[1], 'seen', at)
redis.call('PEXPIREAT', KEYS[1], ends)
redis.call('ZADD', KEYS[2], ends, ARGV[1])
return answer
