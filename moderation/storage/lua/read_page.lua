#!lua flags=no-writes
-- One page of a thread with the first replies below each comment, in reading order.
-- Reads only.
-- keys: article, states, texts, roots, replies, liked
-- args: sort, limit, replies, levels, cursor, parent, most
-- returns: {article fields, {{id, level, state, text, more}...}, next cursor}
-- include: bytes
local about = redis.call('HMGET', KEYS[1], 'name', 'title', 'url', 'open', 'mode', 'count', 'first')
local sort, limit, reply_limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local levels, cursor, parent, room = tonumber(ARGV[4]), ARGV[5], ARGV[6], tonumber(ARGV[7])
local rows = {}

local function status_of(raw)
  return string.match(raw, '^%d+|(%a)|', 17)
end

local function below(id, after, most)
  local from = after == '' and '[' .. id or '(' .. id .. after
  local past = '[' .. id .. string.rep('\255', 16)
  local members = redis.call('ZRANGE', KEYS[5], from, past, 'BYLEX', 'LIMIT', 0, most + 1)
  local found = {}
  for place = 1, math.min(#members, most) do
    found[place] = string.sub(members[place], 17)
  end
  return found, #members > most
end

local function add(id, level)
  local raw = redis.call('HGET', KEYS[2], id)
  local status = status_of(raw)
  local text = ''
  if status == 'P' or status == 'A' then
    text = redis.call('HGET', KEYS[3], id)
  end
  room = room - 1
  local row = { id, level, raw, text, '' }
  rows[#rows + 1] = row
  local shown = tonumber(string.match(raw, '^%d+|%a|%d+|%d+|%d+|%d+|(%d+)|', 17))
  if shown == 0 then
    return
  end
  if level >= levels or reply_limit == 0 then
    row[5] = 'start'
    return
  end
  local children, more = below(id, '', reply_limit)
  local last
  for _, child in ipairs(children) do
    if room <= 0 then
      more = true
      break
    end
    add(child, level + 1)
    last = child
  end
  if more then
    row[5] = last or 'start'
  end
end

local chosen, next_cursor = {}, ''
if parent ~= '' then
  local more
  chosen, more = below(parent, cursor, limit)
  if more then
    next_cursor = chosen[#chosen]
  end
elseif sort == 'top' and (cursor == '' or string.sub(cursor, 1, 1) == 'l') then
  -- Liked comments first (most likes, then newest), then the others, newest first.
  local most, last = '+inf', nil
  if cursor ~= '' then
    most, last = string.match(cursor, '^l(%d+):(.*)$')
  end
  local skip = 0
  while #chosen <= limit do
    local found = redis.call('ZRANGE', KEYS[6], most, '-inf', 'BYSCORE', 'REV', 'LIMIT', skip, limit + 1, 'WITHSCORES')
    for place = 1, #found, 2 do
      if not last or tonumber(found[place + 1]) < tonumber(most) or precede(found[place], last) then
        chosen[#chosen + 1] = found[place]
      end
    end
    skip = skip + #found / 2
    if #found < 2 * (limit + 1) then
      break
    end
  end
  if #chosen > limit then
    for place = #chosen, limit + 1, -1 do
      chosen[place] = nil
    end
    next_cursor = 'l' .. redis.call('ZSCORE', KEYS[6], chosen[limit]) .. ':' .. chosen[limit]
  else
    cursor = 'n'
  end
end
if parent == '' and next_cursor == '' and (sort ~= 'top' or string.sub(cursor, 1, 1) == 'n') then
  local last = sort == 'top' and string.sub(cursor, 2) or cursor
  while #chosen <= limit do
    local want = limit + 1 - #chosen
    local found
    if sort == 'oldest' then
      found = redis.call('ZRANGE', KEYS[4], last == '' and '-' or '(' .. last, '+', 'BYLEX', 'LIMIT', 0, want)
    else
      found = redis.call('ZRANGE', KEYS[4], last == '' and '+' or '(' .. last, '-', 'BYLEX', 'REV', 'LIMIT', 0, want)
    end
    for _, id in ipairs(found) do
      if sort ~= 'top' or not redis.call('ZSCORE', KEYS[6], id) then
        chosen[#chosen + 1] = id
      end
      last = id
    end
    if #found < want then
      break
    end
  end
  if #chosen > limit then
    chosen[limit + 1] = nil
    local mark = chosen[limit]
    if sort == 'top' then
      next_cursor = redis.call('ZSCORE', KEYS[6], mark) and 'n' or 'n' .. mark
    else
      next_cursor = mark
    end
  end
end
for place, id in ipairs(chosen) do
  if room <= 0 then
    if parent ~= '' or sort ~= 'top' then
      next_cursor = chosen[place - 1]
      break
    end
    reply_limit = 0
  end
  add(id, 0)
end
return { about, rows, next_cursor }
