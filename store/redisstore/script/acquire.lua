-- ARGV: holder, time to live.
local holder, ttl = ARGV[1], tonumber(ARGV[2])
local stands = call('HMGET', K.lease, 'holder', 'term', 'expires')
local term, expires, t = tonumber(stands[2] or '0'), tonumber(stands[3] or '0'), now()
if stands[1] ~= holder then
  if stands[1] and stands[1] ~= '' and t < expires then
    return {stands[1], text(term), text(expires), '0'}
  end
  term = term + 1
end
expires = t + ttl
call('HSET', K.lease, 'holder', holder, 'term', text(term), 'expires', text(expires))
return {holder, text(term), text(expires), '1'}
