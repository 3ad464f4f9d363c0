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
redis.call('HDEL', row, 'claim', 'unanswered')
if wish == 'drop' then
  unschedule('queue:' .. channel, id)
  redis.call('HSET', row, 'state', 'dropped', 'detail', 'dropped by hand', 'at', int(now))
  let_follow(id)
else
  -- As if it were new: the channel gets a fair chance, however old the news is.
  redis.call('HSET', row, 'state', 'waiting', 'attempts', 0, 'created', int(now), 'detail', '', 'at', int(now))
  schedule('queue:' .. channel, id, 0)
  -- A channel that is shut is tried at once: who asks expects it to work.
  local condition = key('condition:' .. channel)
  if is_shut(redis.call('HGET', condition, 'state')) then redis.call('HDEL', condition, 'till', 'set') end
  redis.call('PUBLISH', key('wake'), 'deliver:' .. channel)
end
count('deliveries:' .. (wish == 'drop' and 'dropped' or 'retried'))
return state
