#!lua flags=no-writes
-- A comment amid its thread, whatever the statuses: what stands above it, its nearest siblings, the first replies.
-- Reads only.
-- keys: article, states, texts, roots, replies, every
-- args: id, deepest, above, beside, below, looked_at
-- returns: {article fields, {above...} from its parent up, {before...}, {after...}, {below...}, left out above, parent lost} | false
-- (each is {id, state, text}; siblings and replies in no order, with more of them than asked for where there are more)
-- What readers see is found by the thread's own order. What is hidden from them stands in no order but that of the
-- whole partition, so it is looked for among its `looked_at` comments written next, before and after.
local about = redis.call('HMGET', KEYS[1], 'name', 'title', 'url', 'open', 'mode', 'count', 'first')
local id, state = ARGV[1], redis.call('HGET', KEYS[2], ARGV[1])
if not state then
  return false
end
local NO_PARENT = string.rep('\0', 16)
local above, beside, below, looked_at = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local parent = string.sub(state, 1, 16)

local function row(member, raw)
  return { member, raw, redis.call('HGET', KEYS[3], member) or '' }
end

-- The nearest of what stands above it, and the top of the thread.
local chain, walked, at, lost = {}, 0, parent, 0
for _ = 1, tonumber(ARGV[2]) do
  if at == NO_PARENT then
    break
  end
  local raw = redis.call('HGET', KEYS[2], at)
  if not raw then
    lost = 1
    break
  end
  walked = walked + 1
  if #chain < above then
    chain[#chain + 1] = { at, raw }
  else
    chain[above] = { at, raw }
  end
  at = string.sub(raw, 1, 16)
end
for place, each in ipairs(chain) do
  chain[place] = row(each[1], each[2])
end

-- Members of one order next to a place in it, without what all of them begin with.
local function standing(key, prefix, after, most, reverse)
  local first, last = '(' .. prefix .. after, '[' .. prefix .. string.rep('\255', 16)
  local found
  if reverse then
    found = redis.call('ZRANGE', key, first, '[' .. prefix, 'BYLEX', 'REV', 'LIMIT', 0, most)
  else
    found = redis.call('ZRANGE', key, first, last, 'BYLEX', 'LIMIT', 0, most)
  end
  for place, member in ipairs(found) do
    found[place] = string.sub(member, #prefix + 1)
  end
  return found
end

-- The thread's comments among those of the partition written next, by their parents.
local function written(edge, past, ...)
  local mine = {}
  for _, member in ipairs(redis.call('ZRANGE', KEYS[6], edge, past, 'BYLEX', ...)) do
    if string.sub(member, 10, 14) == string.sub(id, 10, 14) then
      mine[#mine + 1] = member
    end
  end
  local states = #mine > 0 and redis.call('HMGET', KEYS[2], unpack(mine)) or {}
  local by_parent = {}
  for place, member in ipairs(mine) do
    if states[place] then
      local of = string.sub(states[place], 1, 16)
      by_parent[of] = by_parent[of] or {}
      table.insert(by_parent[of], member)
    end
  end
  return by_parent
end

-- The first of both, each once.
local function rows(some, others, most)
  local seen, found = {}, {}
  for _, part in ipairs({ some, others or {} }) do
    for place = 1, math.min(#part, most) do
      local raw = not seen[part[place]] and redis.call('HGET', KEYS[2], part[place])
      if raw then
        found[#found + 1] = row(part[place], raw)
      end
      seen[part[place]] = true
    end
  end
  return found
end

local order, prefix = KEYS[5], parent
if parent == NO_PARENT then
  order, prefix = KEYS[4], ''
end
local earlier = written('(' .. id, '-', 'REV', 'LIMIT', 0, looked_at)
local later = written('(' .. id, '+', 'LIMIT', 0, looked_at)
return {
  about, chain,
  rows(standing(order, prefix, id, beside + 1, true), earlier[parent], beside + 1),
  rows(standing(order, prefix, id, beside + 1, false), later[parent], beside + 1),
  rows(standing(KEYS[5], id, '', below + 1, false), later[id], below + 1),
  walked - #chain, lost,
}
