#!lua
-- Changes an author's standing, with its audit entry.
-- keys: head, author, audit
-- args: standing, until_ms, reason, detail, detail_digest, author
-- returns: version
-- include: clock, setting, audit
local version = redis.call('HINCRBY', K.author, 'version', 1)
local before = redis.call('HGET', K.author, 'standing') or 'new'
redis.call('HSET', K.author, 'standing', ARGV[1], 'reason', ARGV[3])
if ARGV[2] == '' then
  redis.call('HDEL', K.author, 'until')
else
  redis.call('HSET', K.author, 'until', ARGV[2])
end
local ms = clock()
record(ms, before .. '>' .. ARGV[1] .. '|' .. version, ARGV[6], '', ARGV[4], ARGV[5])
return version
