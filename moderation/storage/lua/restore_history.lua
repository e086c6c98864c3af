#!lua
-- Continues an audit chain with entries from an export, each as it was written, where nothing else has been written yet.
-- keys: head, beside, audit
-- args: link_before, stream_id_sequence_ms_change_concerned_decision_detail_link...
-- (beside: articles, of which there must be none before the first entry; entries that are there already stay)
-- returns: 'restored' | 'other'
local known = redis.call('HMGET', KEYS[1], 'audit_sequence', 'audit_link')
local last, sealed, before = tonumber(known[1] or 0), known[2] or string.rep('0', 40), ARGV[1]
local function link_at(id)
  local entry = redis.call('XRANGE', KEYS[3], id, id)[1]
  for place = 1, entry and #entry[2] or 0, 2 do
    if entry[2][place] == 'l' then
      return entry[2][place + 1]
    end
  end
end
for at = 2, #ARGV, 8 do
  local id, sequence, link = ARGV[at], ARGV[at + 1], ARGV[at + 7]
  if tonumber(sequence) <= last then
    if link_at(id) ~= link then
      return 'other'
    end
  else
    if sealed ~= before or (sequence == '1' and redis.call('EXISTS', KEYS[2]) == 1) then
      return 'other'
    end
    redis.call('XADD', KEYS[3], id, 'n', sequence, 't', ARGV[at + 2], 'c', ARGV[at + 3], 'i', ARGV[at + 4],
      'r', ARGV[at + 5], 'd', ARGV[at + 6], 'l', link)
    redis.call('HSET', KEYS[1], 'audit_sequence', sequence, 'audit_link', link)
    last, sealed = tonumber(sequence), link
  end
  before = link
end
return 'restored'
