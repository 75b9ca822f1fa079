-- The term stays: the next holder's is higher. ARGV: holder.
if call('HGET', K.lease, 'holder') == ARGV[1] then
  call('HSET', K.lease, 'holder', '', 'expires', '0')
end
return {'ok'}
