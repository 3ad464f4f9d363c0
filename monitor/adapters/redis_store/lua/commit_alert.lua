#!lua
-- A match leaves the desk: lease and desk version mine, XACK of the match succeeded -> the decision with its reason
-- goes to the archive (always), then the story with its timer, and the alert with one delivery per channel, if any.
-- ARGV: token, version, stream entry, head (JSON: hour, field, match, rule, story, decision, told, forget_after,
--       deliveries), story (JSON) or '', alert id or '', alert
-- Returns the new version; 0 when somebody else worked the match, -1 lease lost, -2 another version: reload.
local token, version, entry, head = ARGV[1], tonumber(ARGV[2]), ARGV[3], cjson.decode(ARGV[4])
if not holds('desk', token) then return -1 end
if tonumber(redis.call('HGET', key('desk'), 'version') or 0) ~= version then return -2 end
if redis.call('XACK', key('matches'), 'desk', entry) == 0 then return 0 end
redis.call('XDEL', key('matches'), entry)
redis.call('HDEL', key('attempts:matches'), entry)

local story = key('story:' .. head.story)
local reason = head.decision.reason
if redis.call('HSETNX', story, 'match:' .. head.match, head.rule) == 0 then
  reason = 'duplicate'
  head.decision.reason = reason
else
  if ARGV[5] ~= '' then redis.call('HSET', story, 'story', ARGV[5]) end
  schedule('timers', 'forget:' .. head.story, head.forget_after)
  if ARGV[6] ~= '' then tell(ARGV[6], ARGV[7], head.deliveries) end
end
if reason == 'duplicate' or not head.told then count('suppressed:' .. reason) end
annotate(head.hour, head.field .. '|desk|' .. head.rule, cjson.encode(head.decision))
return redis.call('HINCRBY', key('desk'), 'version', 1)
