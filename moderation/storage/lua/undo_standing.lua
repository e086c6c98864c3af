#!lua
-- Takes a measure about an author back: a warning, or the newest standing, which leaves the one before it.
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
local number = tonumber(ARGV[1])
local present = tonumber(redis.call('HGET', K.author, 'version') or '0')

-- Whether a newer standing stands.
local function is_covered()
  for at = number + 1, present do
    local later = read_measure(KEYS[4], at)
    if later and later.undone == '0' and cjson.decode(later.detail).action ~= 'warn' then
      return true
    end
  end
end

-- The warning that was still unread when this one came in its place, if it stands.
local function unread_before()
  for at = number - 1, 1, -1 do
    local earlier = read_measure(KEYS[4], at)
    local told = earlier and cjson.decode(earlier.detail)
    if told and told.action == 'warn' then
      if earlier.acknowledged ~= '0' then
        return nil
      elseif earlier.undone == '0' then
        return at .. '|' .. told.message
      end
    end
  end
end

local detail = cjson.decode(kept.detail)
local standing = redis.call('HGET', K.author, 'standing') or 'new'
local after = standing
if detail.action == 'warn' then
  local waiting = redis.call('HGET', K.author, 'warning')
  if waiting and string.match(waiting, '^(%d+)|') == ARGV[1] then
    local earlier = unread_before()
    if earlier then
      redis.call('HSET', K.author, 'warning', earlier)
    else
      redis.call('HDEL', K.author, 'warning')
    end
  end
elseif is_covered() then
  return { 'stale', present }
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
