#!lua
-- What was held back as backfill goes on as new after all, the oldest first, as far as the archive still has it.
-- ARGV: feed. Returns {handed on, dropped by the archive meanwhile}
local held, handed_on, dropped = key('backfill:' .. ARGV[1]), {}, 0
local all = redis.call('HGETALL', held)
for i = 1, #all, 2 do
  local payload = redis.call('HGET', key('archive:' .. all[i + 1]), all[i])
  if payload then
    handed_on[#handed_on + 1] = {field = all[i], hour = all[i + 1], payload = payload}
  else
    dropped = dropped + 1
  end
end
table.sort(handed_on, function(a, b)
  if a.hour ~= b.hour then return tonumber(a.hour) < tonumber(b.hour) end
  return a.field < b.field
end)
for _, each in ipairs(handed_on) do
  local hour, verdict = key('archive:' .. each.hour), each.field .. '|verdict'
  local size = redis.call('HSTRLEN', hour, verdict)
  if redis.call('HDEL', hour, verdict) == 1 then
    redis.call('HINCRBY', key('archive:bytes'), each.hour, -(#verdict + size))
  end
  redis.call('XADD', key('articles'), '*', 'kind', 'new', 'hour', each.hour, 'field', each.field,
    'article', each.payload)
end
redis.call('DEL', held)
redis.call('HDEL', key('feed:' .. ARGV[1]), 'held')
if #handed_on > 0 then count('suppressed:backfill', -#handed_on) end
return {#handed_on, dropped}
