#!lua
-- Replaces the notes about somebody, or of the site, if they are still those that were read, with its audit entry.
-- keys: head, notes, audit
-- args: field, before, after, author, detail, detail_digest
-- returns: 'saved' | 'stale'
-- include: clock, setting, audit
if (redis.call('HGET', KEYS[2], ARGV[1]) or '') ~= ARGV[2] then
  return 'stale'
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[2], ARGV[1])
else
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
end
record(clock(), 'note', ARGV[4], '', ARGV[5], ARGV[6])
return 'saved'
