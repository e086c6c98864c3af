#!lua
-- Marks an Idempotency-Key as being answered, or gives the answer it already has.
-- keys: retry
-- args: request_digest, progress_ms
-- returns: 'begun' | 'key-reused' | 'in-progress' | {answer}
local kept = redis.call('GET', KEYS[1])
if not kept then
  redis.call('SET', KEYS[1], ARGV[1] .. '?', 'PX', ARGV[2])
  return 'begun'
end
if string.sub(kept, 1, #ARGV[1]) ~= ARGV[1] then
  return 'key-reused'
end
if string.sub(kept, #ARGV[1] + 1, #ARGV[1] + 1) == '?' then
  return 'in-progress'
end
return { string.sub(kept, #ARGV[1] + 2) }
