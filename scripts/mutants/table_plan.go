package main

// planMutants leave out once what is promised of which reminders are planned, and
// in which messages.
var planMutants = []mutant{
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
}
