#!lua
-- Removes an author's record and list of comments, with its audit entry.
-- keys: head, author, audit, comments, recent, allowance
-- args: detail, detail_digest
-- returns: 'erased'
-- include: setting, audit
redis.call('DEL', KEYS[2], KEYS[4], KEYS[5], KEYS[6])
local t = redis.call('TIME')
record(tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000), 'author', '', '', ARGV[1], ARGV[2])
return 'erased'
