-- What all scripts share. Check first, write last: Lua has no rollback.
local K = {}
for i, name in ipairs({
  'entries', 'head', 'ids', 'moved', 'intents', 'tokens', 'lease', 'reconcile', 'counter',
  'frozen', 'payload', 'record',
  'due', 'claimed', 'sending', 'sent', 'uncertain', 'parked', 'dropped',
  'expiry', 'deadline', 'unmarked', 'held', 'digests', 'stages', 'condemned', 'buried', 'deaths',
}) do K[name] = KEYS[i] end
local fixed = 28 -- further keys follow
local call = redis.call

-- Microseconds are exact in Lua's numbers, but not in how it prints them.
local function text(n) return string.format('%.0f', n) end

local function now()
  local t = call('TIME')
  return t[1] * 1000000 + t[2]
end

-- The server's identity: see the package comment.
local function server()
  local run = string.match(call('INFO', 'server'), 'run_id:(%x+)')
  local replication = string.match(call('INFO', 'replication'), 'master_replid:(%x+)')
  if not run then error('INFO gives no run_id') end
  return run .. '/' .. (replication or '')
end

-- Where the book stands with this server.
local function standing()
  local here = server()
  local r = call('HMGET', K.reconcile, 'epoch', 'open', 'reason', 'since', 'server')
  if not r[1] then
    return {epoch = 0, open = true, reason = 'new store', since = '0', here = here}
  end
  local moved = r[5] ~= here
  return {
    epoch = tonumber(r[1]), open = moved or r[2] == '1', reason = moved and 'another server' or r[3], since = r[4],
    here = here, moved = moved, begun = not moved and r[2] == '1',
  }
end

-- A delivery's record. Times are kept as text and counted as numbers.
local times = {'claim_expires', 'deadline', 'doubt_since', 'last_probe'}

local function decode(found)
  local r = cjson.decode(found)
  for _, name in ipairs(times) do r[name] = tonumber(r[name]) end
  return r
end

local function encode(r)
  for _, name in ipairs(times) do r[name] = text(r[name]) end
  local kept = cjson.encode(r)
  for _, name in ipairs(times) do r[name] = tonumber(r[name]) end
  return kept
end

local function load(id)
  local found = call('HGET', K.record, id)
  return found and decode(found) or nil
end

local function save(id, r) call('HSET', K.record, id, encode(r)) end

local function frozen(id) return cjson.decode(call('HGET', K.frozen, id)) end

-- move keeps the sets in step with the record, and saves it.
local function move(id, r, state)
  call('ZREM', K[r.state], id)
  if r.state == 'claimed' then call('ZREM', K.expiry, id) end
  if r.state == 'sending' then call('ZREM', K.deadline, id) end
  r.state = state
  call('ZADD', K[state], r.number, id)
  if state == 'claimed' then call('ZADD', K.expiry, text(r.claim_expires), id) end
  if state == 'sending' then call('ZADD', K.deadline, text(r.deadline), id) end
  save(id, r)
end

local function drop(id, r, reason)
  local d = frozen(id)
  for _, one in ipairs(d.reminders) do call('HDEL', K.held, one.held) end
  if d.digest ~= '' then call('ZREM', K.digests, d.digest .. '\0' .. d.day .. '\0' .. id) end
  r.reason = reason
  move(id, r, 'dropped')
end

local function sent(id, r, channel, ts)
  r.channel, r.ts = channel, ts
  for _, one in ipairs(frozen(id).reminders) do
    local said = tonumber(call('HGET', K.stages, one.stage) or '0')
    if one.rank > said then call('HSET', K.stages, one.stage, text(one.rank)) end
  end
  call('ZADD', K.unmarked, r.number, id)
  move(id, r, 'sent')
end

local function name_of(channel, ts) return cjson.encode({channel, ts}) end

local function is_condemned(channel, ts)
  local name = name_of(channel, ts)
  return call('HEXISTS', K.condemned, name) == 1 or call('SISMEMBER', K.buried, name) == 1
end

local function condemn(id, channel, ts)
  call('HSETNX', K.condemned, name_of(channel, ts), id)
  return 'condemned'
end

-- mine: the attempt holds the delivery.
local function mine(r, incarnation, attempt, fence)
  return r.incarnation == incarnation and r.attempt == attempt and r.fence == fence
end

-- Claims past their expiry are due again.
local function expire_claims(t, limit)
  local expired = call('ZRANGEBYSCORE', K.expiry, '-inf', text(t), 'LIMIT', 0, limit)
  for _, id in ipairs(expired) do move(id, load(id), 'due') end
  return #expired
end

-- What a dropped delivery would need back, and whether something took it.
local function is_held(d, id)
  for _, one in ipairs(d.reminders) do
    local holder = call('HGET', K.held, one.held)
    if holder and holder ~= id then return true end
  end
  return false
end

local function has_later_digest(d, id)
  if d.digest == '' then return false end
  local mine_is = d.digest .. '\0' .. d.day .. '\0' .. id
  for _, member in ipairs(call('ZRANGEBYLEX', K.digests, '[' .. d.digest .. '\0' .. d.day, '[' .. d.digest .. '\0\255', 'LIMIT', 0, 2)) do
    if member ~= mine_is then return true end
  end
  return false
end

local function hold(d, id)
  for _, one in ipairs(d.reminders) do call('HSET', K.held, one.held, id) end
  if d.digest ~= '' then call('ZADD', K.digests, 0, d.digest .. '\0' .. d.day .. '\0' .. id) end
end

