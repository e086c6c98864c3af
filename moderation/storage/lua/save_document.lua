#!lua
-- Replaces a document of a site's settings if it is still the version that was read, with its audit entry.
-- keys: head, document, audit, bell
-- args: what, expected_version, document, detail, detail_digest
-- returns: version | 'stale'
-- include: clock, setting, audit
local kept = redis.call('GET', KEYS[2])
local version = kept and tonumber(string.match(kept, '^(%d+)|')) or 0
if version ~= tonumber(ARGV[2]) then
  return 'stale'
end
version = version + 1
redis.call('SET', KEYS[2], version .. '|' .. ARGV[3])
record(clock(), ARGV[1] .. '|' .. version, '', '', ARGV[4], ARGV[5])
redis.call('SPUBLISH', KEYS[4], ARGV[1])
return version
