-- Mark. ARGV: ids. What isn't sent is passed over.
for _, id in ipairs(ARGV) do
  local r = load(id)
  if r and r.state == 'sent' and not r.marked then
    r.marked = true
    save(id, r)
    call('ZREM', K.unmarked, id)
  end
end
return {'ok'}
