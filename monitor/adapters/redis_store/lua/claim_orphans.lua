#!lua flags=allow-oom
-- What waits on a channel that the configuration no longer has: nobody works it, and for long enough that it is not a
-- daemon with a newer configuration that is just starting.
-- ARGV: channel, channel token, lease in ms, wait in ms. Returns {now, former fallback, {{delivery, {row}}...}}.
local queue, found = 'queue:' .. ARGV[1], {}
for _, each in ipairs(waiting(queue, true, 0, 999)) do
  if now - each.created > tonumber(ARGV[4]) then
    found[#found + 1] = {each.id, redis.call('HGETALL', key('delivery:' .. each.id))}
  end
end
if #found > 0 and not take('channel:' .. ARGV[1], ARGV[2], tonumber(ARGV[3])) then found = {} end
return {int(now), redis.call('HGET', key('channel:' .. ARGV[1]), 'fallback') or '', found}
