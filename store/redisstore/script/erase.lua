-- Erase. ARGV: seq, the entry as it was read, the entry without its values.
if call('HGET', K.entries, ARGV[1]) == ARGV[2] then call('HSET', K.entries, ARGV[1], ARGV[3]) end
return {'ok'}
