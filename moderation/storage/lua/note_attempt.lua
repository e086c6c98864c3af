#!lua
-- Notes what came of a delivery and how its webhook fares, and disables a webhook that has failed for too long.
-- keys: head, condition, audit, waiting, deliveries, order
-- args: id, delivery, problem, again_in_ms, rest_ms, least_rest_ms, longest_rest_ms, longest_failing_ms, least_failures, at_once, most_kept, detail, detail_digest
-- `problem` is empty after success; `again_in_ms` is empty when this was the last try; `at_once` is 1 to disable now.
-- returns: 'noted' | 'disabled' | 'gone'
-- include: clock, setting, audit
local id, problem = ARGV[1], ARGV[3]
local condition, waiting, deliveries, order = K.author, KEYS[4], KEYS[5], KEYS[6]
if redis.call('HEXISTS', deliveries, id) == 0 then
  return 'gone'
end
local now = clock()
local stamp = string.format('%.0f', now)
redis.call('HSET', deliveries, id, ARGV[2])
if ARGV[4] ~= '' then
  redis.call('ZADD', waiting, now + tonumber(ARGV[4]), id)
else
  redis.call('ZREM', waiting, id)
  local over = redis.call('ZCARD', order) - redis.call('ZCARD', waiting) - tonumber(ARGV[11])
  if over > 0 then
    for _, old in ipairs(redis.call('ZRANGE', order, 0, over + 99)) do
      if over > 0 and not redis.call('ZSCORE', waiting, old) then
        redis.call('ZREM', order, old)
        redis.call('HDEL', deliveries, old)
        over = over - 1
      end
    end
  end
end
if problem == '' then
  -- After a row of failures the receiver itself was away, and not one delivery to blame: what waited goes out now.
  if tonumber(redis.call('HGET', condition, 'failures') or 0) >= 3 then
    for _, late in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
      redis.call('ZADD', waiting, stamp, late)
    end
  end
  redis.call('HDEL', condition, 'failures', 'since', 'not_before')
  redis.call('HSET', condition, 'succeeded', stamp)
  return 'noted'
end
local failures = redis.call('HINCRBY', condition, 'failures', 1)
redis.call('HSETNX', condition, 'since', stamp)
local rest = math.min(tonumber(ARGV[5]) * 2 ^ math.min(failures, 30), tonumber(ARGV[7]))
rest = math.max(rest, tonumber(ARGV[6]))
redis.call('HSET', condition, 'problem', problem, 'not_before', string.format('%.0f', now + rest))
local failing = now - tonumber(redis.call('HGET', condition, 'since'))
if (ARGV[10] == '1' or (failing >= tonumber(ARGV[8]) and failures >= tonumber(ARGV[9])))
  and redis.call('HSETNX', condition, 'disabled', stamp) == 1 then
  record(now, 'webhooks', '', '', ARGV[12], ARGV[13])
  return 'disabled'
end
return 'noted'
