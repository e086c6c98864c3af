-- The keys of a change that concerns a site or an author rather than a thread.
local K = { head = KEYS[1], author = KEYS[2], audit = KEYS[3] }
