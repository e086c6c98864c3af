#!lua
-- Stores a comment that was written elsewhere, under an id of its own time. Doing it twice changes nothing.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, p1, p2, p3, p4, p5, bell, every
-- args: id, author, parent, status, queues, priority, text, likes, edited_ms, name, actor
-- returns: 'imported' | 'already' | 'no-parent'
-- include: thread, queue, display, event
local id, parent = ARGV[1], ARGV[3]
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
else
  parent = NO_PARENT
end
local at = string.format('%.0f', born(id))
redis.call('HSETNX', K.article, 'name', ARGV[10])
local first = redis.call('HGET', K.article, 'first')
if not first or tonumber(at) < tonumber(first) then
  redis.call('HSET', K.article, 'first', at)
end
local st = {
  parent = parent, status = ARGV[4], queues = tonumber(ARGV[5]), version = 1, revision = 1,
  likes = tonumber(ARGV[8]), shown = 0, visible = 0, reports = 0, round = 0, priority = tonumber(ARGV[6]),
  edited = ARGV[9], depth = depth, author = ARGV[2],
}
redis.call('HSET', K.texts, id, ARGV[7])
write_state(id, st)
show(id, st, false)
enqueue(id, st, 0)
tell('posted', id, st, '-', 0, ARGV[11])
return 'imported'
