#!lua
-- Hands out feeds that are due, each under a lease: its due time moves to the end of the lease, so a feed whose
-- holder dies is due again by itself. Refused by a full store: what a poll brings could not be kept.
-- ARGV: limit, lease in ms, the process's random word
-- Returns now in ms, then {feed, token, {field, value, ...}} per feed.
local claimed = {int(now)}
for _, feed in ipairs(due('feeds', tonumber(ARGV[1]))) do
  local token = redis.call('INCR', key('tokens')) .. ':' .. ARGV[3]
  redis.call('HSET', key('feed:' .. feed), 'lease', token)
  redis.call('HINCRBY', key('feed:' .. feed), 'begun', 1)
  lease_feed(feed, tonumber(ARGV[2]))
  claimed[#claimed + 1] = {feed, token, redis.call('HGETALL', key('feed:' .. feed))}
end
return claimed
