#!lua flags=allow-oom
-- A consumer leaves its group, if nothing is pending for it. ARGV: stream, group, consumer
for _, row in ipairs(redis.call('XINFO', 'CONSUMERS', key(ARGV[1]), ARGV[2])) do
  local consumer = {}
  for i = 1, #row, 2 do consumer[row[i]] = row[i + 1] end
  if consumer.name == ARGV[3] then
    if consumer.pending > 0 then return 0 end
    redis.call('XGROUP', 'DELCONSUMER', key(ARGV[1]), ARGV[2], ARGV[3])
    return 1
  end
end
return 0
