#!lua
-- Brings an author's numbers and list of comments to what the comments say, by differences, so that news may come between.
-- keys: head, author, audit, comments
-- args: author, detail, detail_digest, posted, visible, approved, rejected, missing, id...
-- (missing: how many of the ids are to be added to the list; the others are to be removed from it)
-- returns: 'repaired'
-- include: clock, setting, audit
for place, field in ipairs({ 'posted', 'visible', 'approved', 'rejected' }) do
  if tonumber(ARGV[3 + place]) ~= 0 then
    redis.call('HINCRBY', K.author, field, ARGV[3 + place])
  end
end
for place = 9, #ARGV do
  if place - 8 <= tonumber(ARGV[8]) then
    redis.call('ZADD', KEYS[4], 0, ARGV[place])
  else
    redis.call('ZREM', KEYS[4], ARGV[place])
  end
end
record(clock(), 'repair', ARGV[1], '', ARGV[2], ARGV[3])
return 'repaired'
