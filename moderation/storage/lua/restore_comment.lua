#!lua
-- Stores a comment from an export with all that belongs to it, under its own id. Doing it twice changes nothing.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: id, parent, name, author, status, queues, version, revision, likes, round, priority, edited_ms, since_ms, deepest, text, revisions, decisions, reports, appeals, part...
-- (part: as many pairs of revision number and revision, then decision id and decision, then mark and report, then
-- appeal id and appeal, as the four numbers say; then the marks of readers who like it)
-- returns: 'restored' | 'already' | 'no-parent' | 'too-deep'
-- include: clock, thread, queue, display, event, report
local id, parent = ARGV[1], ARGV[2]
if redis.call('HEXISTS', K.states, id) == 1 then
  return 'already'
end
local depth = 0
if parent ~= '' then
  local above = read_state(parent)
  if not above then
    return 'no-parent'
  end
  depth = above.depth + 1
  if depth > tonumber(ARGV[14]) then
    return 'too-deep'
  end
else
  parent = NO_PARENT
end
redis.call('HSETNX', K.article, 'name', ARGV[3])
local first = redis.call('HGET', K.article, 'first')
if not first or born(id) < tonumber(first) then
  redis.call('HSET', K.article, 'first', string.format('%.0f', born(id)))
end
local at, open, marks, decisions, appeals = 20, 0, {}, {}, {}
for _ = 1, tonumber(ARGV[16]) do
  redis.call('HSET', K.revisions, id .. ARGV[at], ARGV[at + 1])
  at = at + 2
end
for _ = 1, tonumber(ARGV[17]) do
  redis.call('HSET', K.decisions, ARGV[at], ARGV[at + 1])
  decisions[#decisions + 1] = ARGV[at]
  at = at + 2
end
for _ = 1, tonumber(ARGV[18]) do
  redis.call('HSET', K.reports, id .. ARGV[at], ARGV[at + 1])
  marks[#marks + 1] = ARGV[at]
  if string.match(ARGV[at + 1], '^(%d+)|') == ARGV[10] and not is_light(ARGV[at + 1]) then
    open = open + 1
  end
  at = at + 2
end
for _ = 1, tonumber(ARGV[19]) do
  redis.call('HSET', KEYS[31], ARGV[at], ARGV[at + 1])
  appeals[#appeals + 1] = ARGV[at]
  at = at + 2
end
if #appeals > 0 then
  redis.call('HSET', KEYS[31], id, table.concat(appeals))
end
if #decisions > 0 then
  redis.call('HSET', K.decisions, id, table.concat(decisions))
end
if #marks > 0 then
  redis.call('HSET', K.reports, id, table.concat(marks))
end
for place = at, #ARGV do
  redis.call('SADD', K.likers, id .. ARGV[place])
end
local st = {
  parent = parent, status = ARGV[5], queues = tonumber(ARGV[6]), version = tonumber(ARGV[7]),
  revision = tonumber(ARGV[8]), likes = tonumber(ARGV[9]), shown = 0, visible = 0, reports = open,
  round = tonumber(ARGV[10]), priority = tonumber(ARGV[11]), edited = ARGV[12], depth = depth,
  since = ARGV[13], author = ARGV[4],
}
redis.call('HSET', K.texts, id, ARGV[15])
note_waiting(id, st, st.queues)
write_state(id, st)
show(id, st, false)
enqueue(id, st, 0)
tell('posted', id, st, '-', 0, 'import')
return 'restored'
