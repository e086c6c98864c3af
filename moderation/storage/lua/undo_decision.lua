#!lua
-- Takes a decision back: status, queues, reports and priority as they were, if nothing has changed the comment since but
-- decisions that were taken back.
-- The outcome of an appeal taken back leaves the appeal open again; a rejection taken back overturns what is open.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: decision, moderator, hearer, detail, detail_digest
-- (hearer: 'anybody' where whoever rejected may take back what others made of the appeal against it)
-- returns: {'undone', id, status, version} | {'stale', version} | {'undone-before'} | {'own'} | {'gone'}
-- include: clock, thread, queue, display, event, audit, appeal
local kept = redis.call('HGET', K.decisions, ARGV[1])
if not kept then
  return { 'gone' }
end
-- Under a comment's own id stands the list of its decisions, which is none itself.
local version, at, undone, after, size, rest =
  string.match(kept, '^1|(%d+)|(%d+)|(%d+)|[^|]*|(%a)|(%d+)|(.*)$')
if not version then
  return { 'gone' }
end
if undone ~= '0' then
  return { 'undone-before' }
end
local id = string.sub(rest, 1, 16)
local earlier = string.sub(rest, 17, 16 + tonumber(size))
local st = read_state(id)
if not st then
  return { 'gone' }
end

-- Whether nothing has changed the comment since but decisions that were taken back, each of which made two versions.
local function is_uncovered()
  local versions = st.version - tonumber(version)
  local listed = versions > 0 and redis.call('HGET', K.decisions, id) or ''
  for start = 1, #listed, 16 do
    local later = redis.call('HGET', K.decisions, string.sub(listed, start, start + 15)) or ''
    local made, taken_back = string.match(later, '^1|(%d+)|%d+|(%d+)|')
    if made and tonumber(made) > tonumber(version) then
      if taken_back == '0' then
        return false
      end
      versions = versions - 2
    end
  end
  return versions == 0
end

if not is_uncovered() then
  return { 'stale', st.version }
end
local heard
for _, a in ipairs(appeals_of(id)) do
  if a.outcome == ARGV[1] then
    heard = a
  end
end
-- Whoever let through what they had rejected themselves has heard no appeal against it, so they may think again.
if heard and heard.against == ARGV[2] and heard.by ~= ARGV[2] and ARGV[3] ~= 'anybody' then
  return { 'own' }
end
local status, queues = st.status, st.queues
local was = parse_state(earlier)
st.status, st.queues, st.priority, st.version = was.status, was.queues, was.priority, st.version + 1
if st.round ~= was.round then
  st.reports, st.round = was.reports, was.round
elseif st.reports > 0 and is_visible(st.status) then
  -- An escalation answered no report, so those that came since go on.
  st.queues = bit.bor(st.queues, REPORTED)
end
if bit.band(was.queues, WAITED_FOR) ~= 0 then
  st.since = was.since
end
local ms = clock()
if heard then
  heard.state, heard.decided, heard.by, heard.outcome, heard.answer = 'O', '0', '', NO_PARENT, ''
  write_appeal(heard)
end
-- An appeal may have been filed since the decision: it goes on while the comment stands rejected.
local open = heard and APPEALS or bit.band(queues, APPEALS)
if st.status ~= 'R' then
  close_appeals(id, ms, 'V', ARGV[2], NO_PARENT)
  open = 0
end
st.queues = bit.bor(bit.band(st.queues, bit.bnot(APPEALS)), open)
note_waiting(id, st, bit.bor(queues, was.queues))
write_state(id, st)
show(id, st, is_visible(status))
enqueue(id, st, queues)
redis.call('HSET', K.decisions, ARGV[1], table.concat({
  '1', version, at, string.format('%.0f', ms), (string.gsub(ARGV[2], '|', '/')), after, size, rest }, '|'))
tell('undone', id, st, status, queues, ARGV[2])
record(ms, status .. '>' .. st.status .. '|' .. st.version, id, ARGV[1], ARGV[4], ARGV[5])
return { 'undone', id, st.status, st.version }
