#!lua
-- Creates a site's record, once, with its audit entry.
-- keys: head, record, audit
-- args: title, secret, format, detail, detail_digest
-- returns: created_ms | 'exists'
-- include: clock, setting, audit
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 'exists'
end
local ms = clock()
local created = string.format('%.0f', ms)
redis.call('HSET', KEYS[2], 'title', ARGV[1], 'secret', ARGV[2], 'format', ARGV[3], 'created', created)
record(ms, 'site', '', '', ARGV[4], ARGV[5])
return ms
