package main

// The suites of the stores.
const (
	onSQLite = "./store/sqlitestore -run TestStore"
	onRedis  = "./store/redisstore -run TestStore"
)

// storeMutants leave out once each clause of the deliveries' protocol that the
// stores keep.
var storeMutants = []mutant{
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
}
