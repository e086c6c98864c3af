-- Keeps a decision with the state it found, and lists it with its comment.
local function keep_decision(decision, id, st, ms, detail)
  redis.call('HSET', K.decisions, decision, table.concat({
    '1', st.version, string.format('%.0f', ms), '0', '', st.status, #st.raw, id .. st.raw .. detail }, '|'))
  redis.call('HSET', K.decisions, id, (redis.call('HGET', K.decisions, id) or '') .. decision)
end
