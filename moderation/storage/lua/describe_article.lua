#!lua
-- Sets what an administrator says of an article: any of title, url, open, mode.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every
-- args: name, detail, detail_digest, field_and_value...
-- returns: 'described'
-- include: clock, thread, audit
redis.call('HSETNX', K.article, 'name', ARGV[1])
for place = 4, #ARGV, 2 do
  if ARGV[place + 1] == '' then
    redis.call('HDEL', K.article, ARGV[place])
  else
    redis.call('HSET', K.article, ARGV[place], ARGV[place + 1])
  end
end
redis.call('XADD', K.events, '*', 'k', 'thread', 'i', '', 'n', string.match(K.article, '(%d+)$'), 's', '--', 'q', '0>0',
  'c', redis.call('HGET', K.article, 'count') or '0', 'v', 0, 'm', '', 'a', '')
redis.call('SPUBLISH', K.bell, '1')
record(clock(), 'article', ARGV[1], '', ARGV[2], ARGV[3])
return 'described'
