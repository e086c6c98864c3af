#!lua
-- Takes back what spend_allowance remembered of a text that was not stored after all.
-- keys: recent
-- args: fingerprint, retry
-- returns: how many were forgotten
local mark = ARGV[1] .. ':' .. ARGV[2] .. ':'
for _, other in ipairs(redis.call('LRANGE', KEYS[1], 0, 19)) do
  if string.sub(other, 1, #mark) == mark then
    return redis.call('LREM', KEYS[1], 1, other)
  end
end
return 0
