-- RecordAbsent. ARGV: id, when the probe began, the wait.
local id, began, settle = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local r = load(id)
if not r then return false end
if r.state ~= 'uncertain' then return {'not in that state'} end
if began < r.doubt_since + settle or began > now() then return {'too early to tell'} end
if began <= r.last_probe then return {'already'} end
r.absent_probes, r.last_probe = r.absent_probes + 1, began
save(id, r)
return {'ok'}
