#!lua
-- Gives a thread from an export what was said of its article, where nothing is said yet. Doing it twice changes nothing.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every
-- args: name, field_and_value...
-- returns: how many fields were set
-- include: clock, thread
local set = redis.call('HSETNX', K.article, 'name', ARGV[1])
for place = 2, #ARGV, 2 do
  set = set + redis.call('HSETNX', K.article, ARGV[place], ARGV[place + 1])
end
if set > 0 then
  redis.call('XADD', K.events, '*', 'k', 'thread', 'i', '', 'n', string.match(K.article, '(%d+)$'), 's', '--',
    'q', '0>0', 'c', redis.call('HGET', K.article, 'count') or '0', 'v', 0, 'm', '', 'a', '')
  redis.call('SPUBLISH', K.bell, '1')
end
return set
