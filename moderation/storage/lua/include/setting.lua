-- The keys of a change that concerns a site or an author.
local K = { head = KEYS[1], author = KEYS[2], audit = KEYS[3] }
