-- One transaction: ARGV is the term, the head it was planned on, the new hash,
-- the numbers of what follows, and then tokens to close, tokens and data to
-- open, keys to delete, documents to put, entries to add.
local term, seq, hash, new_hash = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local closes, opens, deletes, puts, adds = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local first_close = 10
local first_open = first_close + closes
local first_delete = first_open + opens * 2
local first_put = first_delete + deletes * 2
local first_add = first_put + puts * 3

if term ~= '0' then
  local current = call('HGET', K.lease, 'term') or '0'
  if current ~= term then return {'stale term', current} end
end
for i = first_close, first_open - 1 do
  if call('HEXISTS', K.intents, ARGV[i]) == 0 then return {'not open', ARGV[i]} end
end
for i = first_open, first_delete - 1, 2 do
  if call('SISMEMBER', K.tokens, ARGV[i]) == 1 then return {'already open', ARGV[i]} end
end
if adds > 0 then
  local head = call('HMGET', K.head, 'seq', 'hash')
  if (head[1] or '0') ~= seq or (head[2] or '') ~= hash then return {'moved'} end
end

for i = first_close, first_open - 1 do call('HDEL', K.intents, ARGV[i]) end
for i = first_open, first_delete - 1, 2 do
  call('SADD', K.tokens, ARGV[i])
  call('HSET', K.intents, ARGV[i], ARGV[i + 1])
end
for i = first_delete, first_put - 1, 2 do call('HDEL', KEYS[fixed + ARGV[i]], ARGV[i + 1]) end
for i = first_put, first_add - 1, 3 do call('HSET', KEYS[fixed + ARGV[i]], ARGV[i + 1], ARGV[i + 2]) end
local last = seq
for i = first_add, first_add + adds * 4 - 1, 4 do
  last = ARGV[i]
  call('HSET', K.entries, last, ARGV[i + 2])
  call('HSET', K.ids, ARGV[i + 1], last)
  if ARGV[i + 3] ~= '' then call('HSET', K.moved, ARGV[i + 3], last) end
end
if adds > 0 then call('HSET', K.head, 'seq', last, 'hash', new_hash) end
return {'ok'}
