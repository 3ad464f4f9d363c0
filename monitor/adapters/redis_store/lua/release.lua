#!lua flags=allow-oom
-- Gives a lease back at a clean stop, so that the next holder need not wait for its end. ARGV: name, token
if redis.call('HGET', key(ARGV[1]), 'lease') ~= ARGV[2] then return 0 end
return redis.call('HDEL', key(ARGV[1]), 'lease', 'till', 'set')
