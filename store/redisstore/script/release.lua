-- Release. ARGV: id, incarnation, how many absent probes it takes.
local id = ARGV[1]
local r = load(id)
if not r then return false end
if r.state == 'due' and r.fence > 0 and r.released_fence == r.fence then return {'already'} end
if r.state ~= 'uncertain' then return {'not in that state'} end
if r.absent_probes < tonumber(ARGV[3]) then return {'owner may be alive'} end
if r.incarnation ~= ARGV[2] and call('HEXISTS', K.deaths, r.incarnation) == 0 then return {'owner may be alive'} end
r.released_fence = r.fence
move(id, r, 'due')
return {'ok'}
