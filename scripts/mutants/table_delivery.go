package main

// The suites of the stores, and of the adapters.
const (
	onSQLite = "./store/sqlitestore -run TestStore"
	onRedis  = "./store/redisstore -run TestStore"
	onSlack  = "./bot/slackapi"
	onApp    = "./internal/app"
)

// deliveryMutants leave out each clause of the protocol of deliveries once.
var deliveryMutants = []mutant{
	// --- the gate -----------------------------------------------------------
	{
		"the gate forgets the journal", "refused if the journal has a later entry on one of its invoices",
		"store/sqlitestore/delivery_gate.go", "if err != nil || changed {", "if changed = false; err != nil || changed {", onSQLite,
	},
	{
		"the gate forgets the journal, Redis", "refused if the journal has a later entry on one of its invoices",
		"store/redisstore/script/begin.lua", "if seq and tonumber(seq) > d.planned_seq then", "if seq and false then", onRedis,
	},
	{
		"the gate looks at a later Seq", "later than the Seq of the book it was planned from: the very next entry counts",
		"store/sqlitestore/delivery_gate.go", "subject = ? AND seq > ? AND", "subject = ? AND seq > ? + 1 AND", onSQLite,
	},
	{
		"the gate looks at a later Seq, Redis", "later than the Seq of the book it was planned from: the very next entry counts",
		"store/redisstore/script/begin.lua", "tonumber(seq) > d.planned_seq", "tonumber(seq) > d.planned_seq + 1", onRedis,
	},
	{
		"the gate refuses what the plan has seen", "an entry that the plan has seen refuses nothing",
		"store/sqlitestore/delivery_gate.go", "subject = ? AND seq > ? AND", "subject = ? AND seq >= ? AND", onSQLite,
	},
	{
		"the gate refuses what the plan has seen, Redis", "an entry that the plan has seen refuses nothing",
		"store/redisstore/script/begin.lua", "tonumber(seq) > d.planned_seq", "tonumber(seq) >= d.planned_seq", onRedis,
	},
	{
		"bookkeeping refuses", "the bot's own bookkeeping refuses nothing",
		"store/sqlitestore/delivery_gate.go", " AND bookkeeping = 0", "", onSQLite,
	},
	{
		"bookkeeping refuses, Redis", "the bot's own bookkeeping refuses nothing",
		"store/redisstore/sync.go", "if e.Change.IsBookkeeping() {", "if false {", onRedis,
	},
	{
		"invoices aren't watched", "the gate looks at the invoices of the reminders",
		"store/internal/check/delivery.go", "add(ledger.InvoiceSubject(r.Invoice))", "_ = r", onSQLite,
	},
	{
		"subjects aren't watched", "the gate looks at customers and the recipient",
		"store/internal/check/delivery.go", "	for _, s := range d.Subjects {\n		add(s)", "	for _, s := range d.Subjects {\n		_ = s", onSQLite,
	},
	{
		"the book isn't watched", "the gate looks at the book: pause, level, hold",
		"store/internal/check/delivery.go", "all := []ledger.Subject{ledger.SubjectBook}", "all := []ledger.Subject{}", onSQLite,
	},
	{
		"its day passes unseen", "refused if its day has passed",
		"store/sqlitestore/delivery_gate.go", "if !s.NotAfter.IsZero() && s.now.After(s.NotAfter) {", "if false {", onSQLite,
	},
	{
		"its day passes unseen, Redis", "refused if its day has passed",
		"store/redisstore/script/begin.lua", "if not_after ~= 0 and t > not_after then", "if false then", onRedis,
	},
	{
		"the same stage passes", "refused if a stage in it is not above the recorded one",
		"store/sqlitestore/delivery_gate.go", "AND rank >= ?", "AND rank > ?", onSQLite,
	},
	{
		"the same stage passes, Redis", "refused if a stage in it is not above the recorded one",
		"store/redisstore/script/begin.lua", "one.rank <= tonumber", "one.rank < tonumber", onRedis,
	},
	{
		"a sheet being written passes", "while an intent is open no reminder goes out",
		"store/sqlitestore/delivery_gate.go", "	if err != nil || open {", "	if open = false; err != nil || open {", onSQLite,
	},
	{
		"a sheet being written passes, Redis", "while an intent is open no reminder goes out",
		"store/redisstore/script/begin.lua", "if call('HLEN', K.intents) > 0 then", "if false then", onRedis,
	},
	{
		"another epoch passes the gate", "every sending compares the epoch with the delivery's",
		"store/sqlitestore/delivery_gate.go", " || stands.Epoch != s.Epoch", "", onSQLite,
	},
	{
		"another epoch passes the gate, Redis", "every sending compares the epoch with the delivery's",
		"store/redisstore/script/begin.lua", "stands.open or stands.epoch ~= r.epoch", "stands.open", onRedis,
	},
	{
		"another server passes the gate", "every sending compares the server's run id",
		"store/sqlitestore/delivery_gate.go", "if err != nil || stands.Open || stands.Epoch", "if err != nil || stands.Epoch", onSQLite,
	},
	{
		"another server passes the gate, Redis", "every sending compares the server's run id",
		"store/redisstore/script/begin.lua", "stands.open or stands.epoch ~= r.epoch", "stands.epoch ~= r.epoch", onRedis,
	},
	{
		"a refused delivery loops", "a refusal ends in dropped",
		"store/sqlitestore/delivery_gate.go", "return verdict, s.drop(ctx, string(verdict))", "return verdict, nil", onSQLite,
	},
	{
		"a refused delivery loops, Redis", "a refusal ends in dropped",
		"store/redisstore/script/begin.lua", "  drop(id, r, refusal)\n", "", onRedis,
	},
	{
		"a refusal is forgotten", "asking twice is answered the same",
		"store/sqlitestore/delivery_gate.go", "case s.State == store.Dropped && store.Verdict(s.Reason).ByGate():", "case false:", onSQLite,
	},
	{
		"begun twice is two posts", "asking twice is answered already",
		"store/sqlitestore/delivery_gate.go", "		return store.Already, nil", "		return store.OK, nil", onSQLite,
	},
	{
		"begun twice is two posts, Redis", "asking twice is answered already",
		"store/redisstore/script/begin.lua", "return {'already', text(r.deadline)}", "return {'ok', text(r.deadline)}", onRedis,
	},
	{
		"anybody passes the gate", "a claim names its owner and carries a fence",
		"store/sqlitestore/delivery_gate.go", "	case !s.mine(a):\n		return store.RefusedFence, nil\n	case s.State == store.Sending:", "	case s.State == store.Sending:", onSQLite,
	},
	{
		"anybody passes the gate, Redis", "a claim names its owner and carries a fence",
		"store/redisstore/script/begin.lua", "if not mine(r, ARGV[2], ARGV[3], tonumber(ARGV[4])) then", "if false then", onRedis,
	},
	{
		"a drop keeps its reminders", "dropped frees its reminder ids",
		"store/sqlitestore/delivery_step.go", "range s.Reminders {\n		if _, err := s.tx.ExecContext(ctx, `DELETE", "range s.Reminders[:0] {\n		if _, err := s.tx.ExecContext(ctx, `DELETE", onSQLite,
	},
	{
		"a drop keeps its reminders, Redis", "dropped frees its reminder ids",
		"store/redisstore/script/prelude.lua", "call('HDEL', K.held, one.held)", "call('HLEN', K.held)", onRedis,
	},
	{
		"a dropped digest counts", "a dropped digest frees its day",
		"store/sqlitestore/delivery_freeze.go", " AND state <> 'dropped'", "", onSQLite,
	},
	{
		"a dropped digest counts, Redis", "a dropped digest frees its day",
		"store/redisstore/script/prelude.lua", "if d.digest ~= '' then call('ZREM',", "if false then call('ZREM',", onRedis,
	},

	// --- freezing -------------------------------------------------------------
	{
		"a reminder in two deliveries", "each reminder id stands in one delivery per destination",
		"store/sqlitestore/delivery_freeze.go", "held, err := isHeld(ctx, tx, book, d); err != nil || held {", "held, err := isHeld(ctx, tx, book, d); err != nil && held {", onSQLite,
	},
	{
		"a reminder in two deliveries, Redis", "each reminder id stands in one delivery per destination",
		"store/redisstore/script/freeze.lua", "if is_held(d, id) then", "if false then", onRedis,
	},
	{
		"two digests a day", "a digest's day is strictly after the person's last",
		"store/sqlitestore/delivery_freeze.go", "AND day >= ? AND id", "AND day > ? AND id", onSQLite,
	},
	{
		"two digests a day, Redis", "a digest's day is strictly after the person's last",
		"store/redisstore/script/freeze.lua", "if has_later_digest(d, id) then", "if false then", onRedis,
	},
	{
		"an id used twice", "a delivery's id is never reused",
		"store/sqlitestore/delivery_freeze.go", "	case known != nil:\n		return store.RefusedKnownID, nil", "	case known != nil:\n		return store.OK, nil", onSQLite,
	},
	{
		"an id used twice, Redis", "a delivery's id is never reused",
		"store/redisstore/script/freeze.lua", "return 'delivery id used'", "return 'ok'", onRedis,
	},
	{
		"frozen while reconciling", "nothing is frozen while reconciling",
		"store/sqlitestore/delivery_freeze.go", "	case stands.Open:", "	case false:", onSQLite,
	},
	{
		"frozen while reconciling, Redis", "nothing is frozen while reconciling",
		"store/redisstore/script/freeze.lua", "if stands.open then return 'reconcile' end", "", onRedis,
	},

	// --- claims -----------------------------------------------------------------
	{
		"a claim keeps its fence", "a claim carries a fencing number",
		"store/sqlitestore/delivery_claim.go", "claim_expires = ?, fence = fence + 1", "claim_expires = ?, fence = fence", onSQLite,
	},
	{
		"a claim keeps its fence, Redis", "a claim carries a fencing number",
		"store/redisstore/script/claim.lua", "r.fence = r.fence + 1", "r.fence = r.fence + 0", onRedis,
	},
	{
		"a claim never expires", "claimed -(expired)-> due",
		"store/sqlitestore/delivery_claim.go", "expireClaim = `UPDATE deliveries SET state = 'due' WHERE", "expireClaim = `UPDATE deliveries SET state = 'due' WHERE false AND", onSQLite,
	},
	{
		"a claim never expires, Redis", "claimed -(expired)-> due",
		"store/redisstore/script/prelude.lua", "for _, id in ipairs(expired) do move(id, load(id), 'due') end", "", onRedis,
	},
	{
		"a claim expires at once", "expiry is stamped by the store's clock, with the time asked for",
		"store/sqlitestore/delivery_claim.go", "expires := nanos(now.Add(ask.TTL))", "expires := nanos(now)", onSQLite,
	},
	{
		"a claim expires at once, Redis", "expiry is stamped by the store's clock, with the time asked for",
		"store/redisstore/script/claim.lua", "r.claim_expires = t + tonumber(ARGV[3])", "r.claim_expires = t", onRedis,
	},
	{
		"claimed while reconciling", "every claim compares epoch and server",
		"store/sqlitestore/delivery_claim.go", "if err != nil || stands.Open {", "if err != nil || stands.Open && false {", onSQLite,
	},
	{
		"claimed while reconciling, Redis", "every claim compares epoch and server",
		"store/redisstore/script/claim.lua", "if standing().open then return {} end", "", onRedis,
	},
	{
		"the dead keep their claims", "what a dead incarnation had claimed is due at once",
		"store/sqlitestore/delivery_probe.go", "_, err = tx.ExecContext(ctx, freeClaims, book, incarnation)", "_ = freeClaims", onSQLite,
	},
	{
		"the dead keep their claims, Redis", "what a dead incarnation had claimed is due at once",
		"store/redisstore/script/death.lua", "if r.incarnation == ARGV[1] then move(id, r, 'due') end", "", onRedis,
	},

	// --- recording ----------------------------------------------------------------
	{
		"an older fence records", "accepted of the same or a newer fence",
		"store/sqlitestore/delivery_record.go", "if a.Fence >= s.Fence {", "if true {", onSQLite,
	},
	{
		"an older fence records, Redis", "accepted of the same or a newer fence",
		"store/redisstore/script/sent.lua", "r.state == 'sending' and not adopted and fence >= r.fence", "r.state == 'sending' and not adopted", onRedis,
	},
	{
		"an older fence records in doubt, Redis", "accepted of the same or a newer fence",
		"store/redisstore/script/sent.lua", "(adopted or fence >= r.fence)", "true", onRedis,
	},
	{
		"a newer fence is refused", "accepted of the same or a newer fence",
		"store/sqlitestore/delivery_record.go", "if a.Fence >= s.Fence {", "if a.Fence == s.Fence {", onSQLite,
	},
	{
		"refused without condemning", "the refusal itself durably lists the message as condemned",
		"store/sqlitestore/delivery_record.go", "		return store.Condemned, s.condemn(ctx, m)", "		return store.Condemned, nil", onSQLite,
	},
	{
		"refused without condemning, Redis", "the refusal itself durably lists the message as condemned",
		"store/redisstore/script/prelude.lua", "call('HSETNX', K.condemned, name_of(channel, ts), id)", "call('HLEN', K.condemned)", onRedis,
	},
	{
		"an adopted message deletes itself", "recording is a no-op if that message was already adopted",
		"store/sqlitestore/delivery_record.go", "	case s.Message == m:\n		return store.Already, nil\n", "", onSQLite,
	},
	{
		"an adopted message deletes itself, Redis", "recording is a no-op if that message was already adopted",
		"store/redisstore/script/sent.lua", "if r.channel == channel and r.ts == ts then return {'already'} end", "", onRedis,
	},
	{
		"a condemned message is adopted", "what is condemned can never be adopted",
		"store/sqlitestore/delivery_record.go", "case err != nil || condemned:", "case err != nil && condemned:", onSQLite,
	},
	{
		"a condemned message is adopted, Redis", "what is condemned can never be adopted",
		"store/redisstore/script/sent.lua", "if is_condemned(channel, ts) then return {'condemned'} end", "", onRedis,
	},
	{
		"a buried message is adopted", "what is condemned can never be adopted, deleted or not",
		"store/sqlitestore/delivery_list.go", "UPDATE condemned SET buried = 1 WHERE", "DELETE FROM condemned WHERE", onSQLite,
	},
	{
		"a buried message is adopted, Redis", "what is condemned can never be adopted, deleted or not",
		"store/redisstore/script/prelude.lua", " or call('SISMEMBER', K.buried, name) == 1", "", onRedis,
	},
	{
		"the last stage recorded counts", "the stage recorded is the maximum",
		"store/sqlitestore/delivery_step.go", "rank = max(rank, excluded.rank)", "rank = excluded.rank", onSQLite,
	},
	{
		"the last stage recorded counts, Redis", "the stage recorded is the maximum",
		"store/redisstore/script/prelude.lua", "if one.rank > said then", "if true then", onRedis,
	},
	{
		"no record from due", "a success is accepted from due",
		"store/sqlitestore/delivery_record.go", "case store.Due, store.Claimed, store.Parked:", "case store.Claimed, store.Parked:", onSQLite,
	},
	{
		"no record from claimed", "a success is accepted from claimed",
		"store/sqlitestore/delivery_record.go", "case store.Due, store.Claimed, store.Parked:", "case store.Due, store.Parked:", onSQLite,
	},
	{
		"no record from parked", "a success is accepted from parked",
		"store/sqlitestore/delivery_record.go", "case store.Due, store.Claimed, store.Parked:", "case store.Due, store.Claimed:", onSQLite,
	},
	{
		"no record from due, Redis", "a success is accepted from due",
		"store/redisstore/script/sent.lua", "if r.state == 'due' or r.state == 'claimed'", "if r.state == 'claimed'", onRedis,
	},
	{
		"no record from claimed, Redis", "a success is accepted from claimed",
		"store/redisstore/script/sent.lua", "if r.state == 'due' or r.state == 'claimed'", "if r.state == 'due'", onRedis,
	},
	{
		"no record from parked, Redis", "a success is accepted from parked",
		"store/redisstore/script/sent.lua", " or r.state == 'parked'\n", "\n", onRedis,
	},
	{
		"refused for good goes on", "refused for good, or n times, is parked",
		"store/sqlitestore/delivery_record.go", "if r.Final || r.MaxAttempts", "if r.MaxAttempts", onSQLite,
	},
	{
		"refused n times goes on", "refused for good, or n times, is parked",
		"store/sqlitestore/delivery_record.go", "s.Attempts >= r.MaxAttempts", "false", onSQLite,
	},
	{
		"refused for good goes on, Redis", "refused for good, or n times, is parked",
		"store/redisstore/script/refused.lua", "if ARGV[6] == '1' or most", "if most", onRedis,
	},
	{
		"refused n times goes on, Redis", "refused for good, or n times, is parked",
		"store/redisstore/script/refused.lua", "most > 0 and r.attempts >= most", "false", onRedis,
	},
	{
		"a late refusal frees a later attempt", "a certain no counts for the attempt that it answers",
		"store/sqlitestore/delivery_record.go", "		case s.refusedFence == a.Fence && a.Fence > 0:\n			return store.Already, nil\n		case !s.mine(a):\n			return store.RefusedFence, nil\n", "		case s.refusedFence == a.Fence && a.Fence > 0:\n			return store.Already, nil\n", onSQLite,
	},
	{
		"a late refusal frees a later attempt, Redis", "a certain no counts for the attempt that it answers",
		"store/redisstore/script/refused.lua", "if not mine(r, ARGV[2], ARGV[3], fence) then return {'stale fence'} end", "", onRedis,
	},

	// --- doubt --------------------------------------------------------------------
	{
		"T never passes", "sending past T is in doubt",
		"store/sqlitestore/delivery_claim.go", "AND state = 'sending' AND deadline <= ?`", "AND state = 'sending' AND deadline <= ? - 3600000000000`", onSQLite,
	},
	{
		"T never passes, Redis", "sending past T is in doubt",
		"store/redisstore/script/sweep.lua", "for _, id in ipairs(late) do", "for _, id in ipairs({}) do", onRedis,
	},
	{
		"swept before T", "a call within its deadline is left alone",
		"store/sqlitestore/delivery_claim.go", "AND state = 'sending' AND deadline <= ?`", "AND state = 'sending' AND deadline > ?`", onSQLite,
	},
	{
		"the wait forgets the call's return", "the wait counts from the latest of T, the call's return and the proof of death",
		"store/sqlitestore/delivery_record.go", "		s.doubt(instant(nanos(s.now)))\n", "", onSQLite,
	},
	{
		"the wait forgets the call's return, Redis", "the wait counts from the latest of T, the call's return and the proof of death",
		"store/redisstore/script/doubt.lua", "if t > r.doubt_since then", "if false then", onRedis,
	},
	{
		"the wait forgets T", "the wait counts from the latest of T, the call's return and the proof of death",
		"store/sqlitestore/delivery_step.go", "if t.After(s.DoubtSince) {", "if true {", onSQLite,
	},
	{
		"the wait forgets T, Redis", "the wait counts from the latest of T, the call's return and the proof of death",
		"store/redisstore/script/doubt.lua", "if t > r.doubt_since then", "if true then", onRedis,
	},
	{
		"the wait forgets the proof of death", "the wait counts from the latest of T, the call's return and the proof of death",
		"store/sqlitestore/delivery_probe.go", "SET doubt_since = ?, absent_probes = 0 WHERE", "SET doubt_since = doubt_since + 0 * ?, absent_probes = 0 WHERE", onSQLite,
	},
	{
		"the wait forgets the proof of death, Redis", "the wait counts from the latest of T, the call's return and the proof of death",
		"store/redisstore/script/death.lua", "if r.incarnation == ARGV[1] and r.doubt_since < t then", "if false then", onRedis,
	},
	{
		"a death while sending is forgotten", "the wait counts from the proof of death, also of who was sending",
		"store/sqlitestore/delivery_claim.go", "coalesce((SELECT at FROM deaths", "coalesce((SELECT 0 * at FROM deaths", onSQLite,
	},
	{
		"a death while sending is forgotten, Redis", "the wait counts from the proof of death, also of who was sending",
		"store/redisstore/script/sweep.lua", "if death then r.doubt_since", "if false then r.doubt_since", onRedis,
	},
	{
		"each proof starts the wait anew", "only the first proof counts",
		"store/sqlitestore/delivery_probe.go", "if err != nil || len(recorded) == 0 {", "if err != nil || len(recorded) == 0 && false {", onSQLite,
	},
	{
		"each proof starts the wait anew, Redis", "only the first proof counts",
		"store/redisstore/script/death.lua", "== 0 then return {'already'} end", "== 2 then return {'already'} end", onRedis,
	},
	{
		"probes of an earlier doubt count", "two probes begun after the wait: when that moves, they are 0 again",
		"store/sqlitestore/delivery_step.go", "s.DoubtSince, s.AbsentProbes = t, 0", "s.DoubtSince = t", onSQLite,
	},
	{
		"probes of an earlier doubt count, Redis", "two probes begun after the wait: when that moves, they are 0 again",
		"store/redisstore/script/doubt.lua", "r.doubt_since, r.absent_probes = t, 0", "r.doubt_since = t", onRedis,
	},
	{
		"probes of an earlier attempt count", "two probes begun after the wait of this attempt",
		"store/sqlitestore/delivery_gate.go", "s.DoubtSince, s.AbsentProbes = s.Deadline, 0", "s.DoubtSince = s.Deadline", onSQLite,
	},
	{
		"probes of an earlier attempt count, Redis", "two probes begun after the wait of this attempt",
		"store/redisstore/script/begin.lua", "r.doubt_since, r.absent_probes = r.deadline, 0", "r.doubt_since = r.deadline", onRedis,
	},
	{
		"probes before the proof count", "two probes begun after the proof of death",
		"store/sqlitestore/delivery_probe.go", "SET doubt_since = ?, absent_probes = 0 WHERE", "SET doubt_since = ? WHERE", onSQLite,
	},
	{
		"probes before the proof count, Redis", "two probes begun after the proof of death",
		"store/redisstore/script/death.lua", "r.doubt_since, r.absent_probes = t, 0", "r.doubt_since = t", onRedis,
	},
	{
		"a probe before the wait is over counts", "it waits L before it is looked for",
		"store/sqlitestore/delivery_probe.go", "case began.Before(s.DoubtSince.Add(settle)) || began.After(s.now):", "case began.After(s.now):", onSQLite,
	},
	{
		"a probe before the wait is over counts, Redis", "it waits L before it is looked for",
		"store/redisstore/script/absent.lua", "if began < r.doubt_since + settle or began > now() then", "if began > now() then", onRedis,
	},
	{
		"a probe counts when told, not when begun", "absent in two probes begun after the wait",
		"store/sqlitestore/delivery_probe.go", "case began.Before(s.DoubtSince.Add(settle))", "case s.now.Before(s.DoubtSince.Add(settle))", onSQLite,
	},
	{
		"a probe of the future counts", "times are compared on the store's clock",
		"store/sqlitestore/delivery_probe.go", " || began.After(s.now):", ":", onSQLite,
	},
	{
		"a probe of the future counts, Redis", "times are compared on the store's clock",
		"store/redisstore/script/absent.lua", " or began > now() then", " then", onRedis,
	},
	{
		"one probe told twice is two", "absent in two probes",
		"store/sqlitestore/delivery_probe.go", "		case !began.After(s.lastProbe):\n			return store.Already, nil\n", "", onSQLite,
	},
	{
		"one probe told twice is two, Redis", "absent in two probes",
		"store/redisstore/script/absent.lua", "if began <= r.last_probe then return {'already'} end", "", onRedis,
	},
	{
		"one absent probe is enough", "absent in two probes",
		"store/sqlitestore/delivery_probe.go", "const absentProbes = 2", "const absentProbes = 1", onSQLite,
	},
	{
		"one absent probe is enough, Redis", "absent in two probes",
		"store/redisstore/delivery_probe.go", "const absentProbes = 2", "const absentProbes = 1", onRedis,
	},
	{
		"anybody sends again", "sent again by the owner that wrote sending, or on a proof that it is dead",
		"store/sqlitestore/delivery_probe.go", "if incarnation != s.Owner.Incarnation {", "if false {", onSQLite,
	},
	{
		"anybody sends again, Redis", "sent again by the owner that wrote sending, or on a proof that it is dead",
		"store/redisstore/script/release.lua", "if r.incarnation ~= ARGV[2] and", "if false and", onRedis,
	},
	{
		"not even the proof helps", "sent again on a proof that its sender is dead",
		"store/sqlitestore/delivery_probe.go", "if err != nil || !dead {", "if err != nil || !dead || dead {", onSQLite,
	},
	{
		"the owner may not send again", "sent again by the owner that wrote sending",
		"store/sqlitestore/delivery_probe.go", "if incarnation != s.Owner.Incarnation {", "if true {", onSQLite,
	},
	{
		"an adoption while sending", "while it is being sent its sender tells",
		"store/sqlitestore/delivery_probe.go", "		case store.Sending:\n			return store.RefusedState, nil", "		case store.Sending:\n			return store.OK, s.sent(ctx, m)", onSQLite,
	},
	{
		"a replaced delivery is adopted", "a copy of what was replaced is condemned",
		"store/sqlitestore/delivery_probe.go", "} else if free {", "} else if free || !free {", onSQLite,
	},
	{
		"a replaced delivery is adopted, Redis", "a copy of what was replaced is condemned",
		"store/redisstore/script/sent.lua", "if #d.reminders > 0 and not is_held(d, id) and not has_later_digest(d, id) then", "if true then", onRedis,
	},
	{
		"an adoption leaves its reminders free", "an adopted delivery holds its reminders again",
		"store/sqlitestore/delivery_probe.go", "if err := hold(ctx, s.tx, s.book, s.Delivery); err != nil {", "if err := error(nil); err != nil {", onSQLite,
	},

	// --- parked -------------------------------------------------------------------
	{
		"send again goes past the gate", "the two buttons pass the same gate",
		"store/sqlitestore/delivery_decision.go", "s.State, s.Reason, s.resolved = store.Due,", "s.State, s.Reason, s.resolved = store.Sending,", onSQLite,
	},
	{
		"send again goes past the gate, Redis", "the two buttons pass the same gate",
		"store/redisstore/script/resolve.lua", "move(id, r, 'due')", "move(id, r, 'sending')", onRedis,
	},
	{
		"a second click counts", "asking twice is answered already",
		"store/sqlitestore/delivery_decision.go", "case s.State != store.Parked && s.resolved:", "case false:", onSQLite,
	},
	{
		"sent already leaves the stages", "what a person says was sent counts as said",
		"store/sqlitestore/delivery_decision.go", "return store.OK, s.sent(ctx, d.Message)", "s.State = store.Sent\n		return store.OK, nil", onSQLite,
	},

	// --- reconcile ------------------------------------------------------------------
	{
		"reconciling keeps the epoch", "reconciling bumps the epoch",
		"store/sqlitestore/reconcile.go", "Epoch: stands.Epoch + 1,", "Epoch: stands.Epoch,", onSQLite,
	},
	{
		"reconciling keeps the epoch, Redis", "reconciling bumps the epoch",
		"store/redisstore/script/reconcile.lua", "text(stands.epoch + 1)", "text(stands.epoch)", onRedis,
	},
	{
		"reconciling keeps what is due", "reconciling drops everything due or claimed",
		"store/sqlitestore/reconcile.go", "state IN (?, ?)`, book, store.Due, store.Claimed)", "state IN (?, ?)`, book, store.Claimed, store.Claimed)", onSQLite,
	},
	{
		"reconciling keeps what is claimed", "reconciling drops everything due or claimed",
		"store/sqlitestore/reconcile.go", "state IN (?, ?)`, book, store.Due, store.Claimed)", "state IN (?, ?)`, book, store.Due, store.Due)", onSQLite,
	},
	{
		"reconciling keeps what is due, Redis", "reconciling drops everything due or claimed",
		"store/redisstore/script/reconcile.lua", "ipairs({'due', 'claimed'})", "ipairs({'claimed'})", onRedis,
	},
	{
		"reconciling keeps what is claimed, Redis", "reconciling drops everything due or claimed",
		"store/redisstore/script/reconcile.lua", "ipairs({'due', 'claimed'})", "ipairs({'due'})", onRedis,
	},
	{
		"an old confirmation counts", "finance confirms the list of this epoch",
		"store/sqlitestore/reconcile.go", "if r.Epoch != epoch || r.moved {", "if r.moved {", onSQLite,
	},
	{
		"an old confirmation counts, Redis", "finance confirms the list of this epoch",
		"store/redisstore/script/confirm.lua", "if current ~= ARGV[1] or stands.moved then", "if stands.moved then", onRedis,
	},
	{
		"a confirmation of another server counts", "a failover after the list was made asks for another one",
		"store/sqlitestore/reconcile.go", "if r.Epoch != epoch || r.moved {", "if r.Epoch != epoch {", onSQLite,
	},
	{
		"a confirmation of another server counts, Redis", "a failover after the list was made asks for another one",
		"store/redisstore/script/confirm.lua", "if current ~= ARGV[1] or stands.moved then", "if current ~= ARGV[1] then", onRedis,
	},
	{
		"another server goes unseen", "the store's server is compared with that of the last reconcile",
		"store/sqlitestore/reconcile.go", "r.Since, r.begun, r.moved = instant(since), here && r.Open, !here", "r.Since, r.begun, r.moved = instant(since), r.Open, false", onSQLite,
	},
	{
		"another server goes unseen, Redis", "the store's server is compared with that of the last reconcile",
		"store/redisstore/script/prelude.lua", "local moved = r[5] ~= here", "local moved = false", onRedis,
	},
	{
		"a new store sends", "an empty store waits until it is confirmed",
		"store/sqlitestore/reconcile.go", "store.Reconciliation{Open: true, Reason: store.ReasonNewStore}}", "store.Reconciliation{Open: false, Reason: store.ReasonNewStore}}", onSQLite,
	},
	{
		"a new store sends, Redis", "an empty store waits until it is confirmed",
		"store/redisstore/script/prelude.lua", "epoch = 0, open = true,", "epoch = 0, open = false,", onRedis,
	},

	// --- fresh or not at all ---------------------------------------------------
	{
		"what missed its day was said", "a delivery ends with its day: its reminders are planned again, and a jump is marked",
		"reminders/tick.go", "if d.State == store.Due && !d.NotAfter.IsZero() {", "if false {", "",
	},
	{
		"a stale sheet sends", "a tick that sends begins with a successful sync younger than 60 s",
		"reminders/tick.go", "if err := s.o.Freshener.Fresh(ctx, FreshFor); err != nil {", "if err := s.o.Freshener.Fresh(ctx, FreshFor); err != nil && false {", "",
	},
	{
		"planned on the book before the sync", "what is sent follows from the book that the sync brought",
		"reminders/tick.go", "\tif !s.isOn(g) { // what the sheet says now\n", "\tif false {\n", "",
	},
	{
		"a sync of yesterday is fresh", "younger than 60 s",
		"reminders/options.go", "FreshFor = 60 * time.Second", "FreshFor = 24 * time.Hour", "",
	},
	{
		"a held book sends", "a held book sends nothing",
		"ledger/book.go", "func (b *Book) Hold() string { return b.hold }", "func (b *Book) Hold() string { return b.hold[:0] }", "",
	},
	{
		"a paused book sends", "/relance pause stops at once",
		"reminders/draft.go", " || !g.planner.book.PausedUntil().Before(g.today) {", " {", "",
	},
	{
		"an observing book sends", "a book at observe sends nothing",
		"reminders/draft.go", "|| g.planner.book.Level() == ledger.LevelObserve ", "", "",
	},
	{
		"what is held is planned", "SkipHeld",
		"reminders/plan.go", "\tcase p.book.Hold() != \"\":\n\t\treturn SkipHeld, 0\n", "", "",
	},
	{
		"what is observed is planned", "SkipObserve",
		"reminders/plan.go", "\tcase p.book.Level() == ledger.LevelObserve:\n\t\treturn SkipObserve, 0\n", "", "",
	},
	{
		"what is paused is planned", "SkipPaused, the book",
		"reminders/plan.go", "\tcase !p.book.PausedUntil().Before(p.today):\n\t\treturn SkipPaused, p.book.PausedUntil()\n", "", "",
	},
	{
		"the last day of a pause sends", "a pause lasts its last day",
		"reminders/plan.go", "case !p.book.PausedUntil().Before(p.today):", "case p.book.PausedUntil().After(p.today):", "",
	},

	// --- decisions, each with its reason ---------------------------------------
	{
		"a credit note is chased", "SkipCreditNote",
		"reminders/plan_suspend.go", "\tcase inv.IsCredit():\n\t\treturn SkipCreditNote, 0\n\tcase inv.Problem", "\tcase inv.Problem", "",
	},
	{
		"what is paid is chased", "SkipPaid",
		"reminders/plan_suspend.go", "\tcase !inv.Open().IsPositive():\n\t\treturn SkipPaid, 0\n", "", "",
	},
	{
		"what can't be read is chased", "SkipQuarantined",
		"reminders/plan_suspend.go", "\tcase inv.Problem != \"\":\n\t\treturn SkipQuarantined, 0\n", "", "",
	},
	{
		"who opted out is chased", "SkipOptOut",
		"reminders/plan_suspend.go", "\tcase inv.OptOut:\n\t\treturn SkipOptOut, 0\n", "", "",
	},
	{
		"what waits for Start chasing is chased", "what is already late when first seen waits for Start chasing",
		"reminders/plan_suspend.go", "\tcase inv.Waiting:\n\t\treturn SkipWaiting, 0\n", "", "",
	},
	{
		"what is disputed is chased", "SkipDisputed",
		"reminders/plan_suspend.go", "\tcase !d.Amount.IsPositive():\n\t\treturn SkipDisputed, 0\n", "", "",
	},
	{
		"the undisputed part is not chased", "the undisputed part goes on",
		"reminders/plan_suspend.go", "\topen.Minor -= inv.DisputedAmount.Minor\n", "\topen.Minor = 0\n", "",
	},
	{
		"the disputed part is chased", "a dispute over a part takes that part out",
		"reminders/plan_suspend.go", "\topen.Minor -= inv.DisputedAmount.Minor\n", "", "",
	},
	{
		"a promise is not waited for", "SkipPromised",
		"reminders/plan_suspend.go", "if until := p.promisedUntil(inv); !until.Before(p.today) {", "if until := p.promisedUntil(inv); until > 1<<30 {", "",
	},
	{
		"a promise has no grace", "promise grace 2 business days",
		"reminders/plan_suspend.go", "return AddBusinessDays(p.calendar, on, p.policy.PromiseGrace)", "return on", "",
	},
	{
		"grace runs on a Sunday", "the grace is counted in business days",
		"reminders/plan_suspend.go", "return AddBusinessDays(p.calendar, on, p.policy.PromiseGrace)", "return on.AddDays(p.policy.PromiseGrace)", "",
	},
	{
		"a snooze is not waited for", "SkipSnoozed",
		"reminders/plan_suspend.go", "case inv.SnoozedUntil.After(p.today):", "case inv.SnoozedUntil > 1<<30:", "",
	},
	{
		"a snooze lasts a day longer", "a snooze ends on its day",
		"reminders/plan_suspend.go", "case inv.SnoozedUntil.After(p.today):", "case !inv.SnoozedUntil.Before(p.today):", "",
	},
	{
		"I'm on it is not waited for", "SkipTaken",
		"reminders/plan_suspend.go", "case !inv.TakenUntil.Before(p.today):", "case inv.TakenUntil > 1<<30:", "",
	},
	{
		"Customer says it's paid is not waited for", "SkipSaysPaid",
		"reminders/plan_suspend.go", "case !inv.SaysPaidUntil.Before(p.today):", "case inv.SaysPaidUntil > 1<<30:", "",
	},
	{
		"a paused customer is chased", "SkipPaused, the customer",
		"reminders/plan_suspend.go", "case !p.book.CustomerPausedUntil(inv.CustomerKey).Before(p.today):", "case false:", "",
	},
	{
		"a trifle is chased", "SkipTooSmall",
		"reminders/plan_suspend.go", "d.Amount.Minor < least.Minor {", "d.Amount.Minor < least.Minor-least.Minor {", "",
	},
	{
		"credits don't cover", "SkipCreditCovers",
		"reminders/plan.go", "\tcase p.covers(account{inv.CustomerKey, inv.Amount.Currency}):\n\t\treturn SkipCreditCovers, 0\n", "", "",
	},
	{
		"credits of another currency cover", "currencies are never added together",
		"reminders/plan_credit.go", "\t\tcase c.Amount.Currency != of.currency:\n", "", "",
	},
	{
		"cash under another name of theirs is nobody's", "unapplied cash covers, under any name of the customer",
		"reminders/plan_credit.go", "k := p.book.CustomerKey(pay.Customer)", "k := pay.Customer", "",
	},
	{
		"what was given back still covers", "only money that is there covers",
		"reminders/plan_credit.go", "return lessGivenBack(list, back)", "return list", "",
	},
	{
		"all of a plan that is kept is overdue", "a kept plan's later instalments aren't overdue",
		"reminders/plan_credit.go", "overdue += p.overdue(inv).Minor", "overdue += inv.Open().Minor", "",
	},
	{
		"cash on what can't be read covers", "nothing is guessed",
		"reminders/plan_credit.go", "\t\tif inv.Problem != \"\" {\n\t\t\tcontinue\n\t\t}\n", "", "",
	},
	{
		"a part of the credits covers", "credits that cover the balance",
		"reminders/plan_credit.go", "return overdue > 0 && credit >= overdue", "return overdue > 0", "",
	},
	{
		"who hears later hears of no jump", "skipped stages marked, to each",
		"reminders/draft.go", "\t\tl.Skipped = g.said.leftOut(cycleKey{d.Invoice, d.Cycle}, d.Stage)\n", "", "",
	},
	{
		"a plan stands whatever is edited", "what was planned before holds only where nothing moved",
		"reminders/plan_again.go", "range p.book.Moved(before.book) {", "range p.book.Moved(p.book) {", "",
	},
	{
		"a plan stands whatever is said", "what was planned before holds only where nothing was said",
		"reminders/plan_again.go", "range p.said.movedSince(before.said) {", "range p.said.movedSince(p.said) {", "",
	},
	{
		"who settles in the meantime isn't looked at", "a row that had not settled is decided about again",
		"reminders/plan_again.go", "\t\t\tif c.settling {\n", "\t\t\tif false {\n", "",
	},
	{
		"a message of whom a plan changed stays", "a message is restated where what it speaks of moved",
		"reminders/plan_again.go", "\t\tcase a[0] == b[0]:\n", "\t\tcase a[0].customer == b[0].customer:\n", "",
	},
	{
		"a letter's row never settles", "a row that had not settled is looked at again",
		"reminders/letters_account.go", "if !settling {", "if true {", "",
	},
	{
		"a plan stands overnight", "what was planned before holds for its day",
		"reminders/plan_again.go", " || before.today != m.today ||", " ||", "",
	},
	{
		"a plan stands in a pause", "a pause stops at once",
		"reminders/plan_again.go", "&& a.PausedUntil() == b.PausedUntil() && a.SameParties(b)", "", "",
	},
	{
		"without a due date it is late", "SkipNoDueDate",
		"reminders/plan.go", "\tif due.IsZero() {\n\t\td.Reason, d.Until = p.suspended(inv, d)\n\t\treturn d\n\t}\n", "", "",
	},
	{
		"the contact gap is forgotten", "contact gap 7 days",
		"reminders/plan.go", "if gap := p.lastContact(inv, d).AddDays(p.policy.ContactGap); p.gapHolds(inv, d) && p.today.Before(gap) {", "if gap := p.lastContact(inv, d).AddDays(p.policy.ContactGap); false {", "",
	},
	{
		"what is on its way is no contact", "one stage per contact, also after a broken promise",
		"reminders/plan.go", "return max(inv.LastReminder, r.day)", "_ = r\n\treturn inv.LastReminder", "",
	},
	{
		"the gap is a day short", "contact gap 7 days",
		"reminders/plan.go", "if gap := p.lastContact(inv, d).AddDays(p.policy.ContactGap); p.gapHolds(inv, d) && p.today.Before(gap) {", "if gap := p.lastContact(inv, d).AddDays(p.policy.ContactGap); p.gapHolds(inv, d) && p.today.AddDays(1).Before(gap) {", "",
	},
	{
		"who broke a promise is spared", "a broken promise is heard of at once",
		"reminders/plan.go", "spared := d.brokenOn() == 0 || !last.Before(d.brokenOn())", "spared := true", "",
	},
	{
		"a row that is being typed is chased", "a row settles first",
		"reminders/plan.go", "\tif p.unsettled(inv) {\n\t\treturn SkipSettling, 0\n\t}\n", "", "",
	},

	// --- stages ----------------------------------------------------------------
	{
		"a stage a day late", "the ladder's days count from the due date",
		"reminders/plan_stage.go", "if due.AddDays(step.Day).After(today) {", "if !due.AddDays(step.Day).Before(today) {", "",
	},
	{
		"the last stage repeats daily", "the last stage repeats at its interval",
		"reminders/plan_stage.go", "stage.Repeat = today.DaysSince(due.AddDays(l.Stages[stage.Number].Day)) / l.RepeatLast", "stage.Repeat = today.DaysSince(due.AddDays(l.Stages[stage.Number].Day))", "",
	},
	{
		"an earlier cycle's stage counts", "stages are per cycle: when the due date moves the ladder starts again",
		"reminders/plan_stage.go", "\tif s.Above(could) {\n\t\treturn could\n", "\tif s.Above(could) {\n\t\treturn s\n", "",
	},
	{
		"every stage is of an earlier cycle", "a recorded stage of this cycle counts",
		"reminders/plan_stage.go", "\tif !l.Day(due, s).After(last) {\n\t\treturn s\n\t}\n\tcould := l.StageOn(due, last)", "\tcould := l.StageOn(due, l.Day(due, ledger.StageAt(0)))", "",
	},
	{
		"one cycle for ever", "a cycle is the due date",
		"reminders/plan_stage.go", "func Cycle(inv *ledger.Invoice) string { return inv.Due.String() }", "func Cycle(inv *ledger.Invoice) string { _ = inv; return \"\" }", "",
	},
	{
		"a stage is said again", "SkipAlreadySent",
		"reminders/plan.go", "\tcase !d.Stage.Above(d.Before):\n\t\treturn p.saidReason(inv, d.Cycle), 0\n", "", "",
	},
	{
		"what is parked counts as sent", "SkipParked",
		"reminders/plan.go", "\tcase fateParked:\n\t\treturn SkipParked\n", "", "",
	},
	{
		"the row alone tells what was said", "what is under way counts as said",
		"reminders/plan.go", "d.Before = higher(ladder.StageSince(inv, due), p.said.Reached(inv.Key, cycle))", "d.Before = ladder.StageSince(inv, due)", "",
	},
	{
		"the deliveries alone tell what was said", "losing the store costs history, never the truth",
		"reminders/plan.go", "d.Before = higher(ladder.StageSince(inv, due), p.said.Reached(inv.Key, cycle))", "d.Before = p.said.Reached(inv.Key, cycle)", "",
	},
	{
		"a jump is not marked", "skipped stages are marked",
		"reminders/plan.go", "if d.Skipped = between(d.Before, d.Stage); len(d.Skipped) > 0 {", "if d.Skipped = nil; len(d.Skipped) > 0 {", "",
	},
	{
		"the journal has no skipped stages", "skipped stages are marked",
		"reminders/mark.go", "if skipped := between(before, r.Stage); len(skipped) > 0 {", "if skipped := between(before, r.Stage); len(skipped) > 99 {", "",
	},
	{
		"a stage written backwards", "the stage in the row is never lowered",
		"reminders/mark.go", "\tif r.Stage.Above(before) && keepsStage(inv, due, r.Stage) {\n", "\tif r.Stage != before {\n", "",
	},
	{
		"the last reminder goes back", "the date in the row is never earlier than it was",
		"reminders/mark.go", "if d.Day.After(inv.LastReminder) {", "if d.Day != inv.LastReminder {", "",
	},
	{
		"a stage of an earlier cycle is marked", "a stage is marked in its own cycle",
		"reminders/plan_instalment.go", "\treturn 0, false\n", "\treturn inv.Due, isLadderCycle(cycle)\n", "",
	},
	{
		"what is said beside the ladder is marked", "only stages of the ladder go into the row",
		"reminders/plan_instalment.go", "\treturn 0, false\n", "\treturn inv.Due, !isLadderCycle(cycle)\n", "",
	},
	{
		"the stage stays out of the row", "the stage goes into the row",
		"reminders/mark.go", "change(ledger.FieldStage, ledger.Text(r.Stage.String()))", "_ = r", "",
	},
	{
		"the date stays out of the row", "the date goes into the row",
		"reminders/mark.go", "change(ledger.FieldLastReminder, ledger.Day(d.Day))", "_ = d", "",
	},
	{
		"the next date stays out of the row", "the next date goes into the row",
		"reminders/mark.go", "if inv.NextReminder == d.Next {", "if true || inv.NextReminder == d.Next {", "",
	},
	{
		"a courtesy is posted", "stage 0 posts nothing by itself",
		"reminders/draft.go", "if !d.Reason.OnLadder() || d.Stage.Number == 0 || !d.Stage.Reached {", "if !d.Reason.OnLadder() || !d.Stage.Reached {", "",
	},

	// --- few messages ----------------------------------------------------------
	{
		"two digests a day are drafted", "one digest per person per day",
		"reminders/draft_digest.go", "if !w.open || !w.day.After(g.said.digestOf(who)) {", "if !w.open {", "",
	},
	{
		"a digest by the book's day", "a digest's day is the person's local date",
		"reminders/draft_digest.go", "w := g.windowAt(g.now, who.Location, g.policy.Hours.Digest)\n\tif !w.open || !w.day.After(g.said", "w := g.windowAt(g.now, who.Location, g.policy.Hours.Digest)\n\tw.day = g.today\n\tif !w.open || !w.day.After(g.said", "",
	},
	{
		"a digest by the book's clock", "at their hour, in their time zone",
		"reminders/draft_digest.go", "w := g.windowAt(g.now, who.Location, g.policy.Hours.Digest)", "w := g.windowAt(g.now, g.location, g.policy.Hours.Digest)", "",
	},
	{
		"a day is UTC's", "a digest's day is the person's local date",
		"reminders/roster.go", "day := ledger.DateOf(now.In(loc))", "day := ledger.DateOf(now.UTC())", "",
	},
	{
		"digests at night", "digests from 08:30 on",
		"reminders/roster.go", "!now.Before(from.On(day, loc)) && ", "", "",
	},
	{
		"messages in the evening", "sending hours to 18:30",
		"reminders/roster.go", " && now.Before(w.ends)", "", "",
	},
	{
		"messages on a Sunday", "business days",
		"reminders/roster.go", "p.calendar.IsBusinessDay(day) && ", "", "",
	},
	{
		"an empty digest", "none if empty",
		"reminders/draft_digest.go", "if len(out.reminders)+len(digest.Parked)+digest.Letters == 0 {", "if false {", "",
	},
	{
		"budget without end", "at most three other direct messages a day",
		"reminders/draft_direct.go", "if !w.open || left <= 0 || len(alerts) == 0 {", "if !w.open || len(alerts) == 0 {", "",
	},
	{
		"yesterday's direct messages count", "at most three a day",
		"reminders/said.go", "s.directs[directKey{d.Destination, d.Day}]++", "s.directs[directKey{d.Destination, 0}]++", "",
	},
	{
		"direct messages at night", "direct messages within the sending hours",
		"reminders/draft_direct.go", "if !w.open || left <= 0", "if left <= 0", "",
	},
	{
		"an alert again and again", "a broken promise is told once",
		"reminders/draft_direct.go", "if !ledger.StageAt(0).Above(g.told(who, d.Invoice, a.cycle)) {", "if false {", "",
	},
	{
		"a post each hour", "one post of the channel per business day",
		"reminders/draft_channel.go", "if to == \"\" || !w.open || !w.day.After(g.said.postOn(to)) {", "if to == \"\" || !w.open {", "",
	},
	{
		"a case for each stage", "each late customer has one message in the channel",
		"reminders/draft_case.go", "\t\t\tif !covered[d.Invoice] {\n", "\t\t\tif true {\n", "",
	},
	{
		"a case from stage 2", "from stage 3 on each late customer has a message",
		"reminders/draft_case.go", "const caseStage = 3", "const caseStage = 2", "",
	},
	{
		"messages stay as they were", "updated in place as things move",
		"reminders/refresh.go", "delete(s.late, d.ID); hash == s.shown[d.ID] {\n", "delete(s.late, d.ID); true {\n", "",
	},
	{
		"what others were told is news", "a stage is told once to each",
		"reminders/draft.go", "\tif !d.Stage.Above(g.told(who, d.Invoice, d.Cycle)) {\n\t\treturn false\n\t}\n", "", "",
	},
	{
		"a dropped delivery was said", "a dropped delivery said nothing",
		"reminders/said.go", "\t\tif d.State == store.Dropped {\n\t\t\tcontinue\n\t\t}\n", "", "",
	},

	// --- a delivery ------------------------------------------------------------
	{
		"planned from the newest book", "a delivery carries the Seq of the book it was planned from",
		"reminders/deliver.go", "PlannedSeq: g.planner.book.Seq()", "PlannedSeq: g.planner.book.Seq() + 1", "",
	},
	{
		"the gate isn't told what to look at", "a delivery names its invoices, customers and recipient",
		"reminders/deliver.go", "Subjects: d.subjectList(g.planner.book), ", "", "",
	},
	{
		"a delivery has no day", "a delivery ends with its day",
		"reminders/deliver.go", "NotAfter: d.ends, ", "", "",
	},
	{
		"who gets it isn't named", "the gate looks at the recipient of a delivery",
		"reminders/draft.go", ", d.to.destination()) {", ") {", "",
	},
	{
		"customers aren't named", "the gate looks at the customers of a delivery",
		"reminders/draft.go", "\t\td.subjects[ledger.CustomerSubject(l.CustomerKey)] = true\n", "", "",
	},
	{
		"owners aren't named", "the gate looks at who looks after the invoices",
		"reminders/draft.go", "\t\td.people[l.Owner] = true\n", "", "",
	},
	{
		"ids that come again", "an id is never reused: it carries a random part",
		"reminders/deliver.go", "id := randomID(s.o.Rand, \"d\")", "id := \"d\" + d.kind + d.to.Key + d.day.String()", "",
	},
	{
		"attempts share a name", "a random value per attempt",
		"reminders/deliver.go", "Attempt: randomID(s.o.Rand, \"a\")", "Attempt: \"a\"", "",
	},
	{
		"a hash without a key", "the metadata has a keyed hash per reminder",
		"reminders/deliver.go", "hmac.New(sha256.New, s.o.HashKey)", "hmac.New(sha256.New, nil)", "",
	},
	{
		"posted though already begun", "already: another call of ours may be posting",
		"reminders/deliver.go", "if begun.Verdict != store.OK {", "if !begun.Verdict.Accepted() {", "",
	},
	{
		"the store counts no direct messages", "at most three other direct messages a day, on however many replicas",
		"reminders/draft_direct.go", "			out.remind(\"\", slotOf(w.day, slot), ledger.StageAt(0))\n", "", "",
	},
	{
		"a silent gate keeps the claim", "a gate that didn't answer ends in a certain no",
		"reminders/deliver.go", "return s.giveBack(ctx, d, attempt, err, report)", "return err", "",
	},
	{
		"posted though refused", "a refusal of the gate posts nothing",
		"reminders/deliver.go", "if begun.Verdict != store.OK {", "if false {", "",
	},
	{
		"a post without a deadline", "the HTTP call has a write deadline",
		"reminders/deliver.go", "message, err := s.hand(post, d, frozen)", "message, err := s.hand(ctx, d, frozen)", "",
	},
	{
		"a shutdown cuts in", "sending is not written under a job's context",
		"reminders/deliver.go", "ctx = context.WithoutCancel(ctx)", "_ = context.WithoutCancel", "",
	},
	{
		"posted after T", "a process that slept past T writes nothing",
		"reminders/deliver.go", "if post.Err() != nil {", "if false {", "",
	},
	{
		"an internal_error is a no", "internal_error and its like are in doubt",
		"reminders/deliver.go", "if !ok || !failed.Certain {", "if !ok {", "",
	},
	{
		"a doubt about what is certain", "a certain no may go again at once",
		"reminders/deliver.go", "if !ok || !failed.Certain {", "if !ok || !failed.Certain || true {", "",
	},
	{
		"a doubt is not put down", "the wait counts from the return of the owner's call",
		"reminders/deliver.go", "if _, err := s.o.Store.RecordDoubt(ctx, s.o.Book, a, cause.Error()); err != nil {", "if err := error(nil); err != nil {", "",
	},
	{
		"refused for good is tried again", "refused for good is parked",
		"reminders/deliver.go", "Final: failed.Final, MaxAttempts", "MaxAttempts", "",
	},
	{
		"refused without end", "refused n times is parked",
		"reminders/deliver.go", "MaxAttempts: maxAttempts}", "}", "",
	},
	{
		"told to wait, it gives up", "a 429 is no reason to ask a person",
		"reminders/deliver.go", "code, refusal.MaxAttempts = codeRateLimited, math.MaxInt32", "code = codeRateLimited", "",
	},
	{
		"told to wait, it goes on", "a 429 says how long to wait",
		"reminders/deliver.go", "\t\ts.pace.backOff(failed.RetryAfter)\n", "", "",
	},
	{
		"posts without pace", "one message a second and channel",
		"reminders/pace.go", "p.channels[destination].Add(channelPace)", "p.channels[destination]", "",
	},
	{
		"a burst", "the workspace's budget",
		"reminders/pace.go", "p.last.Add(p.between)", "p.last", "",
	},

	// --- doubt -----------------------------------------------------------------
	{
		"the process's clock", "times are compared on the store's clock",
		"reminders/doubt.go", "now, err := s.o.Store.Now(ctx)", "now, err := s.o.Now(), error(nil)", "",
	},
	{
		"nothing is swept", "anything that reached sending is swept",
		"reminders/doubt.go", "uncertain, err := s.o.Store.Sweep(ctx, s.o.Book)", "uncertain, err := s.o.Store.List(ctx, s.o.Book, store.Uncertain)", "",
	},
	{
		"deaths aren't told", "a named proof that the owner is dead",
		"reminders/doubt.go", "for _, proof := range s.o.Deaths() {", "for _, proof := range s.o.Deaths()[:0] {", "",
	},
	{
		"one's own death", "nobody proves their own death",
		"reminders/doubt.go", " || proof.Incarnation == s.o.Incarnation {", " {", "",
	},
	{
		"no history, no word", "where history may not be read, park it",
		"reminders/doubt.go", "return s.park(ctx, d, \"history may not be read\", report)", "return nil", "",
	},
	{
		"no history for an hour, no word", "where history can't be read, park it",
		"reminders/doubt.go", "return s.park(ctx, d, \"history could not be read\", report)", "return nil", "",
	},
	{
		"an error of the history is an absence", "not to have looked is not to have found nothing",
		"reminders/doubt.go", "\t\treturn nil\n\tcase len(found) > 0:", "\tcase len(found) > 0:", "",
	},
	{
		"found and not adopted", "found: adopt",
		"reminders/doubt.go", "\t\treturn s.adopt(ctx, d, found, report)\n\t}\n\tverdict", "\t}\n\tverdict", "",
	},
	{
		"the second copy is overlooked", "further copies with its id are condemned and deleted",
		"reminders/doubt.go", "for _, m := range found {", "for _, m := range found[:1] {", "",
	},
	{
		"a late copy is never looked for", "anything that reached sending is swept later",
		"reminders/doubt.go", "\tif err := s.lookAgain(ctx, now, report); err != nil {\n\t\treturn err\n\t}\n", "", "",
	},
	{
		"what was parked is not looked for", "what was parked and shows late is adopted",
		"reminders/doubt.go", "mayLinger := d.State == store.Parked || ", "mayLinger := ", "",
	},
	{
		"buried alive", "any replica deletes what is condemned until done",
		"reminders/doubt.go", "\t\t\tcontinue // the next tick, or another replica\n", "", "",
	},
	{
		"condemned and kept", "any replica deletes what is condemned until done",
		"reminders/doubt.go", "\treturn s.bury(ctx, report)\n}\n\n// recordDeaths", "\treturn nil\n}\n\n// recordDeaths", "",
	},
	{
		"never released", "absent in two probes: sent again",
		"reminders/doubt.go", "verdict, err = s.o.Store.Release(ctx, s.o.Book, d.ID, s.o.Incarnation)", "verdict, err = store.NotProven, nil", "",
	},
	{
		"released in another's name", "sent again by the owner that wrote sending",
		"reminders/doubt.go", "s.o.Store.Release(ctx, s.o.Book, d.ID, s.o.Incarnation)", "s.o.Store.Release(ctx, s.o.Book, d.ID, d.Owner.Incarnation)", "",
	},
	{
		"nobody is asked", "otherwise park, visible",
		"reminders/doubt.go", "return s.park(ctx, d, \"not found, and its sender may be alive\", report)", "return nil", "",
	},
	{
		"sent again while reconciling", "nothing goes out until finance confirms",
		"reminders/doubt.go", "\tif reconciling {\n", "\tif false {\n", "",
	},
	{
		"probed at once while reconciling", "reconciling probes only T + L after it began",
		"reminders/doubt.go", "if state.Open && state.Since.Add(s.o.PostTimeout).After(since) {", "if false {", "",
	},
	{
		"reconciling sends", "nothing goes out until finance confirms the list",
		"reminders/tick.go", "\tif state.Open {\n", "\tif false {\n", "",
	},
	{
		"parked is not told", "parked, visible",
		"reminders/draft_digest.go", "if d.State == store.Parked && d.Kind != store.KindThread {\n\t\t\tlist", "if false {\n\t\t\tlist", "",
	},
	{
		"a click says nothing", "a click that came too late is told so",
		"reminders/service.go", "if !verdict.Accepted() {", "if false {", "",
	},

	// --- the wire --------------------------------------------------------------
	{
		"internal_error is certain", "internal_error, fatal_error, service_unavailable, request_timeout are uncertain",
		"bot/slackapi/refusal.go", "\t\"channel_not_found\":              true,", "\t\"channel_not_found\":              true,\n\t\"internal_error\": false,", onSlack,
	},
	{
		"fatal_error is certain", "internal_error, fatal_error, service_unavailable, request_timeout are uncertain",
		"bot/slackapi/refusal.go", "\t\"channel_not_found\":              true,", "\t\"channel_not_found\":              true,\n\t\"fatal_error\": false,", onSlack,
	},
	{
		"service_unavailable is certain", "internal_error, fatal_error, service_unavailable, request_timeout are uncertain",
		"bot/slackapi/refusal.go", "\t\"channel_not_found\":              true,", "\t\"channel_not_found\":              true,\n\t\"service_unavailable\": false,", onSlack,
	},
	{
		"request_timeout is certain", "internal_error, fatal_error, service_unavailable, request_timeout are uncertain",
		"bot/slackapi/refusal.go", "\t\"channel_not_found\":              true,", "\t\"channel_not_found\":              true,\n\t\"request_timeout\": false,", onSlack,
	},
	{
		"unknown codes are certain", "unknown codes are uncertain",
		"bot/slackapi/sender.go", "SendError{Certain: refused, Final: final, Code: r.Error}", "SendError{Certain: true || refused, Final: final, Code: r.Error}", onSlack,
	},
	{
		"a refusal is in doubt", "an error on the named list is certain",
		"bot/slackapi/sender.go", "SendError{Certain: refused, Final: final, Code: r.Error}", "SendError{Final: final && refused, Code: r.Error}", onSlack,
	},
	{
		"a 5xx is certain", "5xx are uncertain",
		"bot/slackapi/sender.go", "SendError{Code: \"http_\" +", "SendError{Certain: true, Code: \"http_\" +", onSlack,
	},
	{
		"a 429 is in doubt", "a 429 is certain",
		"bot/slackapi/sender.go", "SendError{Certain: true, Code: \"ratelimited\", RetryAfter", "SendError{Code: \"ratelimited\", RetryAfter", onSlack,
	},
	{
		"a lost connection is certain", "certain only if the connection was never made",
		"bot/slackapi/sender.go", "certain := s.traced && !connected.Load() || isDialError(err)", "certain := true || s.traced && !connected.Load() || isDialError(err)", onSlack,
	},
	{
		"no connection is in doubt", "the connection was never made: certain",
		"bot/slackapi/sender.go", "certain := s.traced && !connected.Load() || isDialError(err)", "certain := false && isDialError(err)", onSlack,
	},
	{
		"a reply cut short is certain", "a reply that can't be read is uncertain",
		"bot/slackapi/sender.go", "\t\treturn store.Message{}, &SendError{Code: \"reply\", Err: err}\n\t}\n\treturn readPosted", "\t\treturn store.Message{}, &SendError{Certain: true, Code: \"reply\", Err: err}\n\t}\n\treturn readPosted", onSlack,
	},
	{
		"the body is written twice", "nothing writes a post a second time",
		"bot/slackapi/sender.go", "\trequest.GetBody = nil\n", "", onSlack,
	},
	{
		"replies in threads count", "metadata of top-level messages",
		"bot/slackapi/sender.go", " && (m.ThreadTimestamp == \"\" || m.ThreadTimestamp == m.Timestamp) {", " {", onSlack,
	},
	{
		"one page of history", "absent means that all of it was looked at",
		"bot/slackapi/sender.go", "if !page.HasMore || page.ResponseMetaData.NextCursor == \"\" {", "if true {", onSlack,
	},
	{
		"a long history is absence", "absent means that all of it was looked at",
		"bot/slackapi/sender.go", "\treturn nil, fmt.Errorf(\"conversations.history: more than", "\treturn found, nil\n\treturn nil, fmt.Errorf(\"conversations.history: more than", onSlack,
	},
	{
		"a forbidden history is an error", "where history may not be read, park",
		"bot/slackapi/sender.go", "ok && historyRefusals[e.Err] {", "ok && historyRefusals[e.Err] && false {", onSlack,
	},

	// --- reconcile mode, and who is dead ---------------------------------------
	{
		"a restored backup goes unseen", "a store behind the high-water mark of the sheet is reconciled",
		"internal/app/reconcile.go", "case f.sheet > f.journal && (state.Open || state.Reason != behind):", "case f.sheet > f.journal && state.Open:", onApp,
	},
	{
		"an empty store confirms itself", "an empty store on a non-empty sheet is reconciled",
		"internal/app/reconcile.go", "\tcase f.sheet == 0:\n\t\treturn reconcileConfirm", "\tcase true:\n\t\treturn reconcileConfirm", onApp,
	},
	{
		"a failover goes unseen", "a failover is reconciled",
		"internal/app/reconcile.go", "\tcase state.Reason == store.ReasonAnotherServer:\n\t\treturn reconcileBegin, reasonServer\n", "", onApp,
	},
	{
		"the living are dead", "a lock that can't be taken is a run that lives",
		"internal/app/incarnation.go", "if locked, err := other.TryLock(); err == nil && locked {", "if locked, err := other.TryLock(); err == nil && (locked || !locked) {", onApp,
	},
}
