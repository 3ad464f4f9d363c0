#!lua
-- After an outage: channel lease mine -> one digest takes all members that are still waiting.
-- ARGV: channel, channel token, digest alert id, alert, digest delivery id, moment before which the news came
-- Returns how many were taken; 0: nothing was written.
local channel = ARGV[1]
if not holds('channel:' .. channel, ARGV[2]) then return 0 end
if redis.call('EXISTS', key('alert:' .. ARGV[3])) == 1 then return 0 end
local taken, newest = 0, 0
for _, each in ipairs(waiting('queue:' .. channel)) do
  if not each.digest and each.news < tonumber(ARGV[6]) then
    local row = key('delivery:' .. each.id)
    redis.call('HSET', row, 'state', 'digested', 'detail', 'told in ' .. ARGV[3], 'at', int(now))
    unschedule('queue:' .. channel, each.id)
    let_follow(each.id)
    taken, newest = taken + 1, math.max(newest, each.news)
  end
end
if taken == 0 then return 0 end
tell(ARGV[3], ARGV[4], {{id = ARGV[5], channel = channel}})
-- Its news is as old as the newest it tells.
redis.call('HSET', key('delivery:' .. ARGV[5]), 'digest', taken, 'news', int(newest))
count('deliveries:digested', taken)
return taken
