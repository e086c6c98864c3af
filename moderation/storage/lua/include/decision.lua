-- Brings a comment into the state that a decision gives it, ends its claim, and keeps the decision with the state it
-- found, listed with its comment. `st` is the state as it shall be but for its version; returns the decision's id, ms.
local function settle(id, st, status, queues, tail, detail)
  st.version = st.version + 1
  local decision, ms = mint(tail)
  note_waiting(id, st, queues)
  write_state(id, st)
  show(id, st, is_visible(status))
  enqueue(id, st, queues)
  redis.call('HDEL', K.claims, id)
  redis.call('ZREM', K.due, id)
  redis.call('HSET', K.decisions, decision, table.concat({
    '1', st.version, string.format('%.0f', ms), '0', '', st.status, #st.raw, id .. st.raw .. detail }, '|'))
  redis.call('HSET', K.decisions, id, (redis.call('HGET', K.decisions, id) or '') .. decision)
  return decision, ms
end

-- What the act decided about the comment within the last day, be it taken back since: the decision's id, the status and
-- the version it left; nothing where it did not. A detail is JSON, so nothing that somebody wrote looks like its fields.
local function decided_by(id, act)
  local listed = act ~= '' and redis.call('HGET', K.decisions, id) or ''
  for start = 1, #listed, 16 do
    local decision = string.sub(listed, start, start + 15)
    local kept = redis.call('HGET', K.decisions, decision) or ''
    local version, at, after, size, rest = string.match(kept, '^1|(%d+)|(%d+)|%d+|[^|]*|(%a)|(%d+)|()')
    if version and string.find(kept, act, rest + 16 + size, true) and tonumber(at) > clock() - 86400000 then
      return decision, after, tonumber(version)
    end
  end
end
