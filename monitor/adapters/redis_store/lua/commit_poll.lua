#!lua
-- The end of a poll, all of it or nothing: the caller still holds the lease -> new articles are marked seen,
-- appended to the stream and the archive; validators, body hash, health and the next due time are stored.
-- ARGV: feed, token, head (JSON: delay, parsed, backlog, length, fields, gone), then per article, newest first:
--       number of keys, keys..., fingerprint (8 bytes), article id (12 bytes), archive field,
--       published (ms since 1970, or -1), payload
-- Returns {held, new, edited, known, backlog, rotated, backfill, overflow}; held is 0 when the lease was lost: nothing
-- was written.
local feed, token, head = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
local row, seen, held = key('feed:' .. feed), key('seen:' .. feed), key('backfill:' .. feed)
if redis.call('HGET', row, 'lease') ~= token or not redis.call('ZSCORE', key('feeds'), feed) then
  return {0, 0, 0, 0, 0, 0, 0, 0}
end

local LEAST = 3 -- articles of a document before "all of them are new" means anything
local LAG = 600000 -- ms; feeds behind caches show an article some minutes after the date they give it
local ARGUMENTS = 1000 -- of one command; Lua's stack ends at some thousands
local HELD = 1000 -- articles of a feed that wait as backfill; older ones stay in the archive only

local polled = tonumber(redis.call('HGET', row, 'polled') or -1)
local first = polled < 0
local hours = math.floor(now / 3600000)
local hour = int(hours)
local stamp = struct.pack('<I4', math.floor(now / 1000))
local counts = {new = 0, edited = 0, known = 0, backlog = 0, rotated = 0, backfill = 0, overflow = 0}
local unheld = 0

-- What each key was seen with before this poll, and what it is seen with now: fingerprint (8 bytes), when (4, seconds),
-- then where that text was archived: hour (4, since 1970) and article id (12). Values of an older layout end at the time.
local stored, current = {}, {}

local found, names, i = {}, {}, 4
while i <= #ARGV do
  local total, keys = tonumber(ARGV[i]), {}
  for k = 1, total do
    keys[k] = ARGV[i + k]
    names[#names + 1] = keys[k]
  end
  i = i + total
  found[#found + 1] = {keys = keys, fingerprint = ARGV[i + 1], id = ARGV[i + 2], field = ARGV[i + 3],
    published = tonumber(ARGV[i + 4]), payload = ARGV[i + 5]}
  i = i + 6
end
for k = 1, #names, ARGUMENTS do
  for n, value in ipairs(redis.call('HMGET', seen, unpack(names, k, math.min(k + ARGUMENTS - 1, #names)))) do
    if value then stored[names[k + n - 1]] = value end
  end
end

-- Of the values seen, that of the same text: keys may have gone from one article to another meanwhile. Else the first.
local function best_of(values, article)
  for _, value in ipairs(values) do
    if string.sub(value, 1, 8) == article.fingerprint then return value end
  end
  return values[1]
end

-- The same article: at least two of its keys (guid, link, title) are known, or the only one it has.
local function look_up(article)
  local values = {}
  for _, name in ipairs(article.keys) do values[#values + 1] = current[name] or stored[name] end
  if #values >= math.min(2, #article.keys) then return best_of(values, article) end
end

-- When everything is new, something happened to the feed as a whole: then its link or its title alone will do.
local function look_up_rotated(article)
  local values = {}
  for _, name in ipairs(article.keys) do
    local kind = string.sub(name, 1, 1)
    if kind == 'l' or kind == 't' then values[#values + 1] = stored[name] end
  end
  return best_of(values, article)
end

local all_new = not first and #found >= LEAST
for _, article in ipairs(found) do
  if look_up(article) then all_new = false end
end
local missed = all_new and redis.call('EXISTS', seen) == 1

local function hex(raw)
  return (string.gsub(raw, '.', function(byte) return string.format('%02x', string.byte(byte)) end))
end

-- Where the text before lies in the archive, and the article id it has there.
local function past(value, article)
  if #value < 28 then return '', hex(article.id) end
  local id = hex(string.sub(value, 17, 28))
  local field = id .. ':' .. hex(string.sub(value, 1, 8)) .. ':' .. feed
  unheld = unheld + redis.call('HDEL', held, field) -- nobody should be told a text that is out of date
  return int((struct.unpack('<I4', string.sub(value, 13, 16)))) .. ' ' .. field, id
end

local function archive(article)
  redis.call('HSET', key('archive:' .. hour), article.field, article.payload)
  redis.call('HINCRBY', key('archive:bytes'), hour, #article.field + #article.payload)
end

local function hold_back(article, reason)
  counts[reason] = counts[reason] + 1
  annotate(hour, article.field .. '|verdict', '{"suppressed":"' .. reason .. '"}')
  count('suppressed:' .. reason)
end

local function hand_over(kind, article, ...)
  redis.call('XADD', key('articles'), '*', 'kind', kind, 'hour', hour, 'field', article.field,
    'article', article.payload, ...)
end

local function take_new(article)
  counts.new = counts.new + 1
  archive(article)
  if first and head.backlog >= 0 and counts.new > head.backlog then
    hold_back(article, 'backlog')
  elseif all_new and article.published >= 0 and article.published < polled - LAG then
    hold_back(article, 'backfill')
    redis.call('HSET', held, article.field, hour)
  else
    if missed then counts.overflow = counts.overflow + 1 end
    hand_over('new', article)
  end
end

local function take_edit(article, value)
  counts.edited = counts.edited + 1
  archive(article)
  local before, known_as = past(value, article)
  hand_over('edit', article, 'before', before, 'known_as', known_as)
end

local marks = {}
for _, article in ipairs(found) do
  local value = look_up(article)
  if value == nil and all_new then
    value = look_up_rotated(article)
    if value then counts.rotated = counts.rotated + 1 end
  end
  local place = struct.pack('<I4', hours) .. article.id
  if value == nil then
    take_new(article)
  elseif string.sub(value, 1, 8) ~= article.fingerprint then
    take_edit(article, value)
  else
    counts.known = counts.known + 1
    place = string.sub(value, 13) -- the text lies where it lay
  end
  local mark = article.fingerprint .. stamp .. place
  for _, name in ipairs(article.keys) do
    current[name] = mark
    marks[#marks + 1] = name
    marks[#marks + 1] = mark
  end
end
for k = 1, #marks, ARGUMENTS do
  redis.call('HSET', seen, unpack(marks, k, math.min(k + ARGUMENTS - 1, #marks)))
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

if counts.backfill > 0 or unheld > 0 then
  if redis.call('HLEN', held) > HELD * 1.25 then
    local all, ages = redis.call('HGETALL', held), {}
    for k = 1, #all, 2 do ages[#ages + 1] = {all[k], tonumber(all[k + 1])} end
    table.sort(ages, function(a, b) return a[2] < b[2] end)
    for k = 1, #ages - HELD do redis.call('HDEL', held, ages[k][1]) end
  end
  redis.call('HSET', row, 'held', redis.call('HLEN', held))
end

for name, value in pairs(head.fields) do redis.call('HSET', row, name, value) end
for _, name in ipairs(head.gone) do redis.call('HDEL', row, name) end
redis.call('HSET', row, 'at', int(now))
if head.parsed then redis.call('HSET', row, 'polled', int(now)) end
if counts.new > counts.backfill then redis.call('HSET', row, 'news', int(now)) end
if counts.overflow > 0 then redis.call('HSET', row, 'overflow', int(now)) end
redis.call('HDEL', row, 'lease', 'begun')
schedule('feeds', feed, head.delay)
count('polls')
if counts.new > 0 then count('articles:new', counts.new) end
if counts.edited > 0 then count('articles:edited', counts.edited) end
return {1, counts.new, counts.edited, counts.known, counts.backlog, counts.rotated, counts.backfill, counts.overflow}
