#!lua
-- Takes back what spend_allowance remembered of a text that was not stored after all.
-- keys: recent
-- args: fingerprint, retry
-- returns: how many were forgotten
return redis.call('LREM', KEYS[1], 1, ARGV[1] .. ':' .. ARGV[2])
