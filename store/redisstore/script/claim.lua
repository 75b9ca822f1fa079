-- ARGV: incarnation, attempt, time to live, limit, how many expired claims to
-- look at. Answers with id, frozen part, payload and record of each.
if standing().open then return {} end
local t = now()
expire_claims(t, tonumber(ARGV[5]))
local claimed = {}
for _, id in ipairs(call('ZRANGE', K.due, 0, tonumber(ARGV[4]) - 1)) do
  local r = load(id)
  r.incarnation, r.attempt = ARGV[1], ARGV[2]
  r.fence = r.fence + 1
  r.claim_expires = t + tonumber(ARGV[3])
  move(id, r, 'claimed')
  claimed[#claimed + 1] = id
  claimed[#claimed + 1] = call('HGET', K.frozen, id)
  claimed[#claimed + 1] = call('HGET', K.payload, id)
  claimed[#claimed + 1] = call('HGET', K.record, id)
end
return claimed
