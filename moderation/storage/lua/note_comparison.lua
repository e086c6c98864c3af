#!lua
-- Counts a comment that a shadow model scored beside the acting one, and keeps it if their verdicts differ.
-- keys: tally, disagreements
-- args: shadow, entry, most
-- returns: 'noted'
redis.call('HINCRBY', KEYS[1], 'compared|' .. ARGV[1], 1)
if ARGV[2] ~= '' then
  redis.call('HINCRBY', KEYS[1], 'differing|' .. ARGV[1], 1)
  redis.call('LPUSH', KEYS[2], ARGV[2])
  redis.call('LTRIM', KEYS[2], 0, tonumber(ARGV[3]) - 1)
end
return 'noted'
