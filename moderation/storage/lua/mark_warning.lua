#!lua
-- Notes that an author has acknowledged the warning that waits for it. Doing it twice changes nothing.
-- keys: head, author, audit, measures
-- args: number, detail, detail_digest, author
-- returns: 'acknowledged' | 'other' | 'none'
-- include: clock, setting, audit, measure
local waiting = redis.call('HGET', K.author, 'warning')
local kept = read_measure(KEYS[4], ARGV[1])
if not waiting then
  return kept and kept.acknowledged ~= '0' and 'acknowledged' or 'none'
end
if string.match(waiting, '^(%d+)|') ~= ARGV[1] then
  return 'other'
end
redis.call('HDEL', K.author, 'warning')
local ms, standing = clock(), redis.call('HGET', K.author, 'standing') or 'new'
if kept then
  keep_measure(KEYS[4], ARGV[1], kept.at, kept.undone, kept.by, string.format('%.0f', ms), kept.detail)
end
record(ms, standing .. '>' .. standing .. '|' .. ARGV[1], ARGV[4], '', ARGV[2], ARGV[3])
return 'acknowledged'
