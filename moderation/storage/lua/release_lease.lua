#!lua
-- Gives a lease back, if it is still this holder's.
-- keys: lease
-- args: holder
-- returns: 1 if it was given back, else 0
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
