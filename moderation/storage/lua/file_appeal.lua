#!lua
-- Files an author's appeal against the rejection of a comment, with the rejected revision as evidence.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: id, version, decision, against, statement, tail, actor, detail, detail_digest
-- (decision: the rejection that is appealed; sixteen NUL bytes where no moderator decided)
-- returns: {'filed', appeal id} | {'stale'} | {'already', appeal id} | {'not-rejected'} | {'gone'}
-- include: clock, thread, queue, event, audit, appeal
local id = ARGV[1]
local st = read_state(id)
if not st or st.status == 'D' then
  return { 'gone' }
end
if st.status ~= 'R' then
  return { 'not-rejected' }
end
if st.version ~= tonumber(ARGV[2]) then
  return { 'stale' }
end
for _, a in ipairs(appeals_of(id)) do
  local upheld = a.state == 'U' and a.outcome == ARGV[3]
  if a.state == 'O' or upheld or (a.decision == ARGV[3] and a.revision == st.revision) then
    return { 'already', a.id }
  end
end
local appeal, ms = mint(ARGV[6])
write_appeal({
  id = appeal, state = 'O', at = string.format('%.0f', ms), decided = '0', by = '',
  against = (string.gsub(ARGV[4], '|', '/')),
  revision = st.revision, comment = id, decision = ARGV[3], outcome = NO_PARENT,
  text = redis.call('HGET', K.texts, id) or '', statement = ARGV[5], answer = '',
})
redis.call('HSET', KEYS[31], id, (redis.call('HGET', KEYS[31], id) or '') .. appeal)
-- The comment itself is as it was, so its version stays: an appeal never stands in the way of taking a decision back.
local queues = st.queues
st.queues = bit.bor(queues, APPEALS)
note_waiting(id, st, queues)
write_state(id, st)
enqueue(id, st, queues)
tell('appealed', id, st, st.status, queues, ARGV[7])
record(ms, st.status .. '>' .. st.status .. '|' .. st.version, id, appeal, ARGV[8], ARGV[9])
return { 'filed', appeal }
