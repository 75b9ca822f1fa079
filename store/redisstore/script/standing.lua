-- Reconciliation.
local stands = standing()
return {text(stands.epoch), stands.open and '1' or '0', stands.reason, stands.since}
