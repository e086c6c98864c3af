-- Appends to the event stream that an entry was claimed or given back: nothing about the comment itself changed.
local function tell_claim(events, kind, id, moderator)
  redis.call('XADD', events, '*', 'k', kind, 'i', id, 'n', '0', 's', '--', 'q', '0>0', 'c', '0', 'v', '0',
    'm', moderator, 'a', '')
end
