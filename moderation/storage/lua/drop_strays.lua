#!lua
-- Takes ids that no comment has out of a partition's queues, claims and list of all comments, with an audit entry.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every
-- args: detail, detail_digest, id...
-- returns: how many were dropped
-- include: clock, thread, audit
local dropped = 0
for place = 3, #ARGV do
  local id = ARGV[place]
  if redis.call('HEXISTS', K.states, id) == 0 then
    local removed = redis.call('HDEL', K.claims, id) + redis.call('ZREM', K.due, id) + redis.call('ZREM', K.every, id)
    for queue = 1, 6 do
      removed = removed + redis.call('ZREM', K.queues[queue], id) + redis.call('ZREM', K.orders[queue], id)
    end
    dropped = dropped + (removed > 0 and 1 or 0)
  end
end
if dropped > 0 then
  record(clock(), 'repair', '', '', ARGV[1], ARGV[2])
end
return dropped
