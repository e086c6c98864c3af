#!lua
-- Removes an author's record and list of comments, with its audit entry.
-- keys: head, author, audit, comments, recent, allowance
-- args: detail, detail_digest
-- returns: 'erased'
-- include: clock, setting, audit
redis.call('DEL', KEYS[2], KEYS[4], KEYS[5], KEYS[6])
record(clock(), 'author', '', '', ARGV[1], ARGV[2])
return 'erased'
