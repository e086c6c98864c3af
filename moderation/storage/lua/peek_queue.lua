#!lua flags=no-writes
-- The entries of one partition's queue that nobody else holds, most worth a look first.
-- Reads only.
-- keys: order, claims
-- args: limit
-- returns: {id, score, id, score ...}
-- include: clock
local limit, found, skip = tonumber(ARGV[1]), {}, 0
local now = clock()
while #found < 2 * limit do
  local some = redis.call('ZRANGE', KEYS[1], '+inf', '-inf', 'BYSCORE', 'REV', 'LIMIT', skip, limit, 'WITHSCORES')
  for place = 1, #some, 2 do
    local held = redis.call('HGET', KEYS[2], some[place])
    local till = held and tonumber(string.match(held, '^(%d+)|'))
    if (not till or till <= now) and #found < 2 * limit then
      found[#found + 1] = some[place]
      found[#found + 1] = some[place + 1]
    end
  end
  skip = skip + limit
  if #some < 2 * limit then
    break
  end
end
return found
