#!lua
-- Replaces a site's policy if it is still the version that was read, with its audit entry.
-- keys: head, policy, audit, bell
-- args: expected_version, policy, detail, detail_digest
-- returns: version | 'stale'
-- include: clock, setting, audit
local kept = redis.call('GET', KEYS[2])
local version = kept and tonumber(string.match(kept, '^(%d+)|')) or 0
if version ~= tonumber(ARGV[1]) then
  return 'stale'
end
version = version + 1
redis.call('SET', KEYS[2], version .. '|' .. ARGV[2])
record(clock(), 'policy|' .. version, '', '', ARGV[3], ARGV[4])
redis.call('SPUBLISH', KEYS[4], 'policy')
return version
