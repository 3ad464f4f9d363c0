#!lua flags=allow-oom
-- What became of a send: claim still mine -> sent, retry, held, moved to its fallback, or dead.
-- ARGV: delivery, channel, claim, outcome, detail, delay in ms, repeat ('1' or ''), fallback delivery, fallback channel
-- Returns 1, or 0 when the claim is somebody else's: nothing was written.
local id, channel, outcome = ARGV[1], ARGV[2], ARGV[4]
local row = key('delivery:' .. id)
if redis.call('HGET', row, 'claim') ~= ARGV[3] then return 0 end
redis.call('HDEL', row, 'claim')
redis.call('HSET', row, 'state', outcome, 'detail', ARGV[5], 'at', int(now))
if ARGV[7] == '1' then redis.call('HSET', row, 'repeat', 1) end
count('deliveries:' .. outcome)
if outcome == 'retry' then
  schedule('queue:' .. channel, id, tonumber(ARGV[6]))
  return 1
end
unschedule('queue:' .. channel, id)
if outcome == 'dead' or outcome == 'held' then redis.call('ZADD', key(outcome), int(now), id) end
if outcome == 'moved' then
  local alert, tried = unpack(redis.call('HMGET', row, 'alert', 'tried'))
  local other = key('delivery:' .. ARGV[8])
  if redis.call('EXISTS', other) == 0 then
    redis.call('HSET', other, 'alert', alert, 'channel', ARGV[9], 'state', 'waiting', 'attempts', 0,
      'created', int(now), 'tried', tried .. ' ' .. channel)
    redis.call('HSET', key('alert:' .. alert), 'delivery:' .. ARGV[8], ARGV[9])
    schedule('queue:' .. ARGV[9], ARGV[8], 0)
    redis.call('SADD', key('channels'), ARGV[9])
    redis.call('PUBLISH', key('wake'), 'deliver:' .. ARGV[9])
  end
end
return 1
