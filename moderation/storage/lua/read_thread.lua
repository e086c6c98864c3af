#!lua flags=no-writes
-- Everything kept of one thread at one moment, for verification and export. Work grows with the thread.
-- Reads only.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: at_once
-- returns: {article, states, texts, roots, replies, liked, likers, reports, decisions, revisions, appeals, {queue ids}x5, {order ids and scores}x5, claims, due, every}
-- include: clock, thread
local ids, at_once = redis.call('HKEYS', K.states), tonumber(ARGV[1])

local function some(first)
  local part = {}
  for place = first, math.min(#ids, first + at_once - 1) do
    part[#part + 1] = ids[place]
  end
  return part
end

-- Which of the thread's comments a set or hash of the whole partition knows, each with what it says of them.
local function share(command, key, scored)
  local found = {}
  for first = 1, #ids, at_once do
    local part = some(first)
    for place, value in ipairs(redis.call(command, key, unpack(part))) do
      if value then
        found[#found + 1] = part[place]
        if scored then
          found[#found + 1] = value
        end
      end
    end
  end
  return found
end

local queues, orders = {}, {}
for place = 1, 6 do
  queues[place] = share('ZMSCORE', K.queues[place], false)
  orders[place] = share('ZMSCORE', K.orders[place], true)
end
return {
  redis.call('HGETALL', K.article), redis.call('HGETALL', K.states), redis.call('HGETALL', K.texts),
  redis.call('ZRANGE', K.roots, 0, -1), redis.call('ZRANGE', K.replies, 0, -1),
  redis.call('ZRANGE', K.liked, 0, -1, 'WITHSCORES'), redis.call('SMEMBERS', K.likers),
  redis.call('HGETALL', K.reports), redis.call('HGETALL', K.decisions), redis.call('HGETALL', K.revisions),
  redis.call('HGETALL', KEYS[31]),
  queues, orders, share('HMGET', K.claims, true), share('ZMSCORE', K.due, true),
  share('ZMSCORE', K.every, false),
}
