#!lua
-- Replaces a comment's text by its author's new one, as newly judged, and keeps the earlier revision, about which no
-- appeal goes on.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: id, revision, window_ms, status, queues, priority, text, actor, detail, detail_digest
-- returns: {'edited', version, edited_ms} | {'stale'} | {'window-over'} | {'rejected'} | {'gone'}
-- include: clock, thread, queue, display, event, audit, appeal
local id = ARGV[1]
local st = read_state(id)
if not st or st.status == 'D' then
  return { 'gone' }
end
-- Only what stays rejected may be changed: a shadowed author must not learn from a refusal that nobody reads them.
if st.status == 'R' and ARGV[4] ~= 'R' then
  return { 'rejected' }
end
if st.revision ~= tonumber(ARGV[2]) then
  return { 'stale' }
end
local ms = clock()
if ms - born(id) > tonumber(ARGV[3]) then
  return { 'window-over' }
end
local since = st.edited ~= '0' and st.edited or string.format('%.0f', born(id))
redis.call('HSET', K.revisions, id .. st.revision, since .. '|' .. redis.call('HGET', K.texts, id))
redis.call('HSET', K.texts, id, ARGV[7])
local status, queues = st.status, st.queues
st.status, st.queues = ARGV[4], tonumber(ARGV[5])
st.priority = judged_anew(st, ARGV[6])
if st.reports > 0 and is_visible(st.status) then
  st.queues = bit.bor(st.queues, REPORTED)
end
st.revision, st.version, st.edited = st.revision + 1, st.version + 1, string.format('%.0f', ms)
note_waiting(id, st, queues)
write_state(id, st)
show(id, st, is_visible(status))
enqueue(id, st, queues)
close_appeals(id, ms, 'W', '', NO_PARENT)
tell('edited', id, st, status, queues, ARGV[8])
if ARGV[9] ~= '' then
  record(ms, status .. '>' .. st.status .. '|' .. st.version, id, '', ARGV[9], ARGV[10])
end
return { 'edited', st.version, ms }
