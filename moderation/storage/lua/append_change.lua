#!lua
-- Appends an entry to the audit chain of a site's settings for a change that has no script of its own.
-- keys: head, record, audit
-- args: change, detail, detail_digest
-- returns: 'noted'
-- include: clock, setting, audit
record(clock(), ARGV[1], '', '', ARGV[2], ARGV[3])
return 'noted'
