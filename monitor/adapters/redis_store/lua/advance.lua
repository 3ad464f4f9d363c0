#!lua
-- An article leaves the match stage: XACK succeeded -> its entry goes, its matches are appended, and the verdicts
-- are written beside it in the archive. The XACK succeeds for one caller only.
-- ARGV: stream entry, hour, archive field, verdicts (JSON), how many matched, all matches that go on as one payload or
--       '', the past of an edited article: before, known as ('' both when it has none), how many of them a guard blocked
-- Returns 1, or 0 when somebody else advanced it.
local entry, hour, field = ARGV[1], ARGV[2], ARGV[3]
if redis.call('XACK', key('articles'), 'match', entry) == 0 then return 0 end
redis.call('XDEL', key('articles'), entry)
redis.call('HDEL', key('attempts:articles'), entry)
if ARGV[6] ~= '' then
  local past = ARGV[8] ~= '' and {'before', ARGV[7], 'known_as', ARGV[8]} or {}
  redis.call('XADD', key('matches'), '*', 'hour', hour, 'field', field, 'matches', ARGV[6], unpack(past))
end
annotate(hour, field .. '|verdict', ARGV[4])
count('articles:matched')
if ARGV[5] ~= '0' then count('matches', tonumber(ARGV[5])) end
if ARGV[9] ~= '0' then count('suppressed:guard', tonumber(ARGV[9])) end
return 1
