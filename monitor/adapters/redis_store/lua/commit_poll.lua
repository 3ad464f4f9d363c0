#!lua
-- The end of a poll, all of it or nothing: the caller still holds the lease -> new articles are marked seen,
-- appended to the stream and the archive; validators, body hash, health and the next due time are stored.
-- ARGV: feed, token, head (JSON: delay, parsed, backlog, length, fields, gone), then per article, newest first:
--       number of keys, keys..., fingerprint (8 bytes), article id, archive field, payload
-- Returns {held, new, edited, known, backlog}; held is 0 when the lease was lost: nothing was written.
local feed, token, head = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
local row, seen = key('feed:' .. feed), key('seen:' .. feed)
if redis.call('HGET', row, 'lease') ~= token or not redis.call('ZSCORE', key('feeds'), feed) then
  return {0, 0, 0, 0, 0}
end

local first = redis.call('HEXISTS', row, 'polled') == 0
local hour = int(math.floor(now / 3600000))
local stamp = struct.pack('<I4', math.floor(now / 1000))
local new, edited, known, backlog = 0, 0, 0, 0
local current = {}

-- The same article: at least two of its keys (guid, link, title) are known, or the only one it has.
local function look_up(keys)
  local hits, fingerprint = 0, nil
  for _, value in ipairs(redis.call('HMGET', seen, unpack(keys))) do
    if value then
      hits = hits + 1
      fingerprint = fingerprint or string.sub(value, 1, 8)
    end
  end
  if hits >= math.min(2, #keys) then return fingerprint end
end

local function hand_over(kind, field, payload)
  redis.call('HSET', key('archive:' .. hour), field, payload)
  redis.call('HINCRBY', key('archive:bytes'), hour, #field + #payload)
  if first and head.backlog >= 0 and new > head.backlog then
    backlog = backlog + 1
    annotate(hour, field .. '|verdict', '{"suppressed":"backlog"}')
    count('suppressed:backlog')
  else
    redis.call('XADD', key('articles'), '*', 'kind', kind, 'hour', hour, 'field', field, 'article', payload)
  end
end

local i = 4
while i <= #ARGV do
  local total = tonumber(ARGV[i])
  local keys, mark = {}, {}
  for k = 1, total do keys[k] = ARGV[i + k] end
  local fingerprint, id, field, payload = ARGV[i + total + 1], ARGV[i + total + 2], ARGV[i + total + 3], ARGV[i + total + 4]
  local before = look_up(keys)
  if before == nil then
    new = new + 1
    hand_over('new', field, payload)
  elseif before ~= fingerprint then
    edited = edited + 1
    hand_over('edit', field, payload)
  else
    known = known + 1
  end
  for _, name in ipairs(keys) do
    current[name] = true
    mark[#mark + 1] = name
    mark[#mark + 1] = fingerprint .. stamp
  end
  redis.call('HSET', seen, unpack(mark))
  i = i + total + 5
end

-- Remember max(200, 4 x feed length) articles of three keys each; a quarter of slack keeps the sort rare.
-- What stands in the document now is never forgotten.
local room = 3 * math.max(200, 4 * (head.length or 0))
if head.parsed and redis.call('HLEN', seen) > room * 1.25 then
  local all, ages = redis.call('HGETALL', seen), {}
  for k = 1, #all, 2 do
    if not current[all[k]] then ages[#ages + 1] = {all[k], (struct.unpack('<I4', string.sub(all[k + 1], 9, 12)))} end
  end
  table.sort(ages, function(a, b) return a[2] < b[2] end)
  for k = 1, math.min(#ages, #all / 2 - room) do redis.call('HDEL', seen, ages[k][1]) end
end

for name, value in pairs(head.fields) do redis.call('HSET', row, name, value) end
for _, name in ipairs(head.gone) do redis.call('HDEL', row, name) end
redis.call('HSET', row, 'at', int(now))
if head.parsed then redis.call('HSET', row, 'polled', int(now)) end
if new > 0 then redis.call('HSET', row, 'news', int(now)) end
redis.call('HDEL', row, 'lease', 'begun')
schedule('feeds', feed, head.delay)
count('polls')
if new > 0 then count('articles:new', new) end
if edited > 0 then count('articles:edited', edited) end
return {1, new, edited, known, backlog}
