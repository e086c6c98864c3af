#!lua
-- Adds (or, with an empty holder, revokes) an API token, with its audit entry.
-- keys: head, tokens, audit, bell
-- args: token_digest, holder, detail, detail_digest
-- returns: 'saved' | 'gone'
-- include: clock, setting, audit
if ARGV[2] == '' then
  if redis.call('HDEL', KEYS[2], ARGV[1]) == 0 then
    return 'gone'
  end
else
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
end
record(clock(), 'token', '', '', ARGV[3], ARGV[4])
redis.call('SPUBLISH', KEYS[4], 'tokens')
return 'saved'
