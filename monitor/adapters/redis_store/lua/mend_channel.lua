#!lua flags=allow-oom
-- A person saw a message go through: whatever was remembered against the channel is over, and what waits goes out now.
-- Whoever heard that it does not work will hear that it does. ARGV: channel. Returns the state it had.
local channel = ARGV[1]
local condition = redis.call('HMGET', key('condition:' .. channel), 'state', 'since', 'told')
local state = condition[1] or 'working'
if not condition[1] then return state end
local told = condition[3] or ''
put_condition(channel, told == '' and {} or {state = 'working', failures = 0, since = condition[2] or '', detail = '',
  probes = 0, told = told, rest = 0})
bring_forward('queue:' .. channel)
redis.call('PUBLISH', key('wake'), 'deliver:' .. channel)
return state
