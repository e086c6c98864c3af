#!lua
-- Brings an author's standing and what was done about them to what the audit log says, if nothing was done meanwhile.
-- keys: head, author, audit, measures
-- args: author, seen_version, seen_warning, version, standing, until_ms, warning, detail, detail_digest, number_and_measure...
-- (empty: no end, no warning that waits)
-- returns: 'repaired' | 'stale'
-- include: clock, setting, audit
local seen = redis.call('HMGET', K.author, 'version', 'warning')
if (seen[1] or '0') ~= ARGV[2] or (seen[2] or '') ~= ARGV[3] then
  return 'stale'
end
redis.call('HSET', K.author, 'version', ARGV[4], 'standing', ARGV[5])
for field, value in pairs({ ['until'] = ARGV[6], warning = ARGV[7] }) do
  if value == '' then
    redis.call('HDEL', K.author, field)
  else
    redis.call('HSET', K.author, field, value)
  end
end
redis.call('DEL', KEYS[4])
for place = 10, #ARGV, 2 do
  redis.call('HSET', KEYS[4], ARGV[place], ARGV[place + 1])
end
record(clock(), 'repair', ARGV[1], '', ARGV[8], ARGV[9])
return 'repaired'
