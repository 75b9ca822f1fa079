package main

// The suites of the stores.
const (
	onSQLite = "./store/sqlitestore -run TestStore"
	onRedis  = "./store/redisstore -run TestStore"
)

// deliveryMutants leave out each clause of the protocol of deliveries once.
var deliveryMutants = []mutant{
	// --- the gate ---------------------------------------------------------
	{
		"the gate forgets the journal", "refused if the journal has a later entry on one of its invoices",
		"store/sqlitestore/delivery_gate.go", "		if err != nil || changed {", "		if changed = false; err != nil || changed {", onSQLite,
	},
	{
		"the gate forgets the journal, on Redis", "refused if the journal has a later entry on one of its invoices",
		"store/redisstore/script/begin.lua", "if seq and tonumber(seq) > d.planned_seq then", "if seq and false then", onRedis,
	},
}
