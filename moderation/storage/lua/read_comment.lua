#!lua flags=no-writes
-- A comment with the comments above it, up to the root.
-- Reads only.
-- keys: article, states, texts
-- args: id, deepest
-- returns: {article fields, {{id, state, text}...}} (the comment first) | false
local about = redis.call('HMGET', KEYS[1], 'name', 'title', 'url', 'open', 'mode', 'count', 'first')
local rows, id = {}, ARGV[1]
for _ = 0, tonumber(ARGV[2]) do
  local raw = redis.call('HGET', KEYS[2], id)
  if not raw then
    break
  end
  rows[#rows + 1] = { id, raw, redis.call('HGET', KEYS[3], id) }
  id = string.sub(raw, 1, 16)
  if id == string.rep('\0', 16) then
    break
  end
end
if #rows == 0 then
  return false
end
return { about, rows }
