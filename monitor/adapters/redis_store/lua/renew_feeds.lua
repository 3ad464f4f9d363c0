#!lua flags=allow-oom
-- Keeps the leases of feeds that are still being polled. ARGV: lease in ms, then feed, token, feed, token ...
-- Returns the feeds whose lease is somebody else's by now.
local lost = {}
for i = 2, #ARGV, 2 do
  if redis.call('HGET', key('feed:' .. ARGV[i]), 'lease') == ARGV[i + 1]
    and redis.call('ZSCORE', key('feeds'), ARGV[i]) then
    lease_feed(ARGV[i], tonumber(ARGV[1]))
  else
    lost[#lost + 1] = ARGV[i]
  end
end
return lost
