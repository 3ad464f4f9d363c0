#!lua flags=allow-oom
-- A daemon starts where one of the same name ran, and holds the lock of that place: the other is dead. Its desk and its
-- channels need not wait for the end of their leases, nor what it was sending. ARGV: the word of the dead one.
-- Returns how many leases it left.
local freed = 0
local function free(name, token)
  if redis.call('HGET', name, 'lease') ~= token then return false end
  redis.call('HDEL', name, 'lease', 'till', 'set')
  freed = freed + 1
  return true
end
free(key('desk'), 'desk:' .. ARGV[1])
for _, channel in ipairs(redis.call('SMEMBERS', key('channels'))) do
  local token, queue = 'sender:' .. ARGV[1], 'queue:' .. channel
  if free(key('channel:' .. channel), token) then
    -- What is being sent is scheduled for the end of its claim: at most a lease from now, and few are.
    local soon = redis.call('ZRANGE', key(queue), int(now), int(now + 60000), 'BYSCORE', 'LIMIT', 0, 100)
    for _, id in ipairs(soon) do
      local claim = redis.call('HGET', key('delivery:' .. id), 'claim')
      if claim and string.sub(claim, -#token) == token then schedule(queue, id, 0) end
    end
  end
end
return freed
