-- Which queues a comment stands in, and how much a look at it is worth.
local PENDING, REPORTED, UNREVIEWED, UNSCORED, APPEALS = 1, 2, 4, 8, 16
local EPOCH, SPAN = 1577836800000, 2199023255552 -- 2020-01-01 in ms; 2^41 ms are 69 years

-- Priority in the high bits, older first in the low 41: every score is an exact integer under 2^53.
local function order_of(id, st)
  local worth = st.priority + math.floor(600 * (1 - 0.7 ^ st.reports) + 0.5)
  if st.status == 'H' then
    worth = worth + 200
  end
  local age = math.max(0, math.min(SPAN - 1, born(id) - EPOCH))
  return string.format('%.0f', math.min(2047, worth) * SPAN + (SPAN - 1 - age))
end

local function enqueue(id, st, before)
  local score
  for place = 1, 5 do
    local flag = 2 ^ (place - 1)
    if bit.band(st.queues, flag) ~= 0 then
      score = score or order_of(id, st)
      redis.call('ZADD', K.queues[place], 0, id)
      redis.call('ZADD', K.orders[place], score, id)
    elseif bit.band(before, flag) ~= 0 then
      redis.call('ZREM', K.queues[place], id)
      redis.call('ZREM', K.orders[place], id)
    end
  end
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
