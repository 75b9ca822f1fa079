-- Resolve. ARGV: id, send again, reason, channel, ts.
local id = ARGV[1]
local r = load(id)
if not r then return false end
if r.state ~= 'parked' then
  if r.resolved then return {'already'} end
  return {'not in that state'}
end
if ARGV[2] ~= '1' and is_condemned(ARGV[4], ARGV[5]) then return {'condemned'} end
r.reason, r.resolved = ARGV[3], true
if ARGV[2] == '1' then
  move(id, r, 'due')
else
  sent(id, r, ARGV[4], ARGV[5])
end
return {'ok'}
