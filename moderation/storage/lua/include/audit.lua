-- Appends an entry to the audit chain; moderation/domain/audit.py states the formula.
local function record(ms, change, id, ref, detail, digest)
  local last = redis.call('HMGET', K.head, 'audit_sequence', 'audit_link')
  local sequence = tonumber(last[1] or 0) + 1
  local at = string.format('%.0f', ms)
  local link = redis.sha1hex(table.concat({
    last[2] or string.rep('0', 40), sequence, at, change, id, ref, digest }, '|'))
  redis.call('HSET', K.head, 'audit_sequence', sequence, 'audit_link', link)
  redis.call('XADD', K.audit, '*', 'n', sequence, 't', at, 'c', change, 'i', id, 'r', ref, 'd', detail, 'l', link)
end
