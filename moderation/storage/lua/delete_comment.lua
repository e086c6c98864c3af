#!lua
-- Takes a comment back at its author's wish; replies that stand below it keep it in the thread as a tombstone.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: id, window_ms, actor, detail, detail_digest
-- returns: 'deleted' | 'window-over' | 'gone'
-- include: clock, thread, queue, display, event, audit, appeal
local id = ARGV[1]
local st = read_state(id)
if not st then
  return 'gone'
end
if st.status == 'D' then
  return 'deleted'
end
local ms = clock()
if ms - born(id) > tonumber(ARGV[2]) then
  return 'window-over'
end
local status, queues = st.status, st.queues
st.status, st.queues, st.version, st.reports, st.round = 'D', 0, st.version + 1, 0, st.round + 1
note_waiting(id, st, queues)
write_state(id, st)
show(id, st, is_visible(status))
enqueue(id, st, queues)
close_appeals(id, ms, 'W', '', NO_PARENT)
tell('deleted', id, st, status, queues, ARGV[3])
record(ms, status .. '>D|' .. st.version, id, '', ARGV[4], ARGV[5])
return 'deleted'
