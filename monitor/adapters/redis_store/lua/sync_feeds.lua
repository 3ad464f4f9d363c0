#!lua flags=allow-oom
-- Brings the schedule in line with the configuration: new feeds come due within their spread, gone ones leave it.
-- What is known of a feed that left (validators, seen articles) stays: it may come back.
-- ARGV: then feed, spread in ms, feed, spread ...
local wanted = {}
for i = 1, #ARGV, 2 do
  wanted[ARGV[i]] = true
  if not redis.call('ZSCORE', key('feeds'), ARGV[i]) then schedule('feeds', ARGV[i], tonumber(ARGV[i + 1])) end
end
local gone = 0
for _, feed in ipairs(redis.call('ZRANGE', key('feeds'), 0, -1)) do
  if not wanted[feed] then gone = gone + unschedule('feeds', feed) end
end
return gone
