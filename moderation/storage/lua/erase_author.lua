#!lua
-- Removes an author's record, list of comments, the notes about them and what was done about them, with its audit entry.
-- keys: head, author, audit, comments, recent, allowance, notes, measures
-- args: detail, detail_digest, author
-- returns: 'erased'
-- include: clock, setting, audit
redis.call('DEL', KEYS[2], KEYS[4], KEYS[5], KEYS[6], KEYS[8])
redis.call('HDEL', KEYS[7], ARGV[3])
record(clock(), 'author', '', '', ARGV[1], ARGV[2])
return 'erased'
