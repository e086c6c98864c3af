#!lua
-- Keeps a label that another program suggested, unless its source has had its share of the day or there are too many sources.
-- keys: suggesters, suggestions
-- args: source, digest, rejected, features, scores, most_a_day, most_kept, longest_ms, most_sources
-- returns: 'noted' | 'enough' | 'strangers'
-- include: clock
local now = clock()
local day = string.format('%.0f', math.floor(now / 86400000))
local known = redis.call('HGET', KEYS[1], ARGV[1])
if not known and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[9]) then
  return 'strangers'
end
local total, last, today = string.match(known or '0|0|0', '^(%d+)|(%d+)|(%d+)$')
today = last == day and tonumber(today) or 0
if today >= tonumber(ARGV[6]) then
  return 'enough'
end
redis.call('HSET', KEYS[1], ARGV[1], table.concat({ tonumber(total) + 1, day, today + 1 }, '|'))
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[7], '*', 'd', ARGV[2], 'r', ARGV[3], 'f', ARGV[4], 's', ARGV[5])
redis.call('XTRIM', KEYS[2], 'MINID', '~', string.format('%.0f', now - tonumber(ARGV[8])))
redis.call('PEXPIRE', KEYS[2], ARGV[8])
return 'noted'
