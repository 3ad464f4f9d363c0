#!lua flags=allow-oom
-- While a send is under way, and once more right before it: channel lease and claim still mine -> both last on.
-- ARGV: channel, channel token, lease in ms, delivery, claim. Returns 1 or 0.
if redis.call('HGET', key('delivery:' .. ARGV[4]), 'claim') ~= ARGV[5] then return 0 end
if not take('channel:' .. ARGV[1], ARGV[2], tonumber(ARGV[3])) then return 0 end
schedule('queue:' .. ARGV[1], ARGV[4], tonumber(ARGV[3]))
return 1
