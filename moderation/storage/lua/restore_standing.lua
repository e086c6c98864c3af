#!lua
-- Gives an author from an export the standing they had, with all that was done about them, where nothing has been done yet.
-- keys: head, author, audit, measures
-- args: standing, until_ms, reason, version, warning, author, detail, detail_digest, number_and_measure...
-- returns: 'restored' | 'other'
-- include: clock, setting, audit
if (redis.call('HGET', K.author, 'version') or '0') ~= '0' then
  return 'other'
end
redis.call('HSET', K.author, 'standing', ARGV[1], 'version', ARGV[4])
if ARGV[2] ~= '' then
  redis.call('HSET', K.author, 'until', ARGV[2])
end
if ARGV[3] ~= '' then
  redis.call('HSET', K.author, 'reason', ARGV[3])
end
if ARGV[5] ~= '' then
  redis.call('HSET', K.author, 'warning', ARGV[5])
end
for place = 9, #ARGV, 2 do
  redis.call('HSET', KEYS[4], ARGV[place], ARGV[place + 1])
end
record(clock(), 'new>' .. ARGV[1] .. '|' .. ARGV[4], ARGV[6], '', ARGV[7], ARGV[8])
return 'restored'
