#!lua
-- Adds or takes back a reader's like.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every
-- args: id, reader, wanted
-- returns: the number of likes | 'gone'
-- include: clock, thread, queue, display, event
local id = ARGV[1]
local st = read_state(id)
if not st or not is_visible(st.status) then
  return 'gone'
end
local changed = redis.call(ARGV[3] == '1' and 'SADD' or 'SREM', K.likers, id .. ARGV[2])
if changed == 1 then
  st.likes = math.max(0, st.likes + (ARGV[3] == '1' and 1 or -1))
  write_state(id, st)
  rank(id, st)
  put_in_order(id, st)
  tell('reacted', id, st, st.status, st.queues, '')
end
return st.likes
