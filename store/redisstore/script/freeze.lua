-- ARGV: id, frozen part and payload of each delivery.
local stands = standing()
local verdicts = {}
local function freeze(id, part, payload)
  local known = call('HGET', K.frozen, id)
  if known then
    if known == part and call('HGET', K.payload, id) == payload then return 'already' end
    return 'delivery id used'
  end
  if stands.open then return 'reconcile' end
  local d = cjson.decode(part)
  if is_held(d, id) then return 'reminder held' end
  if has_later_digest(d, id) then return 'digest not later' end
  local number = call('INCR', K.counter)
  hold(d, id)
  call('HSET', K.frozen, id, part)
  call('HSET', K.payload, id, payload)
  call('ZADD', K.due, number, id)
  save(id, {
    number = number, state = 'due', epoch = stands.epoch, fence = 0, incarnation = '', attempt = '', attempts = 0,
    claim_expires = 0, deadline = 0, doubt_since = 0, absent_probes = 0, channel = '', ts = '', reason = '', marked = false,
    last_probe = 0, refused_fence = 0, doubted_fence = 0, released_fence = 0, resolved = false,
  })
  return 'ok'
end
for i = 1, #ARGV, 3 do
  verdicts[#verdicts + 1] = freeze(ARGV[i], ARGV[i + 1], ARGV[i + 2])
end
return verdicts
