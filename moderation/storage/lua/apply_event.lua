#!lua
-- Applies what one event did to its author's record, exactly once: events of a source come in order.
-- keys: cursors, author, comments
-- args: source, event_ms, event_sequence, comment, name, at, posted, visible, approved, rejected, erased
-- returns: 'applied' | 'already'
local last = redis.call('HGET', KEYS[1], ARGV[1])
if last then
  local ms, sequence = string.match(last, '^(%d+)%-(%d+)$')
  if tonumber(ARGV[2]) < tonumber(ms)
    or (tonumber(ARGV[2]) == tonumber(ms) and tonumber(ARGV[3]) <= tonumber(sequence)) then
    return 'already'
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. '-' .. ARGV[3])
if ARGV[11] == '1' then
  return 'applied'
end
for place, field in ipairs({ 'posted', 'visible', 'approved', 'rejected' }) do
  local by = tonumber(ARGV[6 + place])
  if by ~= 0 then
    redis.call('HINCRBY', KEYS[2], field, by)
  end
end
if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[2], 'name', ARGV[5])
end
redis.call('HSETNX', KEYS[2], 'first', ARGV[6])
if tonumber(ARGV[7]) > 0 then
  redis.call('ZADD', KEYS[3], 0, ARGV[4])
end
return 'applied'
