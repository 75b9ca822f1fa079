-- Buried. ARGV: channel, ts. It is still never to be adopted.
local name = name_of(ARGV[1], ARGV[2])
if call('HEXISTS', K.condemned, name) == 1 then
  call('SADD', K.buried, name)
  call('HDEL', K.condemned, name)
end
return {'ok'}
