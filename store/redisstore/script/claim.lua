-- ARGV: incarnation, attempt, time to live, limit, how many expired claims to
-- look at. Answers with id, frozen part, payload and record of each.
if standing().open then return {} end
local t = now()
expire_claims(t, tonumber(ARGV[5]))
local claimed = {}
-- All of a chunk in one command each: a command costs more than what it does.
-- unpack takes some thousands of values.
local chunk = 1000
local left = tonumber(ARGV[4])
while left > 0 do
  local ids = call('ZRANGE', K.due, 0, math.min(left, chunk) - 1)
  if #ids == 0 then break end
  local records = call('HMGET', K.record, unpack(ids))
  local parts, payloads = call('HMGET', K.frozen, unpack(ids)), call('HMGET', K.payload, unpack(ids))
  local claims, expiries, kept = {}, {}, {}
  for i, id in ipairs(ids) do
    local r = decode(records[i])
    r.incarnation, r.attempt, r.state = ARGV[1], ARGV[2], 'claimed'
    r.fence = r.fence + 1
    r.claim_expires = t + tonumber(ARGV[3])
    local two, four, new = i * 2, #claimed, encode(r)
    claims[two - 1], claims[two] = r.number, id
    expiries[two - 1], expiries[two] = text(r.claim_expires), id
    kept[two - 1], kept[two] = id, new
    claimed[four + 1], claimed[four + 2], claimed[four + 3], claimed[four + 4] = id, parts[i], payloads[i], new
  end
  call('ZREM', K.due, unpack(ids))
  call('ZADD', K.claimed, unpack(claims))
  call('ZADD', K.expiry, unpack(expiries))
  call('HSET', K.record, unpack(kept))
  left = left - #ids
end
return claimed
