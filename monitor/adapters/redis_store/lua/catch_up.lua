#!lua
-- After an outage: channel lease mine -> one digest takes the overdue members that are still waiting.
-- ARGV: channel, channel token, digest alert id, alert, digest delivery id, then member deliveries
-- Returns how many were taken; 0: nothing was written.
local channel = ARGV[1]
if not holds('channel:' .. channel, ARGV[2]) then return 0 end
if redis.call('EXISTS', key('alert:' .. ARGV[3])) == 1 then return 0 end
local taken = 0
for i = 6, #ARGV do
  local row = key('delivery:' .. ARGV[i])
  local state = redis.call('HGET', row, 'state')
  if state == 'waiting' or state == 'retry' then
    redis.call('HSET', row, 'state', 'digested', 'detail', 'told in ' .. ARGV[3], 'at', int(now))
    unschedule('queue:' .. channel, ARGV[i])
    taken = taken + 1
  end
end
if taken == 0 then return 0 end
tell(ARGV[3], ARGV[4], {{id = ARGV[5], channel = channel}})
redis.call('HSET', key('delivery:' .. ARGV[5]), 'digest', taken)
count('deliveries:digested', taken)
return taken
