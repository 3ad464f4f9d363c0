#!lua flags=allow-oom
-- A person decides about a delivery that waits: send it again from the start, or drop it. One that is being sent right
-- now, or that is done, is left alone. ARGV: delivery, 'retry' or 'drop'. Returns the state it had, or '' when unknown.
local id, wish = ARGV[1], ARGV[2]
local row = key('delivery:' .. id)
local state, channel = unpack(redis.call('HMGET', row, 'state', 'channel'))
if not state then return '' end
local open = {waiting = true, retry = true, held = true, dead = true, dropped = wish == 'retry'}
if not open[state] then return state end
redis.call('ZREM', key('held'), id)
redis.call('ZREM', key('dead'), id)
redis.call('HDEL', row, 'claim')
if wish == 'drop' then
  unschedule('queue:' .. channel, id)
  redis.call('HSET', row, 'state', 'dropped', 'detail', 'dropped by hand', 'at', int(now))
else
  -- As if it were new: its age counts from now, or it would be given up again at once.
  redis.call('HSET', row, 'state', 'waiting', 'attempts', 0, 'created', int(now), 'detail', '', 'at', int(now))
  schedule('queue:' .. channel, id, 0)
  redis.call('PUBLISH', key('wake'), 'deliver:' .. channel)
end
count('deliveries:' .. (wish == 'drop' and 'dropped' or 'retried'))
return state
