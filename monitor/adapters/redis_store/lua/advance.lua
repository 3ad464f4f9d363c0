#!lua
-- An article leaves the match stage: XACK succeeded -> its entry goes, its matches are appended, and the verdicts
-- are written beside it in the archive. The XACK succeeds for one caller only.
-- ARGV: stream entry, hour, archive field, verdicts (JSON), suppression counted or '', then match payloads
-- Returns 1, or 0 when somebody else advanced it.
local entry, hour, field = ARGV[1], ARGV[2], ARGV[3]
if redis.call('XACK', key('articles'), 'match', entry) == 0 then return 0 end
redis.call('XDEL', key('articles'), entry)
redis.call('HDEL', key('attempts:articles'), entry)
for i = 6, #ARGV do
  redis.call('XADD', key('matches'), '*', 'hour', hour, 'field', field, 'match', ARGV[i])
end
annotate(hour, field .. '|verdict', ARGV[4])
count('articles:matched')
if #ARGV > 5 then count('matches', #ARGV - 5) end
if ARGV[5] ~= '' then count('suppressed:' .. ARGV[5]) end
return 1
