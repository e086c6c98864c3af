-- What moderators did about an author, by the version of the record after it: time, when and by whom it was taken back,
-- when the author acknowledged it, and the audit entry's detail.
local function keep_measure(key, number, at, undone, by, acknowledged, detail)
  redis.call('HSET', key, number, table.concat({ at, undone, (string.gsub(by, '|', '/')), acknowledged, detail }, '|'))
end

local function read_measure(key, number)
  local at, undone, by, acknowledged, detail =
    string.match(redis.call('HGET', key, number) or '', '^(%d+)|(%d+)|([^|]*)|(%d+)|(.*)$')
  if not at then
    return nil
  end
  return { at = at, undone = undone, by = by, acknowledged = acknowledged, detail = detail }
end
