#!lua
-- Gives a comment that could not be scored its judgement, unless it was edited, decided or taken back in the meantime.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: id, version, status, queues, priority, text, detail, detail_digest
-- returns: 'rescored' | 'changed' | 'gone'
-- include: clock, thread, queue, display, event, audit, appeal
local id = ARGV[1]
local st = read_state(id)
if not st or st.status == 'D' then
  return 'gone'
end
if st.version ~= tonumber(ARGV[2]) then
  return 'changed'
end
local status, queues, ms = st.status, st.queues, clock()
st.status, st.queues = ARGV[3], tonumber(ARGV[4])
if st.status == 'R' then
  st.queues = bit.bor(st.queues, bit.band(queues, APPEALS))
else
  close_appeals(id, ms, 'V', 'policy', NO_PARENT)
end
st.priority = judged_anew(st, ARGV[5])
if st.reports > 0 and is_visible(st.status) then
  st.queues = bit.bor(st.queues, REPORTED)
end
st.version = st.version + 1
redis.call('HSET', K.texts, id, ARGV[6])
note_waiting(id, st, queues)
write_state(id, st)
show(id, st, is_visible(status))
enqueue(id, st, queues)
tell('rescored', id, st, status, queues, 'policy')
if ARGV[7] ~= '' then
  record(ms, status .. '>' .. st.status .. '|' .. st.version, id, '', ARGV[7], ARGV[8])
end
return 'rescored'
