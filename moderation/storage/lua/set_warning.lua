#!lua
-- Warns an author, who has to acknowledge it before writing again.
-- keys: head, author, audit, measures
-- args: message, detail, detail_digest, author, version
-- (version: of the record that the detail was made from)
-- returns: version | 'stale'
-- include: clock, setting, audit, measure
if (redis.call('HGET', K.author, 'version') or '0') ~= ARGV[5] then
  return 'stale'
end
local version = redis.call('HINCRBY', K.author, 'version', 1)
local standing = redis.call('HGET', K.author, 'standing') or 'new'
redis.call('HSET', K.author, 'warning', version .. '|' .. ARGV[1])
local ms = clock()
keep_measure(KEYS[4], version, string.format('%.0f', ms), '0', '', '0', ARGV[2])
record(ms, standing .. '>' .. standing .. '|' .. version, ARGV[4], '', ARGV[2], ARGV[3])
return version
