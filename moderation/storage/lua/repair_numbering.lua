#!lua
-- Raises a partition's count of articles to the highest number in use, so that no number is given twice.
-- keys: head, articles, audit
-- args: detail, detail_digest
-- returns: 1 if it was too low, else 0
-- include: clock, setting, audit
local highest = 0
for _, number in ipairs(redis.call('HVALS', KEYS[2])) do
  highest = math.max(highest, tonumber(number))
end
if tonumber(redis.call('HGET', K.head, 'articles') or 0) >= highest then
  return 0
end
redis.call('HSET', K.head, 'articles', highest)
record(clock(), 'repair', '', '', ARGV[1], ARGV[2])
return 1
