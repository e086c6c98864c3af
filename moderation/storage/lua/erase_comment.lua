#!lua
-- Removes a person from a comment: text, earlier revisions and authorship go, the place in the thread stays.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: id, text, actor, detail, detail_digest
-- returns: 'erased' | 'gone'
-- include: clock, thread, queue, display, event, audit, appeal
local id = ARGV[1]
local st = read_state(id)
if not st then
  return 'gone'
end
local status, queues = st.status, st.queues
for revision = 1, st.revision - 1 do
  redis.call('HDEL', K.revisions, id .. revision)
end
-- Decisions keep the state they found, which names the author.
local listed = redis.call('HGET', K.decisions, id) or ''
for start = 1, #listed, 16 do
  local decision = string.sub(listed, start, start + 15)
  local kept = redis.call('HGET', K.decisions, decision)
  local front, size, rest = string.match(kept or '', '^(1|%d+|%d+|%d+|[^|]*|%a|)(%d+)|(.*)$')
  if rest then
    local earlier = string.sub(rest, 17, 16 + tonumber(size))
    local was = parse_state(earlier)
    was.author = 'erased'
    local blank = format_state(was)
    redis.call('HSET', K.decisions, decision,
      front .. #blank .. '|' .. string.sub(rest, 1, 16) .. blank .. string.sub(rest, 17 + tonumber(size)))
  end
end
local ms = clock()
close_appeals(id, ms, 'W', '', NO_PARENT)
for _, a in ipairs(appeals_of(id)) do
  a.text, a.statement, a.answer = '', '', ''
  write_appeal(a)
end
st.status, st.queues, st.version, st.author = 'D', 0, st.version + 1, 'erased'
st.reports, st.round = 0, st.round + 1
redis.call('HSET', K.texts, id, ARGV[2])
note_waiting(id, st, queues)
write_state(id, st)
show(id, st, is_visible(status))
enqueue(id, st, queues)
tell('deleted', id, st, status, queues, ARGV[3])
record(ms, status .. '>D|' .. st.version, id, '', ARGV[4], ARGV[5])
return 'erased'
