#!lua flags=allow-oom
-- Alerts older than the time to keep go with their deliveries, once none of these is waiting any more.
-- ARGV: keep in ms, limit. Returns the number removed.
local oldest = int(now - tonumber(ARGV[1]))
local removed = 0
for _, id in ipairs(redis.call('ZRANGE', key('alerts'), '-inf', oldest, 'BYSCORE', 'LIMIT', 0, tonumber(ARGV[2]))) do
  local fields, open = redis.call('HKEYS', key('alert:' .. id)), false
  local rows = {}
  for _, field in ipairs(fields) do
    local delivery = string.match(field, '^delivery:(.*)')
    if delivery then
      local state = redis.call('HGET', key('delivery:' .. delivery), 'state')
      if state == 'waiting' or state == 'sending' or state == 'retry' then open = true end
      rows[#rows + 1] = delivery
    end
  end
  if not open then
    for _, delivery in ipairs(rows) do
      redis.call('DEL', key('delivery:' .. delivery))
      redis.call('ZREM', key('dead'), delivery)
      redis.call('ZREM', key('held'), delivery)
    end
    redis.call('DEL', key('alert:' .. id))
    redis.call('ZREM', key('alerts'), id)
    removed = removed + 1
  end
end
return removed
