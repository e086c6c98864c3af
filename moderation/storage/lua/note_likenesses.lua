#!lua
-- Keeps what comments look like, replacing what was kept of them, and drops what is too old or too much.
-- keys: likenesses
-- args: oldest_id, most, pair...
-- (pair: id and likeness; an empty likeness forgets the comment)
-- returns: how many are kept
for at = 3, #ARGV, 2 do
  redis.call('ZREMRANGEBYLEX', KEYS[1], '[' .. ARGV[at], '[' .. ARGV[at] .. string.rep('\255', 128))
  if ARGV[at + 1] ~= '' then
    redis.call('ZADD', KEYS[1], 0, ARGV[at] .. ARGV[at + 1])
  end
end
redis.call('ZREMRANGEBYLEX', KEYS[1], '-', '(' .. ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[2]) - 1)
return redis.call('ZCARD', KEYS[1])
