#!lua flags=allow-oom
-- The next delivery of a channel, for the one sender that holds the channel's lease. A delivery found half sent (its
-- claim ran out) is handed out again, marked: nobody knows whether it arrived. While the channel rests, nothing is
-- handed out; while it is shut, a single message to try it with.
-- ARGV: channel, channel token, lease, stale after, give up after, fair chance (all in ms), address, fallback or ''
-- Returns {'busy'}, or a word, now, the condition with its rest in ms, and:
--   'idle': ms to the next due time or -1
--   'claimed': delivery, claim, {row}, alert
--   'overdue': how many of the news that came before this moment are too old to be sent one by one, {alerts}
--   'stranded': {delivery, {row}} of what this channel does not come to
local channel, token = ARGV[1], ARGV[2]
local lease, stale, give_up, fair = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local address, fallback = ARGV[7], ARGV[8]
local queue, MOST_NAMED, SWEEP = 'queue:' .. channel, 500, 10000
-- What is looked at again and again must not take the store's time from others, however long the queue: what has waited
-- longest is due first, what is fresh is due last.
local LOOKED_AT, FRESH = 1000, 100
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
local function overdue()
  local found = {}
  for _, each in ipairs(waiting(queue)) do
    if not each.digest and now - each.news > stale then found[#found + 1] = each end
  end
  table.sort(found, function(a, b) return a.news < b.news end)
  return found
end

-- The message that matters most is the one to try a channel with.
local function freshest()
  local best
  for _, ranks in ipairs({{-FRESH, -1}, {0, FRESH - 1}}) do
    for _, each in ipairs(waiting(queue, true, ranks[1], ranks[2])) do
      if not best or each.news > best.news then best = each end
    end
  end
  return best and best.id
end

local id
if rest == 0 then id = shut and freshest() or due(queue, 1)[1] end
if not id then
  if (shut or rest > 0) and is_time_to_sweep() then
    local found = stranded()
    if #found > 0 then return answer('stranded', found) end
  end
  return answer('idle', rest > 0 and int(rest) or int(next_due_in(queue)))
end

local row = key('delivery:' .. id)
local state, created, news, digest = unpack(redis.call('HMGET', row, 'state', 'created', 'news', 'digest'))
if not state then -- a queue entry without its row: nothing can be sent
  unschedule(queue, id)
  count('deliveries:orphaned')
  return answer('idle', 0)
end
if not shut and state ~= 'sending' and not digest and now - tonumber(news or created) > stale then
  local found, alerts = overdue(), {}
  for i = 1, math.min(#found, MOST_NAMED) do
    alerts[i] = redis.call('HGET', key('alert:' .. found[i].alert), 'alert')
  end
  if #found > 1 then return answer('overdue', int(now - stale), #found, alerts) end
end
if state == 'sending' then
  redis.call('HSET', row, 'repeat', 1)
  redis.call('HINCRBY', row, 'unanswered', 1)
end
local claim = redis.call('INCR', key('tokens')) .. ':' .. token
redis.call('HSET', row, 'state', 'sending', 'claim', claim)
redis.call('HINCRBY', row, 'attempts', 1)
schedule(queue, id, lease)
local alert = redis.call('HGET', key('alert:' .. redis.call('HGET', row, 'alert')), 'alert')
return answer('claimed', id, claim, redis.call('HGETALL', row), alert)
