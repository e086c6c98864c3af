#!lua
-- Takes an entry of another store's log of settings into this one's, once: as what is told now of what was done there.
-- keys: head, record, audit
-- args: change, detail, detail_digest, link_before, link
-- (the links are those of the other log: of the entry before, and of this one)
-- returns: 'restored' | 'other'
-- include: clock, setting, audit
if (redis.call('HGET', K.head, 'imported') or string.rep('0', 40)) ~= ARGV[4] then
  return 'other'
end
redis.call('HSET', K.head, 'imported', ARGV[5])
record(clock(), ARGV[1], '', '', ARGV[2], ARGV[3])
return 'restored'
