-- Shared by every script: put in front of it when it is loaded.
-- KEYS[1] is the prefix of all keys; they share one hash tag, so a script may touch any of them.
local function key(name) return KEYS[1] .. name end

-- Lua prints large numbers as 1.7e+12; a due time must survive the trip through a string.
local function int(number) return string.format('%.0f', number) end

-- The store's clock, in milliseconds, is the only one that leases and due times know.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- A time in the future is kept with the moment it was set. A moment of setting that lies ahead of now means
-- that the clock stepped back: what was set then counts as due. One second forgives a slewing clock.
local SLACK = 1000
local function stepped(set) return tonumber(set) > now + SLACK end
local function running(till, set)
  return till and set and tonumber(till) > now and not stepped(set)
end

-- A schedule is two sorted sets: <name> says when each member is due, <name>:set when that was written.
local function schedule(name, member, delay)
  redis.call('ZADD', key(name), int(now + delay), member)
  redis.call('ZADD', key(name .. ':set'), int(now), member)
end
local function unschedule(name, member)
  redis.call('ZREM', key(name .. ':set'), member)
  return redis.call('ZREM', key(name), member)
end
local function due(name, limit)
  local members = redis.call('ZRANGE', key(name), '-inf', int(now), 'BYSCORE', 'LIMIT', 0, limit)
  if #members < limit then
    local ahead = redis.call('ZRANGE', key(name .. ':set'), '(' .. int(now + SLACK), '+inf', 'BYSCORE',
      'LIMIT', 0, limit)
    local listed = {}
    for _, member in ipairs(members) do listed[member] = true end
    for _, member in ipairs(ahead) do
      if not listed[member] and #members < limit then members[#members + 1] = member end
    end
  end
  return members
end
local function is_due(name, member)
  local score = redis.call('ZSCORE', key(name), member)
  if not score then return false end
  return tonumber(score) <= now or stepped(redis.call('ZSCORE', key(name .. ':set'), member) or 0)
end
local function next_due_in(name)
  local first = redis.call('ZRANGE', key(name), 0, 0, 'WITHSCORES')
  if not first[2] then return -1 end
  return math.max(0, tonumber(first[2]) - now)
end

-- A feed under lease is due again at the end of it. One whose polls end without a commit, again and again, is asked
-- less often: whatever breaks them must not hammer the other side. At most ten leases apart.
local function lease_feed(feed, span)
  local begun = tonumber(redis.call('HGET', key('feed:' .. feed), 'begun') or 1)
  schedule('feeds', feed, span * math.min(2 ^ (begun - 1), 10))
end

-- Every suppression and every hand-over is a counted reason.
local function count(name, by) redis.call('HINCRBY', key('counters'), name, by or 1) end

-- A lease on a hash: fields lease, till, set. Taking one that is mine renews it.
local function take(name, token, span)
  local held = redis.call('HMGET', key(name), 'lease', 'till', 'set')
  if held[1] and held[1] ~= token and running(held[2], held[3]) then return false end
  redis.call('HSET', key(name), 'lease', token, 'till', int(now + span), 'set', int(now))
  return true
end
local function holds(name, token)
  local held = redis.call('HMGET', key(name), 'lease', 'till', 'set')
  return held[1] == token and running(held[2], held[3])
end

-- The archive: one hash per hour; an hour that was trimmed away is not brought back by a late verdict.
local function annotate(hour, field, text)
  local name = key('archive:' .. hour)
  if redis.call('HEXISTS', name, string.match(field, '^[^|]*')) == 0 then return end
  redis.call('HSET', name, field, text)
  redis.call('HINCRBY', key('archive:bytes'), hour, #field + #text)
end

-- An alert and its deliveries, once: the ids are deterministic, so writing again what is there changes nothing.
-- deliveries: a list of {id=, channel=, after=}; after: the delivery of the story's first message on that channel, or ''.
local function tell(alert_id, alert, deliveries)
  local name = key('alert:' .. alert_id)
  if redis.call('HSETNX', name, 'alert', alert) == 0 then return false end
  redis.call('ZADD', key('alerts'), int(now), alert_id)
  count('alerts')
  for _, delivery in ipairs(deliveries) do
    local row = key('delivery:' .. delivery.id)
    redis.call('HSET', row, 'alert', alert_id, 'channel', delivery.channel, 'state', 'waiting', 'attempts', 0,
      'created', int(now), 'news', int(now), 'tried', '')
    if type(delivery.after) == 'string' and delivery.after ~= '' then redis.call('HSET', row, 'after', delivery.after) end
    redis.call('HSET', name, 'delivery:' .. delivery.id, delivery.channel)
    schedule('queue:' .. delivery.channel, delivery.id, 0)
    redis.call('SADD', key('channels'), delivery.channel)
    redis.call('PUBLISH', key('wake'), 'deliver:' .. delivery.channel)
  end
  return true
end

-- What the desk decided, all of it. head (JSON) names the blobs by their number behind ARGV[from]:
-- stories and windows {id: number}, clusters {story: number}, gone, placed {article: [story, number]},
-- matches {story: {id: rule}}, timers {name: delay}, cancelled, alerts [{id, blob, deliveries}], notes [{hour, field, text}],
-- counts {name: by}, forgotten, seen (the moment up to which stories were followed), founded (how many there ever were).
local function write_desk(head, from)
  local function blob(number) return ARGV[from + number] end
  for id, number in pairs(head.stories or {}) do redis.call('HSET', key('story:' .. id), 'story', blob(number)) end
  for id, number in pairs(head.clusters or {}) do redis.call('HSET', key('grouping'), id, blob(number)) end
  for _, id in ipairs(head.gone or {}) do redis.call('HDEL', key('grouping'), id) end
  if head.seen and tonumber(head.seen) > tonumber(redis.call('HGET', key('grouping'), '|seen') or 0) then
    redis.call('HSET', key('grouping'), '|seen', head.seen)
  end
  if head.founded then redis.call('HSET', key('grouping'), '|founded', head.founded) end
  for article, placed in pairs(head.placed or {}) do
    redis.call('HSET', key('placed'), article, placed[1])
    redis.call('HSET', key('story:' .. placed[1]), 'article:' .. article, blob(placed[2]))
  end
  for story, matches in pairs(head.matches or {}) do
    for id, rule in pairs(matches) do redis.call('HSET', key('story:' .. story), 'match:' .. id, rule) end
  end
  for rule, number in pairs(head.windows or {}) do redis.call('HSET', key('windows'), rule, blob(number)) end
  for _, name in ipairs(head.cancelled or {}) do unschedule('timers', name) end
  for name, delay in pairs(head.timers or {}) do schedule('timers', name, delay) end
  for _, alert in ipairs(head.alerts or {}) do tell(alert.id, blob(alert.blob), alert.deliveries) end
  for _, note in ipairs(head.notes or {}) do annotate(note.hour, note.field, note.text) end
  for name, by in pairs(head.counts or {}) do count(name, by) end
  if head.forgotten then
    local name = key('story:' .. head.forgotten)
    for _, field in ipairs(redis.call('HKEYS', name)) do
      local article = string.match(field, '^article:(.*)')
      if article and redis.call('HGET', key('placed'), article) == head.forgotten then
        redis.call('HDEL', key('placed'), article)
      end
    end
    redis.call('DEL', name)
    redis.call('HDEL', key('grouping'), head.forgotten)
  end
end

-- Deliveries of a queue, in the order they are due (of all, or of these ranks), that nobody is sending, with what decides
-- about them. lapsed: also those whose send ended with its process. news: when the alert was raised.
local function waiting(queue, lapsed, from, to)
  local found = {}
  for _, id in ipairs(redis.call('ZRANGE', key(queue), from or 0, to or -1)) do
    local row = redis.call('HMGET', key('delivery:' .. id), 'state', 'created', 'news', 'tried', 'digest', 'alert')
    if row[1] == 'waiting' or row[1] == 'retry' or (lapsed and row[1] == 'sending' and is_due(queue, id)) then
      found[#found + 1] = {id = id, created = tonumber(row[2]), news = tonumber(row[3] or row[2]),
        tried = row[4] or '', digest = row[5], alert = row[6]}
    end
  end
  return found
end

-- A delivery goes on to another channel, which has as much of it as there is to know. The alert may be there already.
local function hand_on(id, channel, other_id, other)
  local row = redis.call('HMGET', key('delivery:' .. id), 'alert', 'tried', 'news', 'created', 'digest', 'after')
  local name = key('delivery:' .. other_id)
  redis.call('HSET', key('delivery:' .. id), 'heir', other_id)
  if redis.call('EXISTS', name) == 1 then return end
  redis.call('HSET', name, 'alert', row[1], 'channel', other, 'state', 'waiting', 'attempts', 0, 'created', int(now),
    'news', row[3] or row[4], 'tried', (row[2] or '') .. ' ' .. channel)
  if row[5] then redis.call('HSET', name, 'digest', row[5]) end
  if row[6] then redis.call('HSET', name, 'after', row[6]) end
  redis.call('HSET', key('alert:' .. row[1]), 'delivery:' .. other_id, other)
  schedule('queue:' .. other, other_id, 0)
  redis.call('SADD', key('channels'), other)
  redis.call('PUBLISH', key('wake'), 'deliver:' .. other)
end

-- What an update waits for: the first message of its story on this channel, while that has not come to its end; if it was
-- moved to the channel that this one was moved to as well, then there. What was told later is waited for by nobody, so
-- no two can wait for each other.
local UNDER_WAY, MOST_MOVES = {waiting = true, retry = true, sending = true}, 10
local function predecessor(id)
  local first, channel, news = unpack(redis.call('HMGET', key('delivery:' .. id), 'after', 'channel', 'news'))
  for move = 0, MOST_MOVES do
    if not first or first == id then return end
    local state, its_channel, its_news, heir = unpack(redis.call('HMGET', key('delivery:' .. first), 'state', 'channel',
      'news', 'heir'))
    if state ~= 'moved' then
      local in_turn = (move == 0 or its_channel == channel) and tonumber(its_news or 0) <= tonumber(news or 0)
      return UNDER_WAY[state] and in_turn and first or nil
    end
    first = heir
  end
end
-- A delivery has come to its end: what waited for it is due at once, in the order it was told.
local function let_follow(id)
  local followers, channels = redis.call('ZRANGE', key('followers:' .. id), 0, -1), {}
  for place, follower in ipairs(followers) do
    local state, channel = unpack(redis.call('HMGET', key('delivery:' .. follower), 'state', 'channel'))
    if state == 'waiting' then
      schedule('queue:' .. channel, follower, place - #followers)
      channels[channel] = true
    end
  end
  for channel in pairs(channels) do redis.call('PUBLISH', key('wake'), 'deliver:' .. channel) end
  redis.call('DEL', key('followers:' .. id))
end

-- The condition of a channel, a hash that is there while there is something to say. Its rest is kept like a lease.
local function is_shut(state) return state == 'open' or state == 'broken' end
local function rest_of(channel)
  local rest = redis.call('HMGET', key('condition:' .. channel), 'till', 'set')
  return running(rest[1], rest[2]) and tonumber(rest[1]) - now or 0
end
-- A channel that takes messages again need not wait until each of them finds out.
local function bring_forward(queue)
  for _, id in ipairs(redis.call('ZRANGE', key(queue), 0, -1)) do
    if redis.call('HGET', key('delivery:' .. id), 'state') == 'retry' then schedule(queue, id, 0) end
  end
end
-- said: state, failures, since, detail, probes, told, rest in ms; without a state there is nothing to say any more.
local function put_condition(channel, said)
  local name = key('condition:' .. channel)
  local was_shut = is_shut(redis.call('HGET', name, 'state'))
  redis.call('DEL', name)
  if said.state then
    redis.call('HSET', name, 'state', said.state, 'failures', said.failures, 'since', said.since, 'detail', said.detail,
      'probes', said.probes, 'told', said.told, 'till', int(now + said.rest), 'set', int(now))
  end
  if was_shut and not is_shut(said.state) then bring_forward('queue:' .. channel) end
end
