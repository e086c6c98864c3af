#!lua
-- Takes or extends a lease on a duty; only its holder can.
-- keys: lease
-- args: holder, lease_ms
-- returns: 1 if held now, else 0
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
