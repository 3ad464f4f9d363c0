#!lua flags=allow-oom
-- Leases that are given back unused, because enough of this process waits for the same host. ARGV: delay in ms, then
-- feed, token, feed, token ...
for i = 2, #ARGV, 2 do
  local row = key('feed:' .. ARGV[i])
  if redis.call('HGET', row, 'lease') == ARGV[i + 1] and redis.call('ZSCORE', key('feeds'), ARGV[i]) then
    redis.call('HDEL', row, 'lease')
    redis.call('HINCRBY', row, 'begun', -1)
    schedule('feeds', ARGV[i], tonumber(ARGV[1]))
  end
end
return 1
