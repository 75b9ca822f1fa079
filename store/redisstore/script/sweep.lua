-- ARGV: how many at once. Answers how many were moved of the fuller kind.
local t, limit = now(), tonumber(ARGV[1])
local expired = expire_claims(t, limit)
local late = call('ZRANGEBYSCORE', K.deadline, '-inf', text(t), 'LIMIT', 0, limit)
for _, id in ipairs(late) do
  local r = load(id)
  -- An owner that was proven dead while it sent is in doubt since then.
  local death = call('HGET', K.deaths, r.incarnation)
  if death then r.doubt_since = math.max(r.doubt_since, tonumber(string.match(death, '^%d+'))) end
  move(id, r, 'uncertain')
end
return {text(math.max(expired, #late))}
