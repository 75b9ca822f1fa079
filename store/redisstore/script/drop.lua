-- Drop. ARGV: id, reason.
local r = load(ARGV[1])
if not r then return false end
if r.state == 'dropped' then return {'already'} end
if r.state ~= 'due' and r.state ~= 'claimed' then return {'not in that state'} end
drop(ARGV[1], r, ARGV[2])
return {'ok'}
