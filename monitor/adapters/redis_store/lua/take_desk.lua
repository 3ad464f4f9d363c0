#!lua flags=allow-oom
-- The desk is worked by one daemon at a time. ARGV: token, lease in ms. Returns the desk version, or -1.
if not take('desk', ARGV[1], tonumber(ARGV[2])) then return -1 end
return tonumber(redis.call('HGET', key('desk'), 'version') or 0)
