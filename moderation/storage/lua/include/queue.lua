-- Which queues a comment stands in, and how much a look at it is worth.
local PENDING, REPORTED, UNREVIEWED, UNSCORED, APPEALS, ESCALATIONS = 1, 2, 4, 8, 16, 32
local WAITED_FOR = PENDING + REPORTED + UNSCORED + APPEALS
local EPOCH, SPAN = 1577836800000, 2199023255552 -- 2020-01-01 in ms; 2^41 ms are 69 years
local ESCALATED = 2048 -- added to the worth of what was escalated; an earlier version wrote 2047 in its place
local READ_ONCE = 4096 -- added instead where a first reader waits for a second
local DAY, MONTH = 86400, 2592000 -- seconds of waiting after which a look is worth twice as much

-- Harm x confidence without whether it was escalated.
local function worth_of(st)
  return math.min(1000, st.priority % ESCALATED)
end

local function is_escalated(st)
  return st.priority >= ESCALATED - 1 and st.priority < READ_ONCE
end

-- A new worth; what was escalated stays so until a moderator decides, whatever its author puts in its place.
local function judged_anew(st, worth)
  return tonumber(worth) + (is_escalated(st) and ESCALATED or st.priority >= READ_ONCE and READ_ONCE or 0)
end

-- Queues, with that of what was escalated exactly where it belongs.
local function with_escalation(st, queues)
  local others = bit.band(queues, bit.bnot(ESCALATIONS))
  return st.status ~= 'D' and is_escalated(st) and others + ESCALATIONS or others
end

-- The logarithm of harm x confidence x reach x reports, as a time by which it comes before an entry of equal age worth 1,
-- less the time since which it waits, and a band above for what was escalated: as domain/priority.py says and works out.
local function order_of(id, st, flag)
  local product, people = math.max(20, worth_of(st)), st.visible + st.likes
  product = product * (is_visible(st.status) and 2 + 2 * people / (people + 8) or 1)
  product = product * (1 + 7 * st.reports / (st.reports + 4))
  local doubling = flag == UNREVIEWED and MONTH or DAY
  local lead = 1000 * math.floor(doubling * math.log(product) / math.log(2) + 0.5)
  local since = flag ~= UNREVIEWED and st.since ~= '0' and tonumber(st.since) or born(id)
  local place = 2 * SPAN + lead - math.max(0, math.min(SPAN - 1, since - EPOCH))
  return string.format('%.0f', place + (st.priority >= ESCALATED - 1 and 4 * SPAN or 0))
end

local function put_in_order(id, st)
  for place = 1, 6 do
    local flag = 2 ^ (place - 1)
    if bit.band(st.queues, flag) ~= 0 then
      redis.call('ZADD', K.orders[place], order_of(id, st, flag), id)
    end
  end
end

-- Whether the comment waits for who was asked, and since when somebody waits for an answer: from the first queue in
-- which somebody does until there is none. To be called before the state is written.
local function note_waiting(id, st, before)
  st.queues = with_escalation(st, st.queues)
  if bit.band(st.queues, WAITED_FOR) == 0 then
    st.since = '0'
  elseif bit.band(before, WAITED_FOR) == 0 then
    local ms = clock()
    st.since = ms > born(id) and string.format('%.0f', ms) or '0'
  end
end

local function enqueue(id, st, before)
  for place = 1, 6 do
    local flag = 2 ^ (place - 1)
    if bit.band(st.queues, flag) ~= 0 then
      redis.call('ZADD', K.queues[place], 0, id)
    elseif bit.band(before, flag) ~= 0 then
      redis.call('ZREM', K.queues[place], id)
      redis.call('ZREM', K.orders[place], id)
    end
  end
  put_in_order(id, st)
  if st.queues == 0 and before ~= 0 then
    redis.call('HDEL', K.claims, id)
    redis.call('ZREM', K.due, id)
  end
end

-- The moderator and deadline of a claim that still holds, or nil.
local function live_claim(id)
  local held = redis.call('HGET', K.claims, id)
  if not held then
    return nil
  end
  local till, moderator = string.match(held, '^(%d+)|(.*)$')
  if tonumber(till) <= clock() then
    return nil
  end
  return moderator, tonumber(till)
end
