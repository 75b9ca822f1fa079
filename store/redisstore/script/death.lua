-- RecordDeath. ARGV: incarnation, proof. Only the first proof counts: a later
-- one would start every wait anew.
local t = now()
if call('HSETNX', K.deaths, ARGV[1], text(t) .. ' ' .. ARGV[2]) == 0 then return {'already'} end
for _, id in ipairs(call('ZRANGE', K.uncertain, 0, -1)) do
  local r = load(id)
  if r.incarnation == ARGV[1] and r.doubt_since < t then
    r.doubt_since, r.absent_probes = t, 0
    save(id, r)
  end
end
for _, id in ipairs(call('ZRANGE', K.claimed, 0, -1)) do
  local r = load(id)
  if r.incarnation == ARGV[1] then move(id, r, 'due') end
end
return {'ok'}
