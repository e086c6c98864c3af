#!lua
-- Stores a new comment: text, state, place in its thread, count, queues, event, audit entry and the answer's key.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, retry
-- args: tail, author, parent, status, queues, priority, text, actor, name, title, url, close_after_ms, deepest, retry_digest, retry_answer, retry_ms, detail, detail_digest
-- returns: {'posted', id, depth, count} | {'replayed', id, answer} | 'key-reused' | 'closed' | 'no-parent' | 'too-deep'
-- include: clock, thread, queue, display, event, audit
local parent, status, text = ARGV[3], ARGV[4], ARGV[7]
if ARGV[14] ~= '' then
  local kept = redis.call('GET', KEYS[31])
  if kept then
    if string.sub(kept, 1, 32) ~= ARGV[14] then
      return 'key-reused'
    end
    return { 'replayed', string.sub(kept, 33, 48), string.sub(kept, 49) }
  end
end
local about = redis.call('HMGET', K.article, 'open', 'first', 'name')
if about[1] == '0' then
  return 'closed'
end
local close_after = tonumber(ARGV[12])
if close_after > 0 and about[2] and clock() - tonumber(about[2]) > close_after then
  return 'closed'
end
local depth = 0
if parent ~= '' then
  local above = read_state(parent)
  if not above or not is_visible(above.status) then
    return 'no-parent'
  end
  depth = above.depth + 1
  if depth > tonumber(ARGV[13]) then
    return 'too-deep'
  end
else
  parent = NO_PARENT
end
local id, ms = mint(ARGV[1])
if not about[3] then
  redis.call('HSET', K.article, 'name', ARGV[9], 'first', string.format('%.0f', ms))
  if ARGV[10] ~= '' then
    redis.call('HSET', K.article, 'title', ARGV[10])
  end
  if ARGV[11] ~= '' then
    redis.call('HSET', K.article, 'url', ARGV[11])
  end
elseif not about[2] then
  redis.call('HSET', K.article, 'first', string.format('%.0f', ms))
end
local st = {
  parent = parent, status = status, queues = tonumber(ARGV[5]), version = 1, revision = 1, likes = 0, shown = 0,
  visible = 0, reports = 0, round = 0, priority = tonumber(ARGV[6]), edited = '0', depth = depth,
  since = '0', author = ARGV[2],
}
redis.call('HSET', K.texts, id, text)
write_state(id, st)
show(id, st, false)
enqueue(id, st, 0)
tell('posted', id, st, '-', 0, ARGV[8])
if ARGV[17] ~= '' then
  record(ms, '->' .. status .. '|1', id, '', ARGV[17], ARGV[18])
end
if ARGV[14] ~= '' then
  redis.call('SET', KEYS[31], ARGV[14] .. id .. ARGV[15], 'PX', ARGV[16])
end
return { 'posted', id, depth, tonumber(redis.call('HGET', K.article, 'count') or 0) }
