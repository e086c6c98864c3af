#!lua
-- Takes the newest measure about an author back: the standing before it, or no warning.
-- keys: head, author, audit, measures
-- args: number, moderator, detail, detail_digest, author
-- returns: {'undone', version} | {'stale', version} | {'undone-before'} | {'gone'}
-- include: clock, setting, audit, measure
local kept = read_measure(KEYS[4], ARGV[1])
if not kept then
  return { 'gone' }
end
if kept.undone ~= '0' then
  return { 'undone-before' }
end
local present = redis.call('HGET', K.author, 'version') or '0'
-- Measures that were taken back stand between this one and the present without being in the way.
for number = tonumber(ARGV[1]) + 1, tonumber(present) do
  local later = read_measure(KEYS[4], number)
  if later and later.undone == '0' then
    return { 'stale', tonumber(present) }
  end
end
local detail = cjson.decode(kept.detail)
local standing = redis.call('HGET', K.author, 'standing') or 'new'
local after = standing
if detail.action == 'warn' then
  local waiting = redis.call('HGET', K.author, 'warning')
  if waiting and string.match(waiting, '^(%d+)|') == ARGV[1] then
    redis.call('HDEL', K.author, 'warning')
  end
else
  after = detail.before or 'new'
  redis.call('HSET', K.author, 'standing', after)
  if detail.before_reason then
    redis.call('HSET', K.author, 'reason', detail.before_reason)
  else
    redis.call('HDEL', K.author, 'reason')
  end
  if detail.before_until_ms then
    redis.call('HSET', K.author, 'until', detail.before_until_ms)
  else
    redis.call('HDEL', K.author, 'until')
  end
end
local version = redis.call('HINCRBY', K.author, 'version', 1)
local ms = clock()
keep_measure(KEYS[4], ARGV[1], kept.at, string.format('%.0f', ms), ARGV[2], kept.acknowledged, kept.detail)
record(ms, standing .. '>' .. after .. '|' .. version, ARGV[5], '', ARGV[3], ARGV[4])
return { 'undone', version }
