#!lua
-- Something the operator must hear: an alert that no match brought. About a channel: that it was told is kept with the
-- channel's condition, once for bad news; after good news there is nothing to say of it any more.
-- ARGV: alert id, alert, delivery id, channel, the channel it is about or '', its state at the time
-- Returns 1, or 0 when the same notice was raised before, or the channel is no longer in that state.
local condition = key('condition:' .. ARGV[5])
if ARGV[5] ~= '' and redis.call('HGET', condition, 'state') ~= ARGV[6] then return 0 end -- news by now
local told = tell(ARGV[1], ARGV[2], {{id = ARGV[3], channel = ARGV[4]}})
if ARGV[5] ~= '' then
  if is_shut(ARGV[6]) then
    redis.call('HSET', condition, 'told', ARGV[4])
  else
    redis.call('HDEL', condition, 'told', 'since')
  end
end
return told and 1 or 0
