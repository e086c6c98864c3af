-- Reading and writing appeals, whose key is the thirty-first of the scripts that know of them.
local function read_appeal(appeal)
  local raw = redis.call('HGET', KEYS[31], appeal)
  -- Under a comment's own id stands the list of its appeals, which is none itself.
  local state, at, decided, by, against, revision, text, statement, rest =
    string.match(raw or '', '^1|(%a)|(%d+)|(%d+)|([^|]*)|([^|]*)|(%d+)|(%d+)|(%d+)|(.*)$')
  if not state then
    return nil
  end
  local from = 49 + tonumber(text)
  local answer = from + tonumber(statement)
  return {
    id = appeal, state = state, at = at, decided = decided, by = by, against = against, revision = tonumber(revision),
    comment = string.sub(rest, 1, 16), decision = string.sub(rest, 17, 32), outcome = string.sub(rest, 33, 48),
    text = string.sub(rest, 49, from - 1), statement = string.sub(rest, from, answer - 1),
    answer = string.sub(rest, answer),
  }
end

local function write_appeal(a)
  redis.call('HSET', KEYS[31], a.id, table.concat({
    '1', a.state, a.at, a.decided, a.by, a.against, a.revision, #a.text, #a.statement,
    a.comment .. a.decision .. a.outcome .. a.text .. a.statement .. a.answer }, '|'))
end

-- The appeals of a comment, oldest first.
local function appeals_of(id)
  local listed, found = redis.call('HGET', KEYS[31], id) or '', {}
  for start = 1, #listed, 16 do
    found[#found + 1] = read_appeal(string.sub(listed, start, start + 15))
  end
  return found
end

local function close_appeal(a, ms, state, by, outcome)
  a.state, a.decided, a.by, a.outcome = state, string.format('%.0f', ms), (string.gsub(by, '|', '/')), outcome
  write_appeal(a)
end

-- What was rejected does not stand rejected any more, so its open appeals end: as V (overturned) by whoever let it
-- through, with the decision that did or NO_PARENT; as W (withdrawn) by nobody where its author put nothing or another
-- text in its place.
local function close_appeals(id, ms, state, by, outcome)
  for _, a in ipairs(appeals_of(id)) do
    if a.state == 'O' then
      close_appeal(a, ms, state, by, outcome)
    end
  end
end
