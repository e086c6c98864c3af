#!lua
-- Works out anew everything that follows from a thread's states, texts, reports, likes, decisions and appeals, and mends what differs.
-- keys: head, articles, article, states, texts, roots, replies, liked, likers, revisions, decisions, reports, events, audit, claims, due, q1, q2, q3, q4, q5, q6, p1, p2, p3, p4, p5, p6, bell, every, appeals
-- args: name, detail, detail_digest, by, exact...
-- (by: who mends)
-- (exact: ids whose likes are the readers' alone; elsewhere an imported number may be higher than the likes we know)
-- returns: how many things were mended
-- include: clock, bytes, thread, queue, audit, appeal, report
local mended = 0
local function pairs_of(key)
  local flat, found = redis.call('HGETALL', key), {}
  for place = 1, #flat, 2 do
    found[flat[place]] = flat[place + 1]
  end
  return found
end

local ids, known = redis.call('HKEYS', K.states), {}
local function numbers(st)
  return table.concat({ st.queues, st.likes, st.shown, st.visible, st.reports, st.depth }, '|')
end
for _, id in ipairs(ids) do
  known[id] = read_state(id)
  known[id].numbers = numbers(known[id])
end
local exact = {}
for place = 5, #ARGV do
  exact[ARGV[place]] = true
end

for _, id in ipairs(ids) do
  local deep, at = 0, id
  while at and known[at].parent ~= NO_PARENT do
    at, deep = known[at].parent, deep + 1
    if not known[at] or deep > #ids then
      at = nil
    end
  end
  if at then
    known[id].depth = deep
  end
end
table.sort(ids, function(one, other)
  local first, second = known[one].depth, known[other].depth
  return first > second or (first == second and precede(one, other))
end)

local likes = {}
for _, member in ipairs(redis.call('SMEMBERS', K.likers)) do
  local id = string.sub(member, 1, 16)
  if known[id] then
    likes[id] = (likes[id] or 0) + 1
  else
    redis.call('SREM', K.likers, member)
    mended = mended + 1
  end
end

-- The order in which readers first reported a comment is kept as far as it is known.
local reports, open, marks = pairs_of(K.reports), {}, {}
for field, value in pairs(reports) do
  local id = string.sub(field, 1, 16)
  if #field == 24 and known[id] then
    marks[id] = marks[id] or {}
    table.insert(marks[id], string.sub(field, 17))
    if tonumber(string.match(value, '^(%d+)|')) == known[id].round and not is_light(value) then
      open[id] = (open[id] or 0) + 1
    end
  end
end
for _, id in ipairs(ids) do
  local listed, seen, unlisted = reports[id] or '', {}, {}
  local kept = {}
  for place = 1, #listed, 8 do
    local mark = string.sub(listed, place, place + 7)
    if reports[id .. mark] and not seen[mark] then
      kept[#kept + 1], seen[mark] = mark, true
    end
  end
  for _, mark in ipairs(marks[id] or {}) do
    if not seen[mark] then
      unlisted[#unlisted + 1] = mark
    end
  end
  table.sort(unlisted, precede)
  local right = table.concat(kept) .. table.concat(unlisted)
  if right ~= listed then
    redis.call('HSET', K.reports, id, right)
    mended = mended + 1
  end
end

-- Each comment's list of what was made about it: what is listed stays in its order, what is missing comes after.
local function list(key, made)
  for id, all in pairs(made) do
    table.sort(all, precede)
    local listed = redis.call('HGET', key, id) or ''
    local seen, right = {}, {}
    for place = 1, #listed, 16 do
      local each = string.sub(listed, place, place + 15)
      seen[each] = true
      right[#right + 1] = each
    end
    for _, each in ipairs(all) do
      if not seen[each] then
        right[#right + 1] = each
      end
    end
    right = table.concat(right)
    if right ~= listed then
      redis.call('HSET', key, id, right)
      mended = mended + 1
    end
  end
end

local made = {}
for field, value in pairs(pairs_of(K.decisions)) do
  local rest = not known[field] and string.match(value, '^1|%d+|%d+|%d+|[^|]*|%a|%d+|(.*)$')
  if rest and known[string.sub(rest, 1, 16)] then
    local id = string.sub(rest, 1, 16)
    made[id] = made[id] or {}
    table.insert(made[id], field)
  end
end
list(K.decisions, made)

local filed, appealed = {}, {}
for field in pairs(pairs_of(KEYS[31])) do
  local a = not known[field] and read_appeal(field)
  if a and known[a.comment] then
    filed[a.comment] = filed[a.comment] or {}
    table.insert(filed[a.comment], field)
    local st = known[a.comment]
    if a.state == 'O' and (st.status ~= 'R' or st.revision ~= a.revision) then
      local withdrawn = st.status == 'D' or st.status == 'R'
      close_appeal(a, clock(), withdrawn and 'W' or 'V', withdrawn and '' or ARGV[4], NO_PARENT)
      mended = mended + 1
    end
    appealed[a.comment] = appealed[a.comment] or a.state == 'O'
  end
end
list(KEYS[31], filed)

local shown, visible, roots, replies, liked, count, first = {}, {}, {}, {}, {}, 0, nil
for _, id in ipairs(ids) do
  local st = known[id]
  local is = is_visible(st.status)
  st.shown, st.visible, st.reports = shown[id] or 0, visible[id] or 0, open[id] or 0
  local counted = likes[id] or 0
  st.likes = exact[id] and counted or math.max(st.likes, counted)
  local before = st.queues
  local queues = bit.bor(bit.band(before, bit.bnot(APPEALS)), appealed[id] and APPEALS or 0)
  if st.status == 'D' then
    queues = 0
  end
  queues = with_escalation(st, queues)
  if st.status ~= 'P' then
    queues = bit.band(queues, bit.bnot(UNREVIEWED))
  end
  if is then
    queues = bit.band(queues, bit.bnot(PENDING))
    queues = st.reports > 0 and bit.bor(queues, REPORTED) or queues
  else
    queues = bit.band(queues, bit.bnot(REPORTED))
    queues = st.status == 'H' and bit.bor(queues, PENDING) or queues
  end
  st.queues = queues
  if is or st.shown > 0 then
    if st.parent == NO_PARENT then
      roots[id] = 0
    else
      replies[st.parent .. id] = 0
      shown[st.parent] = (shown[st.parent] or 0) + 1
    end
  end
  if is then
    count = count + 1
    visible[st.parent] = (visible[st.parent] or 0) + 1
    if st.parent == NO_PARENT and st.likes > 0 then
      liked[id] = st.likes
    end
  end
  first = math.min(first or born(id), born(id))

  if numbers(st) ~= st.numbers then
    note_waiting(id, st, before)
    write_state(id, st)
    mended = mended + 1
  end
  mended = mended + redis.call('ZADD', K.every, 0, id)
  local differs = false
  for place = 1, 6 do
    local flag = 2 ^ (place - 1)
    local wanted = bit.band(queues, flag) ~= 0
    local by_time, by_worth = redis.call('ZSCORE', K.queues[place], id), redis.call('ZSCORE', K.orders[place], id)
    if wanted then
      differs = differs or not by_time or not by_worth or tonumber(by_worth) ~= tonumber(order_of(id, st, flag))
    else
      differs = differs or by_time or by_worth
    end
  end
  if differs then
    enqueue(id, st, 63)
    mended = mended + 1
  end
  local claim, till = redis.call('HGET', K.claims, id), redis.call('ZSCORE', K.due, id)
  local wanted = queues ~= 0 and claim and string.match(claim, '^(%d+)|') or nil
  if (claim and not wanted) or tonumber(till or 0) ~= tonumber(wanted or 0) then
    if wanted then
      redis.call('ZADD', K.due, wanted, id)
    else
      redis.call('HDEL', K.claims, id)
      redis.call('ZREM', K.due, id)
    end
    mended = mended + 1
  end
end

local function make(key, wanted)
  local flat = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  local there = {}
  for place = 1, #flat, 2 do
    local member = flat[place]
    there[member] = tonumber(flat[place + 1])
    if wanted[member] == nil then
      redis.call('ZREM', key, member)
      mended = mended + 1
    end
  end
  for member, score in pairs(wanted) do
    if there[member] ~= score then
      redis.call('ZADD', key, score, member)
      mended = mended + 1
    end
  end
end
make(K.roots, roots)
make(K.replies, replies)
make(K.liked, liked)

local about = redis.call('HMGET', K.article, 'count', 'first', 'name')
if #ids > 0 or about[1] then
  if tonumber(about[1] or 0) ~= count then
    redis.call('HSET', K.article, 'count', count)
    mended = mended + 1
  end
  if first and tonumber(about[2] or 0) ~= first then
    redis.call('HSET', K.article, 'first', string.format('%.0f', first))
    mended = mended + 1
  end
  if not about[3] then
    redis.call('HSET', K.article, 'name', ARGV[1])
    mended = mended + 1
  end
end

if mended > 0 then
  redis.call('XADD', K.events, '*', 'k', 'thread', 'i', '', 'n', string.match(K.article, '(%d+)$'), 's', '--',
    'q', '0>0', 'c', count, 'v', 0, 'm', '', 'a', '')
  redis.call('SPUBLISH', K.bell, '1')
  record(clock(), 'repair', ARGV[1], '', ARGV[2], ARGV[3])
end
return mended
