-- ConfirmReconcile. ARGV: epoch.
local stands = standing()
local current = text(stands.epoch)
if current ~= ARGV[1] or stands.moved then return {'stale epoch', current, stands.reason} end
call('HSET', K.reconcile, 'epoch', current, 'open', '0', 'reason', stands.reason, 'since', stands.since, 'server', stands.here)
return {'ok', current, stands.reason}
