#!lua
-- A timer goes off: lease and desk version mine, this timer still due -> it is removed, and what was decided is written
-- (write_desk).
-- ARGV: token, version, timer, head (JSON), blobs
-- Returns the new version; 0 when the timer is not due (any more), -1 lease lost, -2 another version: reload.
local token, version, timer = ARGV[1], tonumber(ARGV[2]), ARGV[3]
if not holds('desk', token) then return -1 end
if tonumber(redis.call('HGET', key('desk'), 'version') or 0) ~= version then return -2 end
if not is_due('timers', timer) then return 0 end
unschedule('timers', timer)
write_desk(cjson.decode(ARGV[4]), 4)
return redis.call('HINCRBY', key('desk'), 'version', 1)
