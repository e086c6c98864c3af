-- Keeps the article's count, the thread's indexes and the parents' numbers in step with what readers see.
-- A comment stands in the thread while it is visible, or (as a tombstone) while a reply below it stands there.
local function stand(id, st, stands)
  if st.parent == NO_PARENT then
    redis.call(stands and 'ZADD' or 'ZREM', K.roots, unpack(stands and { 0, id } or { id }))
  else
    local member = st.parent .. id
    redis.call(stands and 'ZADD' or 'ZREM', K.replies, unpack(stands and { 0, member } or { member }))
  end
end

local function rank(id, st)
  if st.parent == NO_PARENT then
    if is_visible(st.status) and st.likes > 0 then
      redis.call('ZADD', K.liked, st.likes, id)
    else
      redis.call('ZREM', K.liked, id)
    end
  end
end

local function show(id, st, was)
  local is = is_visible(st.status)
  if was == is then
    return
  end
  redis.call('HINCRBY', K.article, 'count', is and 1 or -1)
  rank(id, st)
  local stood, stands = was or st.shown > 0, is or st.shown > 0
  if stood ~= stands then
    stand(id, st, stands)
  end
  local visible = is and 1 or -1
  local shown = (stands and 1 or 0) - (stood and 1 or 0)
  local parent = st.parent
  while parent ~= NO_PARENT and (visible ~= 0 or shown ~= 0) do
    local above = read_state(parent)
    stood = is_visible(above.status) or above.shown > 0
    above.visible = above.visible + visible
    above.shown = above.shown + shown
    stands = is_visible(above.status) or above.shown > 0
    write_state(parent, above)
    if visible ~= 0 then
      put_in_order(parent, above)
    end
    if stood ~= stands then
      stand(parent, above, stands)
    end
    visible = 0
    shown = (stands and 1 or 0) - (stood and 1 or 0)
    parent = above.parent
  end
end
