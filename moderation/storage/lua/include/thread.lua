-- The keys of a thread by name, minting ids, and reading and writing a comment's state.
local K = {
  head = KEYS[1], articles = KEYS[2], article = KEYS[3], states = KEYS[4], texts = KEYS[5],
  roots = KEYS[6], replies = KEYS[7], liked = KEYS[8], likers = KEYS[9], revisions = KEYS[10],
  decisions = KEYS[11], reports = KEYS[12], events = KEYS[13], audit = KEYS[14],
  claims = KEYS[15], due = KEYS[16],
  queues = { KEYS[17], KEYS[18], KEYS[19], KEYS[20], KEYS[21], KEYS[22] },
  orders = { KEYS[23], KEYS[24], KEYS[25], KEYS[26], KEYS[27], KEYS[28] },
  bell = KEYS[29], every = KEYS[30],
}
local NO_PARENT = string.rep('\0', 16)

-- The first eight bytes of an id: 48 bits of milliseconds, version 7, 12 bits of counter.
local function mint(tail)
  local ms = clock()
  local last = redis.call('HMGET', K.head, 'last_ms', 'counter')
  local before, counter = tonumber(last[1] or 0), 0
  if ms <= before then
    ms, counter = before, tonumber(last[2]) + 1
    if counter > 4095 then
      ms, counter = before + 1, 0
    end
  end
  redis.call('HSET', K.head, 'last_ms', string.format('%.0f', ms), 'counter', counter)
  local bytes, rest = {}, ms
  for place = 6, 1, -1 do
    bytes[place] = rest % 256
    rest = math.floor(rest / 256)
  end
  bytes[7] = 112 + math.floor(counter / 256)
  bytes[8] = counter % 256
  return string.char(unpack(bytes)) .. tail, ms
end

local function born(id)
  local ms = 0
  for place = 1, 6 do
    ms = ms * 256 + string.byte(id, place)
  end
  return ms
end

-- A state from its stored form, of which format 2 has since when somebody waits.
local function parse_state(raw)
  local fmt, status, queues, version, revision, likes, shown, visible, reports, round, priority, edited, depth, author =
    string.match(raw, '^(%d+)|(%a)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(.*)$', 17)
  local since = '0'
  if fmt == '2' then
    since, author = string.match(author, '^(%d+)|(.*)$')
  elseif fmt ~= '1' then
    error('unknown state format')
  end
  return {
    parent = string.sub(raw, 1, 16), status = status, queues = tonumber(queues), version = tonumber(version),
    revision = tonumber(revision), likes = tonumber(likes), shown = tonumber(shown), visible = tonumber(visible),
    reports = tonumber(reports), round = tonumber(round), priority = tonumber(priority), edited = edited,
    depth = tonumber(depth), since = since, author = author, raw = raw,
  }
end

local function format_state(st)
  local waits = st.since ~= '0'
  return st.parent .. table.concat({
    waits and '2' or '1', st.status, st.queues, st.version, st.revision, st.likes, st.shown, st.visible,
    st.reports, st.round, st.priority, st.edited, st.depth, waits and st.since .. '|' .. st.author or st.author }, '|')
end

local function read_state(id)
  local raw = redis.call('HGET', K.states, id)
  return raw and parse_state(raw) or nil
end

local function write_state(id, st)
  local added = redis.call('HSET', K.states, id, format_state(st))
  if added == 1 then
    redis.call('ZADD', K.every, 0, id)
  end
end

local function is_visible(status)
  return status == 'P' or status == 'A'
end
