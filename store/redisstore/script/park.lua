-- Park. ARGV: id, reason.
local r = load(ARGV[1])
if not r then return false end
if r.state == 'parked' then return {'already'} end
if r.state ~= 'uncertain' then return {'not in that state'} end
r.reason, r.resolved = ARGV[2], false
move(ARGV[1], r, 'parked')
return {'ok'}
