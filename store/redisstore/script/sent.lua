-- RecordSent and Adopt. ARGV: id, fence (adopted: -1), channel, ts.
local id, fence, channel, ts = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local adopted = fence < 0
local r = load(id)
if not r then return false end
if is_condemned(channel, ts) then return {'condemned'} end
if r.state == 'sent' then
  if r.channel == channel and r.ts == ts then return {'already'} end
  if r.channel == '' and r.ts == '' then -- a person said it was sent, not where
    r.channel, r.ts = channel, ts
    save(id, r)
    return {'ok'}
  end
  return {condemn(id, channel, ts)}
end
if r.state == 'due' or r.state == 'claimed' or r.state == 'parked'
  or r.state == 'uncertain' and (adopted or fence >= r.fence)
  or r.state == 'sending' and not adopted and fence >= r.fence then
  sent(id, r, channel, ts)
  return {'ok'}
end
if r.state == 'sending' and adopted then return {'not in that state'} end
if r.state == 'dropped' and adopted then
  local d = frozen(id)
  if #d.reminders > 0 and not is_held(d, id) and not has_later_digest(d, id) then
    hold(d, id)
    sent(id, r, channel, ts)
    return {'ok'}
  end
end
return {condemn(id, channel, ts)}
