package main

// The suites of the adapters.
const (
	onSlack = "./bot/slackapi"
	onApp   = "./internal/app"
)

// deliveryMutants leave out once each clause of the deliveries' protocol that
// their sender and its adapters keep.
var deliveryMutants = []mutant{
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
		"what the store holds is not kept in mind", "nothing that is told once keeps what is new from being told",
		"reminders/deliver.go", "if v == store.RefusedHeldID {", "if false {", "",
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
