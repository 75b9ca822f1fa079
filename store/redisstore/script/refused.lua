-- RecordRefused. ARGV: id, incarnation, attempt, fence, reason, final, most attempts.
local id, fence, most = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[7])
local r = load(id)
if not r then return false end
if r.refused_fence == fence and fence > 0 then return {'already'} end
if not mine(r, ARGV[2], ARGV[3], fence) then return {'stale fence'} end
if r.state ~= 'sending' and r.state ~= 'uncertain' then return {'not in that state'} end
r.reason, r.refused_fence = ARGV[5], fence
if ARGV[6] == '1' or most > 0 and r.attempts >= most then
  r.resolved = false
  move(id, r, 'parked')
else
  move(id, r, 'due')
end
return {'ok'}
