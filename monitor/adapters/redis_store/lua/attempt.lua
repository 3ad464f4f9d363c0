#!lua
-- Before a redelivered entry is worked alone: the attempt is counted first, so that a crash counts too. After the last
-- allowed attempt the entry goes to the dead list with its error and the rest flows on.
-- ARGV: stream, group, entry, most attempts. Returns the attempt's number, or 0 when the entry is dead (or gone).
local stream, group, entry = ARGV[1], ARGV[2], ARGV[3]
local attempts = redis.call('HINCRBY', key('attempts:' .. stream), entry, 1)
if attempts <= tonumber(ARGV[4]) then return attempts end
local problem = redis.call('HGET', key('attempts:' .. stream), entry .. '|error') or 'the process died over it'
redis.call('HDEL', key('attempts:' .. stream), entry, entry .. '|error')
if redis.call('XACK', key(stream), group, entry) == 0 then return 0 end
local found = redis.call('XRANGE', key(stream), entry, entry)[1]
if found then
  redis.call('XADD', key('dead:' .. stream), '*', 'error', problem, 'entry', entry, unpack(found[2]))
  redis.call('XDEL', key(stream), entry)
  count('dead:' .. stream)
end
return 0
