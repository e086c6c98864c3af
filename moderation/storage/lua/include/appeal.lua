-- Reading and writing appeals, whose key is the twenty-ninth of the scripts that know of them.
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
    state = state, at = at, decided = decided, by = by, against = against, revision = tonumber(revision),
    comment = string.sub(rest, 1, 16), decision = string.sub(rest, 17, 32), outcome = string.sub(rest, 33, 48),
    text = string.sub(rest, 49, from - 1), statement = string.sub(rest, from, answer - 1),
    answer = string.sub(rest, answer),
  }
end

local function write_appeal(appeal, a)
  redis.call('HSET', KEYS[31], appeal, table.concat({
    '1', a.state, a.at, a.decided, a.by, a.against, a.revision, #a.text, #a.statement,
    a.comment .. a.decision .. a.outcome .. a.text .. a.statement .. a.answer }, '|'))
end

-- The appeals of a comment, oldest first, each with its id.
local function appeals_of(id)
  local listed, found = redis.call('HGET', KEYS[31], id) or '', {}
  for start = 1, #listed, 16 do
    local appeal = string.sub(listed, start, start + 15)
    local a = read_appeal(appeal)
    if a then
      a.id = appeal
      found[#found + 1] = a
    end
  end
  return found
end

-- The comment is gone, so whoever appealed has nothing left to appeal for.
local function withdraw_appeals(id, ms)
  for _, a in ipairs(appeals_of(id)) do
    if a.state == 'O' then
      a.state, a.decided = 'W', string.format('%.0f', ms)
      write_appeal(a.id, a)
    end
  end
end
