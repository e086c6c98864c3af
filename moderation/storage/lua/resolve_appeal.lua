#!lua
-- Decides an open appeal, by which its comment stands as the outcome says.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: appeal, outcome, moderator, hearer, tail, answer, detail, detail_digest
-- (outcome: U upheld, V overturned; hearer: 'anybody' where whoever rejected may decide as well)
-- returns: {'decided', decision id, comment id, status, version} | {'claimed', moderator, until_ms} | {'own'} | {'closed', state} | {'moot'} | {'gone'}
-- include: clock, thread, queue, display, event, audit, decision, appeal
local moderator = ARGV[3]
local appeal = read_appeal(ARGV[1])
if not appeal then
  return { 'gone' }
end
if appeal.state ~= 'O' then
  return { 'closed', appeal.state }
end
local id = appeal.comment
local st = read_state(id)
if not st then
  return { 'gone' }
end
if appeal.against == moderator and ARGV[4] ~= 'anybody' then
  return { 'own' }
end
local holder, till = live_claim(id)
if holder and holder ~= moderator then
  return { 'claimed', holder, till }
end
-- An earlier version left appeals open about what did not stand rejected any more.
if st.status ~= 'R' or st.revision ~= appeal.revision then
  return { 'moot' }
end
local status, queues = st.status, st.queues
st.status = ARGV[2] == 'V' and 'A' or 'R'
st.queues, st.reports, st.round = 0, 0, st.round + 1
st.priority = worth_of(st)
local decision, ms = settle(id, st, status, queues, ARGV[5], ARGV[7])
appeal.answer = ARGV[6]
close_appeal(appeal, ms, ARGV[2], moderator, decision)
tell('appeal_decided', id, st, status, queues, moderator)
record(ms, status .. '>' .. st.status .. '|' .. st.version, id, decision, ARGV[7], ARGV[8])
return { 'decided', decision, id, st.status, st.version }
