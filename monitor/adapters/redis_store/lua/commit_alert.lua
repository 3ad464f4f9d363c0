#!lua
-- The matches of an article leave the desk: lease and desk version mine, XACK succeeded -> what was decided is written,
-- every decision with its reason, also the one to stay quiet (write_desk).
-- ARGV: token, version, stream entry, head (JSON), blobs
-- Returns the new version; 0 when somebody else worked the entry, -1 lease lost, -2 another version: reload.
local token, version, entry = ARGV[1], tonumber(ARGV[2]), ARGV[3]
if not holds('desk', token) then return -1 end
if tonumber(redis.call('HGET', key('desk'), 'version') or 0) ~= version then return -2 end
if redis.call('XACK', key('matches'), 'desk', entry) == 0 then return 0 end
redis.call('XDEL', key('matches'), entry)
redis.call('HDEL', key('attempts:matches'), entry)
write_desk(cjson.decode(ARGV[4]), 4)
return redis.call('HINCRBY', key('desk'), 'version', 1)
