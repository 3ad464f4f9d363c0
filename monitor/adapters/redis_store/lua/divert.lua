#!lua flags=allow-oom
-- Deliveries leave a channel that does not come to them: channel lease mine, nobody is sending them -> moved to another
-- channel, or dead. ARGV: channel, channel token, then per delivery: delivery, 'moved' or 'dead', detail, other delivery,
-- other channel. Returns how many left.
local channel, left = ARGV[1], 0
local queue = 'queue:' .. channel
if not holds('channel:' .. channel, ARGV[2]) then return 0 end
for i = 3, #ARGV, 5 do
  local id, outcome = ARGV[i], ARGV[i + 1]
  local row = key('delivery:' .. id)
  local state = redis.call('HGET', row, 'state')
  if state == 'waiting' or state == 'retry' or (state == 'sending' and is_due(queue, id)) then
    redis.call('HDEL', row, 'claim', 'unanswered')
    redis.call('HSET', row, 'state', outcome, 'detail', ARGV[i + 2], 'at', int(now))
    unschedule(queue, id)
    count('deliveries:' .. outcome)
    if outcome == 'dead' then redis.call('ZADD', key('dead'), int(now), id) end
    if outcome == 'moved' then hand_on(id, channel, ARGV[i + 3], ARGV[i + 4]) end
    let_follow(id)
    left = left + 1
  end
end
return left
