-- Where the journal ends, and the entries of these change ids.
local head = call('HMGET', K.head, 'seq', 'hash')
local found = {head[1] or '0', head[2] or ''}
for i, id in ipairs(ARGV) do
  local seq = call('HGET', K.ids, id)
  found[i + 2] = seq and call('HGET', K.entries, seq) or ''
end
return found
