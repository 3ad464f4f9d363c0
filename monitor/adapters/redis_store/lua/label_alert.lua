#!lua flags=allow-oom
-- A reader's judgement of an alert, beside it, so that it goes when the alert goes. ARGV: alert, label (JSON) or ''
-- Returns 1, or 0 when there is no such alert (any more): nothing was written.
local name = key('alert:' .. ARGV[1])
if redis.call('HEXISTS', name, 'alert') == 0 then return 0 end
if ARGV[2] == '' then
  redis.call('HDEL', name, 'label')
else
  redis.call('HSET', name, 'label', ARGV[2])
end
return 1
