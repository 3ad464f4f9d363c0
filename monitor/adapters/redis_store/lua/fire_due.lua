#!lua
-- A timer goes off: lease and desk version mine, this timer still due -> it is removed and what it brings is written:
-- a story to forget, an alert with its deliveries.
-- ARGV: token, version, timer, head (JSON: forget, deliveries), alert id or '', alert
-- Returns the new version; 0 when the timer is not due (any more), -1 lease lost, -2 another version: reload.
local token, version, timer, head = ARGV[1], tonumber(ARGV[2]), ARGV[3], cjson.decode(ARGV[4])
if not holds('desk', token) then return -1 end
if tonumber(redis.call('HGET', key('desk'), 'version') or 0) ~= version then return -2 end
if not is_due('timers', timer) then return 0 end
unschedule('timers', timer)
if head.forget then redis.call('DEL', key('story:' .. head.forget)) end
if ARGV[5] ~= '' then tell(ARGV[5], ARGV[6], head.deliveries) end
return redis.call('HINCRBY', key('desk'), 'version', 1)
