#!lua flags=allow-oom
-- A daemon says that it lives and what it works by; who has been silent for a day is forgotten.
-- ARGV: name, report (JSON) or '' to leave
if ARGV[2] == '' then return redis.call('HDEL', key('daemons'), ARGV[1], ARGV[1] .. '|seen') end
redis.call('HSET', key('daemons'), ARGV[1], ARGV[2], ARGV[1] .. '|seen', int(now))
local rows = redis.call('HGETALL', key('daemons'))
for i = 1, #rows, 2 do
  local name = string.match(rows[i], '^(.*)|seen$')
  if name and tonumber(rows[i + 1]) < now - 86400000 then redis.call('HDEL', key('daemons'), name, rows[i]) end
end
return 1
