#!lua flags=allow-oom
-- The oldest hours go first: those beyond the time to keep, then as many as the size asks for.
-- ARGV: keep in ms, most bytes. Returns the number of hours removed.
local rows, hours, total = redis.call('HGETALL', key('archive:bytes')), {}, 0
for i = 1, #rows, 2 do
  hours[#hours + 1] = {tonumber(rows[i]), tonumber(rows[i + 1])}
  total = total + tonumber(rows[i + 1])
end
table.sort(hours, function(a, b) return a[1] < b[1] end)
local oldest, removed = math.floor((now - tonumber(ARGV[1])) / 3600000), 0
for _, hour in ipairs(hours) do
  if hour[1] >= oldest and total <= tonumber(ARGV[2]) then break end
  redis.call('UNLINK', key('archive:' .. int(hour[1])))
  redis.call('HDEL', key('archive:bytes'), int(hour[1]))
  total = total - hour[2]
  removed = removed + 1
end
return removed
