-- The gate. ARGV: id, incarnation, attempt, fence, timeout.
local id = ARGV[1]
local r = load(id)
if not r then return false end
if not mine(r, ARGV[2], ARGV[3], tonumber(ARGV[4])) then return {'stale fence', '0'} end
if r.state == 'sending' then return {'already', text(r.deadline)} end
if r.state == 'dropped' and ({
  ['changed since'] = true, ['day has passed'] = true, ['stage not above'] = true, ['sheet being written'] = true, ['reconcile'] = true,
})[r.reason] then
  return {r.reason, '0'} -- asked twice
end
if r.state ~= 'claimed' then return {'not in that state', '0'} end

local t, d = now(), frozen(id)
local function gate()
  for _, subject in ipairs(d.watch) do
    local seq = call('HGET', K.moved, subject)
    if seq and tonumber(seq) > d.planned_seq then return 'changed since' end
  end
  local not_after = tonumber(d.not_after)
  if not_after ~= 0 and t > not_after then return 'day has passed' end
  for _, one in ipairs(d.reminders) do
    if one.rank <= tonumber(call('HGET', K.stages, one.stage) or '0') then return 'stage not above' end
  end
  if call('HLEN', K.intents) > 0 then return 'sheet being written' end
  local stands = standing()
  if stands.open or stands.epoch ~= r.epoch then return 'reconcile' end
end
local refusal = gate()
if refusal then
  drop(id, r, refusal)
  return {refusal, '0'}
end
r.attempts = r.attempts + 1
r.deadline = t + tonumber(ARGV[5])
r.doubt_since, r.absent_probes = r.deadline, 0
move(id, r, 'sending')
return {'ok', text(r.deadline)}
