#!lua
-- Carries out a moderator's decision, unless the comment changed since it was seen or somebody else holds it.
-- An approval is the outcome of an open appeal, which it overturns; a rejection leaves it open.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: id, action, expected_version, moderator, tail, detail, detail_digest, act
-- (action: approve, reject, escalate, or read: a first reader's word, which puts it ahead of the others)
-- (act: what in its detail says of which act it is; an act decides a comment once in a day. '' where it is of none)
-- returns: {'decided', decision id, status, version} | {'stale', version} | {'claimed', moderator, until_ms} | {'gone'}
-- include: clock, thread, queue, display, event, audit, decision, appeal
local id, action, expected, moderator = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local before, after, version = decided_by(id, ARGV[8])
if before then
  return { 'decided', before, after, version }
end
local st = read_state(id)
if not st or st.status == 'D' then
  return { 'gone' }
end
local holder, till = live_claim(id)
if holder and holder ~= moderator then
  return { 'claimed', holder, till }
end
if expected ~= '' and st.version ~= tonumber(expected) then
  return { 'stale', st.version }
end
local status, queues = st.status, st.queues
if action == 'escalate' or action == 'read' then
  if action == 'escalate' or not is_escalated(st) then
    st.priority = worth_of(st) + (action == 'escalate' and ESCALATED or READ_ONCE)
  end
  if bit.band(queues, PENDING + REPORTED + UNREVIEWED) == 0 then
    st.queues = bit.bor(queues, is_visible(status) and REPORTED or PENDING)
  end
else
  st.status = action == 'approve' and 'A' or 'R'
  st.queues, st.reports, st.round = action == 'approve' and 0 or bit.band(queues, APPEALS), 0, st.round + 1
  st.priority = worth_of(st)
end
local decision, ms = settle(id, st, status, queues, ARGV[5], ARGV[6])
if action == 'approve' then
  close_appeals(id, ms, 'V', moderator, decision)
end
tell('decided', id, st, status, queues, moderator)
record(ms, status .. '>' .. st.status .. '|' .. st.version, id, decision, ARGV[6], ARGV[7])
return { 'decided', decision, st.status, st.version }
