#!lua flags=allow-oom
-- What became of a send: claim still mine -> sent, retry, held, moved to its fallback, or dead; and what it says about
-- the channel.
-- ARGV: delivery, channel, claim, outcome, detail, delay in ms, repeat ('1' or ''), fallback delivery, fallback channel,
--       condition of the channel (JSON), or '' as it was, story, receipt or ''
-- Returns 1, or 0 when the claim is somebody else's: nothing was written.
local id, channel, outcome = ARGV[1], ARGV[2], ARGV[4]
local row = key('delivery:' .. id)
if redis.call('HGET', row, 'claim') ~= ARGV[3] then return 0 end
redis.call('HDEL', row, 'claim', 'unanswered')
redis.call('HSET', row, 'state', outcome, 'detail', ARGV[5], 'at', int(now))
if ARGV[7] == '1' then redis.call('HSET', row, 'repeat', 1) end
count('deliveries:' .. outcome)
if outcome == 'retry' then
  schedule('queue:' .. channel, id, tonumber(ARGV[6]))
else
  unschedule('queue:' .. channel, id)
end
if outcome == 'dead' or outcome == 'held' then redis.call('ZADD', key(outcome), int(now), id) end
if outcome == 'moved' then hand_on(id, channel, ARGV[8], ARGV[9]) end
if outcome ~= 'retry' then let_follow(id) end
-- The first message of a story is the one that others stand below; the store forgets it with the story.
local story = key('story:' .. ARGV[11])
if ARGV[12] ~= '' and redis.call('EXISTS', story) == 1 then
  redis.call('HSETNX', story, 'receipt:' .. channel, ARGV[12])
end
if ARGV[10] ~= '' then put_condition(channel, cjson.decode(ARGV[10])) end
return 1
