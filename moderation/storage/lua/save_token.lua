#!lua
-- Adds (or, with an empty holder, revokes) an API token, with its audit entry.
-- keys: head, tokens, audit, bell
-- args: token_digest, holder, detail, detail_digest
-- returns: 'saved' | 'gone'
-- include: setting, audit
if ARGV[2] == '' then
  if redis.call('HDEL', KEYS[2], ARGV[1]) == 0 then
    return 'gone'
  end
else
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
end
local t = redis.call('TIME')
record(tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000), 'token', '', '', ARGV[3], ARGV[4])
redis.call('SPUBLISH', KEYS[4], 'tokens')
return 'saved'
