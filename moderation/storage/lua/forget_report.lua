#!lua
-- Removes a person from a report that they filed: it goes on counting, and says its reason and nothing else.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every
-- args: id, reporter, detail, detail_digest
-- returns: 'forgotten' | 'gone'
-- include: clock, thread, audit, report
local id, field = ARGV[1], ARGV[1] .. ARGV[2]
local kept = redis.call('HGET', K.reports, field)
local front, document = string.match(kept or '', '^(%d+|%d+|)(.*)$')
if not front then
  return 'gone'
end
local report = cjson.decode(document)
if report.reporter == 'erased' then
  return 'forgotten'
end
local rest = is_light(kept) and ',"light":true}' or '}'
redis.call('HSET', K.reports, field,
  front .. '{"reporter":"erased","reason":"' .. report.reason .. '","detail":null' .. rest)
record(clock(), 'report', id, '', ARGV[3], ARGV[4])
return 'forgotten'
