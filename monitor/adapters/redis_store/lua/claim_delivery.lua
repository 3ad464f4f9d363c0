#!lua flags=allow-oom
-- The next delivery of a channel, for the one sender that holds the channel's lease. A delivery found half sent (its
-- claim ran out) is handed out again, marked: nobody knows whether it arrived.
-- ARGV: channel, channel token, lease in ms, stale after in ms
-- Returns {'busy'}; {'idle', ms to the next due time or -1}; {'overdue', now, {delivery, alert}...} when what is due has
-- grown too old to be sent one by one; or {'claimed', now, delivery, claim, {row}, alert}.
local channel, token = ARGV[1], ARGV[2]
local queue = 'queue:' .. channel
if not take('channel:' .. channel, token, tonumber(ARGV[3])) then return {'busy'} end
local first = due(queue, 1)[1]
if not first then return {'idle', next_due_in(queue)} end

local function old(delivery)
  local row = redis.call('HMGET', key('delivery:' .. delivery), 'created', 'state', 'digest')
  return row[1] and not row[3] and row[2] ~= 'sending' and now - tonumber(row[1]) > tonumber(ARGV[4])
end
if old(first) then
  local overdue = {}
  for _, delivery in ipairs(due(queue, 500)) do
    if old(delivery) then
      local alert = redis.call('HGET', key('delivery:' .. delivery), 'alert')
      overdue[#overdue + 1] = {delivery, redis.call('HGET', key('alert:' .. alert), 'alert') or ''}
    end
  end
  if #overdue > 1 then return {'overdue', int(now), overdue} end
end

local row = key('delivery:' .. first)
local state = redis.call('HGET', row, 'state')
if not state then -- a queue entry without its row: nothing can be sent
  unschedule(queue, first)
  count('deliveries:orphaned')
  return {'idle', 0}
end
if state == 'sending' then redis.call('HSET', row, 'repeat', 1) end
local claim = redis.call('INCR', key('tokens')) .. ':' .. token
redis.call('HSET', row, 'state', 'sending', 'claim', claim)
redis.call('HINCRBY', row, 'attempts', 1)
schedule(queue, first, tonumber(ARGV[3]))
local alert = redis.call('HGET', key('alert:' .. redis.call('HGET', row, 'alert')), 'alert')
return {'claimed', int(now), first, claim, redis.call('HGETALL', row), alert}
