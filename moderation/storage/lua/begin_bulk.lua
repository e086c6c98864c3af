#!lua
-- Writes down which comments one act is about to decide, with its audit entry, unless it has been written down before.
-- keys: head, bulks, audit
-- args: bulk, act, detail, detail_digest
-- returns: the act as it is written down
-- include: clock, setting, audit
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 1 then
  record(clock(), 'bulk', '', '', ARGV[3], ARGV[4])
end
return redis.call('HGET', KEYS[2], ARGV[1])
