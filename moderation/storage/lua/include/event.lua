-- Appends to the partition's event stream and rings its bell.
local function tell(kind, id, st, before, queues, actor)
  redis.call('XADD', K.events, '*', 'k', kind, 'i', id, 'n', string.match(K.article, '(%d+)$'),
    's', before .. st.status, 'q', queues .. '>' .. st.queues, 'c', redis.call('HGET', K.article, 'count') or '0',
    'v', st.version, 'm', actor, 'a', st.author)
  redis.call('SPUBLISH', K.bell, '1')
end
