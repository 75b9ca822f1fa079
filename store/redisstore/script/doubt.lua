-- RecordDoubt. ARGV: id, incarnation, attempt, fence, reason.
local id, fence = ARGV[1], tonumber(ARGV[4])
local r = load(id)
if not r then return false end
if r.doubted_fence == fence and fence > 0 then return {'already'} end
if not mine(r, ARGV[2], ARGV[3], fence) then return {'stale fence'} end
if r.state ~= 'sending' and r.state ~= 'uncertain' then return {'not in that state'} end
local t = now()
r.reason, r.doubted_fence = ARGV[5], fence
-- Probes of an earlier doubt prove nothing about this one.
if t > r.doubt_since then r.doubt_since, r.absent_probes = t, 0 end
move(id, r, 'uncertain')
return {'ok'}
