#!lua
-- Files a reader's report: one open report per reader and comment, whose place only a notice of illegal content takes; a
-- visible comment enters the reported queue.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every
-- args: id, reporter, report, kind, detail, detail_digest
-- (detail: the audit entry of a notice; empty for a plain report, which the log does not tell of)
-- returns: 'filed' | 'already' | 'gone'
-- include: clock, thread, queue, event, audit, month, report
local id = ARGV[1]
local st = read_state(id)
if not st or not is_visible(st.status) then
  return 'gone'
end
local kept = redis.call('HGET', K.reports, id .. ARGV[2])
local open = kept and tonumber(string.match(kept, '^(%d+)|')) == st.round
-- Quotes inside what people typed are escaped, so that only a notice has this.
if open and (ARGV[5] == '' or string.find(kept, ',"notice":{', 1, true)) then
  return 'already'
end
local ms = clock()
redis.call('HSET', K.reports, id .. ARGV[2], st.round .. '|' .. string.format('%.0f', ms) .. '|' .. ARGV[3])
redis.call('HSET', K.reports, id, (redis.call('HGET', K.reports, id) or '') .. (kept and '' or ARGV[2]))
local queues = st.queues
local counted = open and not is_light(kept)
st.reports = st.reports + ((counted or is_light(ARGV[3])) and 0 or 1)
st.queues = bit.bor(queues, REPORTED)
if st.queues ~= queues then
  st.version = st.version + 1
end
note_waiting(id, st, queues)
write_state(id, st)
enqueue(id, st, queues)
redis.call('HINCRBY', K.head, 'filed|' .. month(ms) .. '|' .. ARGV[4], 1)
tell('reported', id, st, st.status, queues, '')
if ARGV[5] ~= '' then
  record(ms, st.status .. '>' .. st.status .. '|' .. st.version, id, '', ARGV[5], ARGV[6])
end
return 'filed'
