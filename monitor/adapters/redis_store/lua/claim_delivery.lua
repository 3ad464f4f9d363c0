#!lua flags=allow-oom
-- The next delivery of a channel, for the one sender that holds the channel's lease. A delivery found half sent (its
-- claim ran out) is handed out again, marked: nobody knows whether it arrived. While the channel rests, nothing is
-- handed out; while it is shut, a single message to try it with. An update is passed over until the first message of its
-- story on this channel has come to its end.
-- ARGV: channel, channel token, lease, stale after, give up after, fair chance (all in ms), address, fallback or ''
-- Returns {'busy'}, or a word, now, the condition with its rest in ms, and:
--   'idle': ms to the next due time, 0 when more is to be looked at, or -1
--   'claimed': delivery, claim, {row}, alert
--   'overdue': how many of the news that came before this moment are too old to be sent one by one, {alerts}
--   'stranded': {delivery, {row}} of what this channel does not come to
local channel, token = ARGV[1], ARGV[2]
local lease, stale, give_up, fair = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local address, fallback = ARGV[7], ARGV[8]
local queue, MOST_NAMED, SWEEP = 'queue:' .. channel, 500, 10000
-- What is looked at again and again must not take the store's time from others, however long the queue: what has waited
-- longest is due first, what is fresh is due last.
local LOOKED_AT, FRESH, MOST_PASSED, LOOK_AGAIN = 1000, 100, 200, 5000
if not take('channel:' .. channel, token, lease) then return {'busy'} end

-- Another address may work: the next message tries it at once.
local known = redis.call('HMGET', key('channel:' .. channel), 'address', 'fallback')
if known[1] ~= address or known[2] ~= fallback then
  redis.call('HSET', key('channel:' .. channel), 'address', address, 'fallback', fallback)
end
local condition = key('condition:' .. channel)
if known[1] and known[1] ~= address and redis.call('EXISTS', condition) == 1 then
  if is_shut(redis.call('HGET', condition, 'state')) then redis.call('HSET', condition, 'state', 'open', 'probes', 0) end
  redis.call('HDEL', condition, 'till', 'set')
end
local shut = is_shut(redis.call('HGET', condition, 'state'))
local broken = redis.call('HGET', condition, 'state') == 'broken'
local rest = rest_of(channel)

local function answer(word, ...)
  return {word, int(now), redis.call('HGETALL', condition), int(rest), ...}
end

-- What is not worth waiting for any more; to a fallback also what would become one digest there, so that it becomes
-- one; and all of it when the channel refuses us for good.
local function stranded()
  local all, ended = waiting(queue, false, 0, LOOKED_AT - 1), false
  local function is_ended(each) return now - each.news > give_up and now - each.created > fair end
  for _, each in ipairs(all) do ended = ended or is_ended(each) end
  local found = {}
  for _, each in ipairs(all) do
    local movable = fallback ~= '' and fallback ~= channel
      and not string.find(each.tried .. ' ', ' ' .. fallback .. ' ', 1, true)
    if is_ended(each) or (movable and (broken or (ended and now - each.news > stale))) then
      found[#found + 1] = {each.id, redis.call('HGETALL', key('delivery:' .. each.id))}
    end
  end
  return found
end

-- A queue ages slowly.
local function is_time_to_sweep()
  if broken and fallback ~= '' then return true end
  local swept = tonumber(redis.call('HGET', condition, 'swept') or 0)
  if now - swept < SWEEP and not stepped(swept) then return false end
  redis.call('HSET', condition, 'swept', int(now))
  return true
end

-- Those too old to be sent one by one, the oldest first.
local found_overdue
local function overdue()
  if found_overdue then return found_overdue end
  local found = {}
  for _, each in ipairs(waiting(queue)) do
    if not each.digest and now - each.news > stale then found[#found + 1] = each end
  end
  table.sort(found, function(a, b) return a.news < b.news end)
  found_overdue = found
  return found
end

-- The message that matters most is the one to try a channel with; or the one that it waits for.
local function freshest()
  local best, news
  local function in_front_of(id)
    local first = predecessor(id)
    if not first then return id end
    local state, its_channel = unpack(redis.call('HMGET', key('delivery:' .. first), 'state', 'channel'))
    return its_channel == channel and (state ~= 'sending' or is_due(queue, first)) and first
  end
  for _, ranks in ipairs({{-FRESH, -1}, {0, FRESH - 1}}) do
    for _, each in ipairs(waiting(queue, true, ranks[1], ranks[2])) do
      local id = (not best or each.news > news) and in_front_of(each.id)
      if id then best, news = id, each.news end
    end
  end
  return best
end

-- An update is passed over. Who ends what it waits for brings it forward; that it is looked at again before is for the
-- case that nobody did.
local function pass_over(id, first)
  local told = redis.call('HGET', key('delivery:' .. id), 'news')
  if redis.call('ZADD', key('followers:' .. first), told, id) == 1 then
    redis.call('HSET', key('delivery:' .. id), 'detail', 'waits for the first message of its story')
  end
  schedule(queue, id, LOOK_AGAIN)
end

-- The first that is due and waits for nothing, or, as second value, all that are too old to be sent one by one. Many that
-- wait hold up nobody: after some of them this ends, and what is due is due still.
local function next_in_line()
  for _ = 1, MOST_PASSED do
    local id = due(queue, 1)[1]
    if not id then return end
    local state, created, news, digest = unpack(redis.call('HMGET', key('delivery:' .. id), 'state', 'created', 'news',
      'digest'))
    if not state then -- a queue entry without its row: nothing can be sent
      unschedule(queue, id)
      count('deliveries:orphaned')
    else
      local is_late = not shut and state ~= 'sending' and not digest and now - tonumber(news or created) > stale
      if is_late and #overdue() > 1 then return nil, overdue() end
      local first = predecessor(id)
      if not first then return id end
      pass_over(id, first)
    end
  end
end

local id, late
if rest == 0 then
  id = shut and freshest()
  if not id then id, late = next_in_line() end
end
if late then
  local alerts = {}
  for i = 1, math.min(#late, MOST_NAMED) do
    alerts[i] = redis.call('HGET', key('alert:' .. late[i].alert), 'alert')
  end
  return answer('overdue', int(now - stale), #late, alerts)
end
if not id then
  if (shut or rest > 0) and is_time_to_sweep() then
    local found = stranded()
    if #found > 0 then return answer('stranded', found) end
  end
  return answer('idle', rest > 0 and int(rest) or int(next_due_in(queue)))
end

local row = key('delivery:' .. id)
if redis.call('HGET', row, 'state') == 'sending' then
  redis.call('HSET', row, 'repeat', 1)
  redis.call('HINCRBY', row, 'unanswered', 1)
end
local claim = redis.call('INCR', key('tokens')) .. ':' .. token
redis.call('HSET', row, 'state', 'sending', 'claim', claim)
redis.call('HINCRBY', row, 'attempts', 1)
schedule(queue, id, lease)
local alert = redis.call('HGET', key('alert:' .. redis.call('HGET', row, 'alert')), 'alert')
return answer('claimed', id, claim, redis.call('HGETALL', row), alert)
