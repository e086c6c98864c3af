#!lua
-- Writes down which comments one act is about to decide, with its audit entry; sent again, it changes nothing.
-- keys: head, bulks, audit
-- args: bulk, act, detail, detail_digest
-- returns: 'begun'
-- include: clock, setting, audit
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 1 then
  record(clock(), 'bulk', '', '', ARGV[3], ARGV[4])
end
return 'begun'
