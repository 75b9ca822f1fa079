-- BeginReconcile. ARGV: reason.
local stands = standing()
if stands.begun then return {text(stands.epoch), '1', stands.reason, stands.since} end
local epoch, since = text(stands.epoch + 1), text(now())
call('HSET', K.reconcile, 'epoch', epoch, 'open', '1', 'reason', ARGV[1], 'since', since, 'server', stands.here)
for _, state in ipairs({'due', 'claimed'}) do
  for _, id in ipairs(call('ZRANGE', K[state], 0, -1)) do drop(id, load(id), 'reconcile') end
end
return {epoch, '1', ARGV[1], since}
