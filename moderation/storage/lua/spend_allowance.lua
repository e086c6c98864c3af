#!lua
-- Spends one of an author's comments (generic cell rate algorithm: ITU-T I.371) and tells what is known of them.
-- keys: allowance, recent, author
-- args: interval_ms, burst, fingerprint, retry, remember_ms
-- returns: {granted 0|1, wait_ms, {recent...}, {author field, value ...}, now_ms}
-- include: clock
local now = clock()
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local granted, wait = 1, 0
if interval > 0 then
  local due = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
  local earliest = due - interval * (burst - 1)
  if now < earliest then
    granted, wait = 0, earliest - now
  else
    local ahead = due + interval
    redis.call('SET', KEYS[1], string.format('%.0f', ahead), 'PX', string.format('%.0f', ahead - now + 1000))
  end
end
local recent = redis.call('LRANGE', KEYS[2], 0, 19)
if granted == 1 and ARGV[3] ~= '' then
  local mark = ARGV[3] .. ':' .. ARGV[4] .. ':'
  local seen = false
  for _, other in ipairs(recent) do
    seen = seen or string.sub(other, 1, #mark) == mark
  end
  if not seen then
    redis.call('LPUSH', KEYS[2], mark .. string.format('%.0f', now))
    redis.call('LTRIM', KEYS[2], 0, 19)
  end
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
end
return { granted, wait, recent, redis.call('HGETALL', KEYS[3]), now }
