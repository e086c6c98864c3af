#!lua
-- Changes an author's standing, with its audit entry and what takes it back.
-- keys: head, author, audit, measures
-- args: standing, until_ms, reason, detail, detail_digest, author, version
-- (version: of the record that the detail was made from)
-- returns: version | 'stale'
-- include: clock, setting, audit, measure
if (redis.call('HGET', K.author, 'version') or '0') ~= ARGV[7] then
  return 'stale'
end
local version = redis.call('HINCRBY', K.author, 'version', 1)
local before = redis.call('HGET', K.author, 'standing') or 'new'
redis.call('HSET', K.author, 'standing', ARGV[1], 'reason', ARGV[3])
if ARGV[2] == '' then
  redis.call('HDEL', K.author, 'until')
else
  redis.call('HSET', K.author, 'until', ARGV[2])
end
local ms = clock()
keep_measure(KEYS[4], version, string.format('%.0f', ms), '0', '', '0', ARGV[4])
record(ms, before .. '>' .. ARGV[1] .. '|' .. version, ARGV[6], '', ARGV[4], ARGV[5])
return version
