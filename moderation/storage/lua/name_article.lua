#!lua
-- Gives an article its number in the partition, once.
-- keys: head, articles
-- args: name
-- returns: the number
local number = redis.call('HGET', KEYS[2], ARGV[1])
if number then
  return tonumber(number)
end
number = redis.call('HINCRBY', KEYS[1], 'articles', 1)
redis.call('HSET', KEYS[2], ARGV[1], number)
return number
