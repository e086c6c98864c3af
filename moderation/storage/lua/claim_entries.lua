#!lua
-- Leases queue entries to a moderator: those that are still in the queue and that nobody holds.
-- keys: queue, claims, due, events, bell
-- args: moderator, lease_ms, id...
-- returns: {until_ms, id...} of what was leased
-- include: clock, claim
local now = clock()
local till = string.format('%.0f', now + tonumber(ARGV[2]))
local leased = { tonumber(till) }
for place = 3, #ARGV do
  local id = ARGV[place]
  local held = redis.call('HGET', KEYS[2], id)
  local free = not held or tonumber(string.match(held, '^(%d+)|')) <= now
  if free and redis.call('ZSCORE', KEYS[1], id) then
    redis.call('HSET', KEYS[2], id, till .. '|' .. ARGV[1])
    redis.call('ZADD', KEYS[3], till, id)
    leased[#leased + 1] = id
    tell_claim(KEYS[4], 'claimed', id, ARGV[1])
  end
end
if #leased > 1 then
  redis.call('SPUBLISH', KEYS[5], '1')
end
return leased
