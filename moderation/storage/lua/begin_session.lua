#!lua
-- Begins a session of a browser, and names those that must make room for it.
-- keys: session, sessions
-- args: member token_id most secret_digest record ends_ms longest_ms
-- returns: {now_ms, members that are over or one too many...}
-- include: clock
local now = clock()
local ends = now + math.min(tonumber(ARGV[6]), tonumber(ARGV[7]))
redis.call('HSET', KEYS[1], 'secret', ARGV[4], 'before', '', 'confirmed', 1, 'record', ARGV[5],
  'started', string.format('%.0f', now), 'seen', string.format('%.0f', now), 'given', string.format('%.0f', now))
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', ends))
local leaving = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))
redis.call('ZADD', KEYS[2], string.format('%.0f', ends), ARGV[1])
local own = {}
for _, member in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  if string.sub(member, 1, #ARGV[2] + 1) == ARGV[2] .. '|' and member ~= ARGV[1] then
    table.insert(own, member)
  end
end
for place = 1, #own + 1 - tonumber(ARGV[3]) do
  redis.call('ZREM', KEYS[2], own[place])
  table.insert(leaving, own[place])
end
return { now, unpack(leaving) }
