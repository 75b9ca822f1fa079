package main

// The suites of what letters go through outside of the reminders.
const (
	onLetterApp = "./internal/app -run TestALetter"
	onMail      = "./internal/mail -skip TestOverSockets|TestAgainstAServer"
	onTray      = "./bot -run TestTheTray|TestATickedLetter|TestAFormalNotice|TestALetterThat|TestOnlyWho|TestALetterIs|TestADraft"
	onRender    = "./reminders/letter"
)

// letterMutants leave out once what is promised of letters to customers.
var letterMutants = []mutant{
	// --- which letter ------------------------------------------------------------
	{
		"a letter jumps a stage", "letters never jump: one stage per contact",
		"reminders/letters.go", "\t\t\treturn ledger.StageAt(n), true", "\t\t\treturn ledger.StageAt(min(reached.Number, l.last())), true", "",
	},
	{
		"a letter that is ahead of its day", "a letter waits until the ladder has reached its stage",
		"reminders/letters.go", "n <= min(reached.Number, l.last()); n++", "n <= l.last(); n++", "",
	},
	{
		"after a broken promise letters wait for the team", "the customer's next letter doesn't wait until the team has heard of each stage",
		"reminders/letters_plan.go", "ladder.StageOn(d.Due, q.today), q.today", "d.Stage, q.today", "",
	},
	{
		"a courtesy to who is late", "a courtesy makes no sense once the invoice is late",
		"reminders/letters.go", "(s.Letter != LetterCourtesy || !late)", "(s.Letter != LetterCourtesy || late || !late)", "",
	},
	{
		"the last letter never comes again", "the last stage's letter comes again with its repeats",
		"reminders/letters.go", "if before.Reached && before.Number == l.last() && again.Above(before)", "if false && again.Above(before)", "",
	},
	{
		"the last letter comes again at once", "the last stage's letter comes again with its repeats alone",
		"reminders/letters.go", "before.Number == l.last() && again.Above(before) &&", "before.Number == l.last() &&", "",
	},
	{
		"a letter at a stage without one", "a stage whose mail is off has no letter",
		"reminders/letters.go", `return s.Letter != "" && s.Mail != MailOff`, `return s.Letter != ""`, "",
	},
	{
		"an approval is for any stage", "an approval is of this very letter: these invoices at these stages",
		"reminders/letters.go", `b.WriteString("\x00" + string(l.Invoice) + "\x00" + l.Cycle + "\x00" + l.Stage.String())`, `b.WriteString("\x00" + string(l.Invoice) + "\x00" + l.Cycle)`, "",
	},
	{
		"an approval is for any invoices", "an approval is of this very letter: these invoices at these stages",
		"reminders/letters.go", `b.WriteString("\x00" + string(l.Invoice) + "\x00" + l.Cycle + "\x00" + l.Stage.String())`, `b.WriteString("\x00" + l.Stage.String())`, "",
	},
	{
		"the boldest mode wins", "of several stages' modes the strictest holds",
		"reminders/letters.go", "for _, m := range MailModes() {", "for _, m := range []MailMode{MailAuto, MailApprove, MailDraft, MailOff} {", "",
	},
	{
		"letters in flight aren't known", "a letter counts before its row knows of it",
		"reminders/letters_plan.go", "before := higher(ladder.LetterSince(inv, d.Due), q.said.Reached(inv.Key, cycle))", "_ = cycle\n\tbefore := ladder.LetterSince(inv, d.Due)", "",
	},
	{
		"the row isn't asked what was written", "what was written is read from the row, a lost store included",
		"reminders/letters_plan.go", "before := higher(ladder.LetterSince(inv, d.Due), q.said.Reached(inv.Key, cycle))", "before := q.said.Reached(inv.Key, cycle)", "",
	},
	{
		"a moved due date goes on with the letters", "a due date that moved starts the letters again",
		"reminders/letters.go", "return l.inCycle(due, inv.LetterStage, inv.LastLetter)", "return inv.LetterStage", "",
	},
	{
		"the mildest tone is taken", "a letter speaks in the tone of the highest next stage",
		"reminders/letters_plan.go", "if c.reason == Send && c.step.Letter.Rank() > d.Kind.Rank() {", "if c.reason == Send && (d.Kind == \"\" || c.step.Letter.Rank() < d.Kind.Rank()) {", "",
	},

	// --- formal notices ------------------------------------------------------------
	{
		"a formal notice out of the blue", "a formal notice needs a firm letter before it",
		"reminders/letters_plan.go", "!last.Letter.IsFirm() || inv.LastLetter.IsZero() {", "last.Letter == LetterFormal {", "",
	},
	{
		"a formal notice a week later", "the firm letter was at least 8 days before",
		"reminders/letters_plan.go", "inv.LastLetter.AddDays(q.policy.Letters.FormalGapDays)", "inv.LastLetter.AddDays(q.policy.Letters.FormalGapDays - 1)", "",
	},
	{
		"a formal notice at once", "the firm letter was at least 8 days before",
		"reminders/letters_plan.go", "} else if q.today.Before(c.until) {", "} else if false {", "",
	},
	{
		"a formal notice among others", "a formal notice stands alone",
		"reminders/letters_plan.go", "d.Kind == LetterFormal && c.step.Letter != LetterFormal {", "false {", "",
	},
	{
		"a formal notice on one word", "a formal notice needs two people",
		"reminders/letters_plan.go", "d.ByFinance, d.Needs = true, 2", "d.ByFinance, d.Needs = true, 1", "",
	},
	{
		"a formal notice by itself", "no formal notice leaves by itself, whatever the policy says",
		"reminders/letters_plan.go", "		d.Mode = strictest(d.Mode, MailApprove)\n", "", "",
	},
	{
		"one person says yes twice", "the second yes is another person's",
		"ledger/letter.go", "bool { return a.By == c.Actor })\n", "bool { return false })\n", "./reminders -run Letter|Approv",
	},
	{
		"a yes can't be renewed", "a yes of last week is renewed by who gave it",
		"ledger/act_letter.go", "b.LetterSaid(customer, letter).approvedOn(DateOf(a.At.UTC()), a.Actor) {", "len(b.LetterSaid(customer, letter).Approved) > 0 {", "",
	},
	{
		"interest on what is disputed", "no interest is claimed on what isn't asked for",
		"reminders/letters_content.go", "disputed := line.Disputed\n", "disputed := ledger.Money{}\n", "",
	},
	{
		"letters beside an agency's", "nobody writes to a customer from whom somebody else collects",
		"reminders/letters_plan.go", "if !isThanks && q.isHandedOver(d.Customer) {", "if false {", "",
	},
	{
		"no word of the missing notice", "who hands over is told what had no formal notice",
		"reminders/letters_handover.go", "h.Unnoticed = append(h.Unnoticed, d.Invoice)", "_ = at", "",
	},
	{
		"a formal notice without its paper", "a formal notice comes as PDF, too",
		"reminders/mailed.go", "l != nil && l.Kind == LetterFormal {", "l != nil && l.Kind == LetterFirm {", "",
	},

	// --- who is written to ----------------------------------------------------------
	{
		"never is no word", "nothing leaves for a customer who is never written to",
		"reminders/letters_plan.go", "if mode != ledger.ModeAutomatic && mode != ledger.ModeToApprove {", "if mode == ledger.ModeInternalOnly {", "",
	},
	{
		"internal only is no word", "nothing leaves for a customer who is internal only",
		"reminders/letters_plan.go", "if mode != ledger.ModeAutomatic && mode != ledger.ModeToApprove {", "if mode == ledger.ModeNever {", "",
	},
	{
		"to approve is automatic", "to approve means that a person sees each letter",
		"reminders/letters_plan.go", "if mode == ledger.ModeToApprove && d.Mode == MailAuto {", "if false {", "",
	},
	{
		"the largest are written to", "at go-live the largest customers are internal only",
		"reminders/letters_plan.go", "	case q.internal[customer]:\n		return ledger.ModeInternalOnly\n", "", "",
	},
	{
		"the largest are others each day", "who was spared at go-live stays so when others grow larger",
		"reminders/letters_plan.go", "if !letters.Live {", "if true {", "",
	},
	{
		"a letter at level internal", "at level internal nothing leaves the house",
		"reminders/letters_plan.go", "case q.book.Level() != ledger.LevelLetters:", "case q.book.Level() == ledger.LevelObserve:", "",
	},
	{
		"a letter to nowhere", "without an address nothing leaves",
		"reminders/letters_plan.go", `	case d.To == "":
		return SkipNoAddress, 0
`, "", "",
	},
	{
		"anything is an address", "what is no e-mail address is none",
		"reminders/letters_plan.go", "	if err != nil {\n		return \"\"\n	}\n	return a.Address", "	if err != nil {\n		return cell\n	}\n	return a.Address", "",
	},

	// --- what stops a letter ----------------------------------------------------------
	{
		"what stops a reminder stops no letter", "nothing is written on what is promised, disputed, snoozed or off the ladder",
		"reminders/letters_plan.go", `if c.reason, c.until = q.suspended(inv, d); c.reason != "" {`, `if c.reason, c.until = q.suspended(inv, d); c.reason == SkipPaid {`, "",
	},
	{
		"a letter on a promise", "a promise is believed, in letters too",
		"reminders/letters_plan.go", `if c.reason, c.until = q.suspended(inv, d); c.reason != "" {`, `if c.reason, c.until = q.suspended(inv, d); c.reason != "" && c.reason != SkipPromised {`, "",
	},
	{
		"a letter on a dispute", "nothing is asked for that is disputed",
		"reminders/letters_plan.go", `if c.reason, c.until = q.suspended(inv, d); c.reason != "" {`, `if c.reason, c.until = q.suspended(inv, d); c.reason != "" && c.reason != SkipDisputed {`, "",
	},
	{
		"a reply is not waited for", "they replied: letters wait",
		"reminders/letters_plan.go", "!until.Before(q.today) {\n		return SkipReplied, until", "until.Before(0) {\n		return SkipReplied, until", "",
	},
	{
		"the reply's last day is too early", "a reply pauses up to and including its day",
		"reminders/letters_plan.go", "!until.Before(q.today) {\n		return SkipReplied, until", "until.After(q.today) {\n		return SkipReplied, until", "",
	},
	{
		"a reply is about one invoice", "a reply about one invoice is an answer to all",
		"reminders/letters_plan.go", "		until = max(until, inv.RepliedUntil)", "		until = inv.RepliedUntil", "",
	},
	{
		"the contact gap is nothing", "the contact gap lies between two letters to a customer",
		"reminders/letters_plan.go", "free := gap.AddDays(q.policy.ContactGap); q.today.Before(free) {", "free := gap.AddDays(q.policy.ContactGap); q.today.Before(free) && false {", "",
	},
	{
		"the contact gap is a day short", "the contact gap lies between two letters to a customer",
		"reminders/letters_plan.go", "gap.AddDays(q.policy.ContactGap)", "gap.AddDays(q.policy.ContactGap - 1)", "",
	},
	{
		"the contact gap forgets the rows", "the gap counts from the rows, a lost store included",
		"reminders/letters_plan.go", "		last = max(last, inv.LastLetter)", "		_ = inv", "",
	},
	{
		"the contact gap forgets what just left", "the gap counts from a letter of a moment ago",
		"reminders/letters_plan.go", "last := q.said.lettersTo(customer).day", "last := ledger.Date(0)", "",
	},
	{
		"thanks count as a contact", "thanks are no reminder",
		"reminders/letters_said.go", "asks = asks || isLetterCycle(r.Cycle)", "asks = asks || r.Cycle != \"\"", "",
	},
	{
		"thanks whatever the policy says", "a thank-you note is off by default",
		"reminders/letters_thanks.go", "if mode := q.policy.Letters.ThankYou; mode == \"\" || mode == MailOff {\n		return nil", "if mode := q.policy.Letters.ThankYou; mode == \"\" {\n		return nil", "",
	},
	{
		"thanks to who was never asked", "thanks only where a letter had asked",
		"reminders/letters_thanks.go", "!last.Reached || k == \"\" || k == LetterCourtesy", "false && last.Reached && k == \"\"", "",
	},
	{
		"thanks beside what is overdue", "no thanks while something of theirs is overdue",
		"reminders/letters_thanks.go", "(inv.Standing != \"\" || inv.IsOverdue(q.today))", "inv.Standing != \"\"", "",
	},
	{
		"thanks in a dispute", "no thanks in a dispute",
		"reminders/letters_thanks.go", "			return SkipDisputed, 0\n", "			continue\n", "",
	},
	{
		"thanks twice", "an invoice is thanked for once",
		"reminders/letters_thanks.go", "!q.said.Reached(inv.Key, cycleThanks+cycle).Reached && ", "cycle != \"\" && ", "",
	},
	{
		"thanks again after somebody's own", "who thanked by hand, or decided against it, ends it",
		"reminders/letters_thanks.go", " && !q.book.LetterSaid(inv.CustomerKey, ledger.ThanksName(inv)).Done", "", "",
	},
	{
		"thanks as soon as the money is in", "by itself a note leaves the day after, one for all that came in",
		"reminders/letters_thanks.go", "d.Mode == MailAuto && !recorded.Before(q.today)", "d.Mode == MailAuto && recorded.After(q.today)", "",
	},
	{
		"thanks for what was paid long ago", "no thanks for what was settled before the book wrote to customers",
		"reminders/letters_thanks.go", " || !inv.SettledAt.After(q.book.Letters().Since) {", " {", "",
	},
	{
		"thanks for what was only presumed", "no thanks where no money was seen to come in",
		"reminders/letters_thanks.go", "case ledger.PaymentFromOpening, ledger.PaymentPresumed:", "case ledger.PaymentFromOpening:", "",
	},
	{
		"two currencies, two letters", "one letter per customer at a time",
		"reminders/letters_plan.go", "			list[i].Reason, list[i].Until = SkipTooSoon, q.today.AddDays(q.policy.ContactGap)\n", "", "",
	},
	{
		"another letter beside the one in flight", "while one is on its way nothing else goes to the customer",
		"reminders/letters_plan.go", "		return SkipUnderWay\n", "		return \"\"\n", "",
	},
	{
		"another letter beside the parked one", "while nobody knows whether one arrived nothing else goes",
		"reminders/letters_plan.go", "		return SkipParked\n", "		return \"\"\n", "",
	},
	{
		"a pause of the book stops no letter", "pause stops at once",
		"reminders/letters_plan.go", "	case !q.book.PausedUntil().Before(q.today):\n		return SkipPaused, q.book.PausedUntil()\n", "", "",
	},
	{
		"a silence asks nobody", "after 24 h of downtime letters wait for one OK",
		"reminders/letters_plan.go", "	case !q.book.Letters().Silence.IsZero():\n		return SkipDowntime, 0\n", "", "",
	},
	{
		"the silence isn't put down", "after 24 h of downtime letters wait for one OK",
		"reminders/letters_live.go", "if hours > 0 && s.o.Now().Sub(*since) >=", "if hours < 0 && s.o.Now().Sub(*since) >=", "",
	},
	{
		"an hour is a silence", "only a silence of 24 h asks finance",
		"reminders/letters_live.go", "time.Duration(hours)*time.Hour {", "time.Duration(hours)*time.Minute {", "",
	},
	{
		"the OK is never over", "one OK, and letters go on",
		"ledger/letter.go", "		w.letters.Silence = time.Time{}\n", "", "./reminders -run Letter|Silence",
	},
	{
		"last month's bank import", "letters wait for a bank import younger than three business days",
		"reminders/letters_plan.go", "	case !isThanks && q.staleImport():\n		return SkipStaleImport, 0\n", "", "",
	},
	{
		"the import's age in plain days", "the import's age counts in business days",
		"reminders/letters_plan.go", "AddBusinessDays(p.calendar, last, days).Before(p.today)", "last.AddDays(days - 1).Before(p.today)", "",
	},
	{
		"a draft leaves", "a draft is for a person to send",
		"reminders/letters_plan.go", "	case d.Mode == MailDraft:\n		return SkipDraft, 0\n", "", "",
	},
	{
		"nobody's yes is enough", "a letter waits for a person's yes",
		"reminders/letters_plan.go", "	case yes >= d.Needs:", "	case yes+1 >= d.Needs:", "",
	},
	{
		"a yes holds for ever", "an approval holds a week",
		"reminders/letters_plan.go", "if q.today.DaysSince(ledger.DateOf(a.At)) <= approvalDays {", "if a.By != \"\" {", "",
	},
	{
		"a yes to other words", "a changed paragraph ends the approvals",
		"ledger/letter.go", "said.Note, said.NoteBy, said.Approved = word.Note, c.Actor, nil", "said.Note, said.NoteBy = word.Note, c.Actor", "./reminders -run Letter|Approv",
	},
	{
		"a yes can't be taken back", "an approval can be taken back until the letter leaves",
		"ledger/letter.go", "		said.Approved = nil\n", "", "./reminders -run Letter|Approv",
	},
	{
		"credits don't count", "credits that come to what it asks for stop a letter",
		"reminders/letters_plan.go", "} else if q.creditsReach(d) {", "} else if false && q.creditsReach(d) {", "",
	},
	{
		"a payment being settled doesn't stop it", "what is being settled is not written about",
		"reminders/letters_plan.go", "	case q.unsettled(inv):\n		c.reason = SkipSettling\n", "", "",
	},

	// --- what it says -----------------------------------------------------------------
	{
		"the disputed part is asked for", "a letter asks for what is not disputed",
		"reminders/letters_plan.go", "d.Amount.Minor += c.d.Amount.Minor", "d.Amount.Minor += c.inv.Open().Minor", "",
	},
	{
		"the disputed part isn't told", "the statement says what is disputed",
		"reminders/letters_content.go", "			line.Disputed = ledger.Money{Minor: line.Open.Minor - amount.Minor, Currency: d.Currency}\n			if err := w.claim", "			if err := w.claim", "",
	},
	{
		"what isn't due is asked for", "due and not-yet-due invoices stand apart",
		"reminders/letters_content.go", "			l.NotDue = append(l.NotDue, line)", "			l.Chased = append(l.Chased, line)", "",
	},
	{
		"waived interest is claimed", "what was waived is not claimed",
		"ledger/interest_claim.go", `if inv.Waived != "" {`, "if false {", "",
	},
	{
		"interest in the first letter", "interest is claimed from the letter on that quotes it",
		"reminders/letters_content.go", "kind.Rank() < LetterPenalties.Rank()", "kind.Rank() < LetterFriendly.Rank()", "",
	},
	{
		"replies to nobody", "reply-to is the salesperson",
		"reminders/letters_content.go", "		m.ReplyTo = who.Email\n", "", "",
	},
	{
		"the paragraph is forgotten", "the letter carries the paragraph that a person added",
		"reminders/letters_content.go", "Note: d.Said.Note, ", "", "",
	},
	{
		"credits stand in no statement", "the statement shows credits",
		"reminders/letters_content.go", "	l.Credits = w.creditsOf(account{d.Customer, d.Currency})\n", "", "",
	},
	{
		"another currency in the statement", "currencies are never added together",
		"reminders/letters_content.go", "inv.Amount.Currency != d.Currency || ", "", "",
	},
	{
		"everybody gets English", "letters are in the customer's language",
		"reminders/letters_content.go", "	case about.Language != \"\":\n		return about.Language\n", "	case about.Language != \"\":\n		return \"en\"\n", "",
	},
	{
		"a formal notice without its days", "a formal notice gives eight days",
		"reminders/letters_content.go", "if d.Kind.IsFirm() {", "if d.Kind.IsFirm() && d.Kind != LetterFormal {", "",
	},

	// --- leaving ----------------------------------------------------------------------
	{
		"letters leave at night", "letters leave in sending hours alone",
		"reminders/letters_draft.go", "		if !w.open {", "		if false {", "",
	},
	{
		"the customer's holidays don't count", "nothing leaves on the customer's holiday",
		"reminders/letters_place.go", "return c.ours.IsBusinessDay(d) && c.theirs.IsBusinessDay(d)", "return c.ours.IsBusinessDay(d)", "",
	},
	{
		"our hours in New York", "hours are those of where the customer reads",
		"reminders/letters_place.go", "			location = loc\n", "			_ = loc\n", "",
	},
	{
		"the statement isn't watched", "the gate looks at all that the letter speaks of",
		"reminders/letters_draft.go", "			if inv.Open().IsPositive() || inv.IsCredit() {\n				out.watch", "			if false {\n				out.watch", "",
	},
	{
		"a letter reminds of nothing", "a letter names the invoices that it asks for, so that none is asked for twice",
		"reminders/letters_draft.go", "		for _, l := range d.Lines {\n			out.remind(l.Invoice, cycle+l.Cycle, l.Stage)\n		}\n", "		_ = cycle\n", "",
	},
	{
		"a letter counts as a reminder", "a letter's stages are its own",
		"reminders/letters_draft.go", "		cycle := cycleLetter\n", "		cycle := \"\"\n", "",
	},
	{
		"what can't be written leaves", "what would say something wrong doesn't leave",
		"reminders/letters_draft.go", "			d.Reason, d.Trouble = SkipUnwritable, err\n			continue\n", "			d.Trouble = err\n", "",
	},
	{
		"an uncertain letter is looked for in Slack", "an uncertain letter is parked: e-mail has no probe",
		"reminders/doubt.go", "	if isMail(d) {\n		return s.park(ctx, d,", "	if false {\n		return s.park(ctx, d,", "",
	},
	{
		"a letter's doubt is a certain no", "an uncertain letter is never sent again by itself",
		"reminders/deliver.go", "if !ok || !failed.Certain {", "if !isMail(d) && (!ok || !failed.Certain) {", "",
	},
	{
		"letters all at once", "letters leave one by one",
		"reminders/pace.go", "if isMail(d) {", "if false {", "",
	},
	{
		"every letter knocks at a closed door", "where the mail server can't be reached letters wait for the next tick",
		"reminders/deliver.go", "report.mailDown, refusal.MaxAttempts = true, math.MaxInt32", "refusal.MaxAttempts = math.MaxInt32", "",
	},
	{
		"an hour without a mail server gives letters up", "what can't be reached is tried for as long as the day is long",
		"reminders/deliver.go", "report.mailDown, refusal.MaxAttempts = true, math.MaxInt32", "report.mailDown = true", "",
	},
	{
		"a greylisting server is given up", "what a mail server wants later is tried again",
		"reminders/deliver.go", "		refusal.MaxAttempts = mailAttempts\n", "", "",
	},
	{
		"the letter's stage is lowered", "the letter's stage in the row is never lowered",
		"reminders/letters_send.go", "if r.Stage.Above(ladder.LetterSince(inv, due)) {", "if r.Stage.Reached || r.Stage.Above(ladder.LetterSince(inv, due)) {", "",
	},
	{
		"the last letter's day goes back", "the last letter's day is never lowered",
		"reminders/letters_send.go", "if d.Day.After(inv.LastLetter) {", "if !d.Day.IsZero() {", "",
	},
	{
		"a letter leaves no trace", "each letter is a line in the timeline",
		"reminders/letters_send.go", "	if d.Day.After(inv.LastLetter) {\n		change(ledger.FieldLastLetter, ledger.Day(d.Day))\n	}\n	change(ledger.FieldNote, ledger.Text(s.o.letterNote(kind, r.Stage, d.Destination)))\n", "	if d.Day.After(inv.LastLetter) {\n		change(ledger.FieldLastLetter, ledger.Day(d.Day))\n	}\n", "",
	},
	{
		"a letter marks a cycle that is over", "a due date that moved meanwhile keeps its row",
		"reminders/letters_send.go", "	if !ok {\n		return nil // the due date moved since: another cycle\n	}", "	if !ok {\n		due = inv.Due\n	}", "",
	},

	// --- the mail server ---------------------------------------------------------------
	{
		"a Message-ID of its own", "the Message-ID is derived from the delivery's id",
		"internal/app/letters.go", "mail.MessageID(l.DeliveryID, m.from)", "mail.MessageID(\"letter\", m.from)", onLetterApp,
	},
	{
		"a lost reply is a certain no", "a connection lost after the final dot is in doubt",
		"internal/app/letters.go", "Certain: e.Certain, Final: e.Final", "Certain: true, Final: e.Final", onLetterApp,
	},
	{
		"the dot is no border", "a connection lost after the final dot is in doubt",
		"internal/mail/error.go", "Certain: step != StepEnd}", "Certain: true}", onMail,
	},
	{
		"any reply is a doubt", "4xx and 5xx are a certain no, after the dot too",
		"internal/mail/error.go", "	e.Certain, e.Reply = true, reply.Code", "	e.Reply = reply.Code", onMail,
	},
	{
		"later is never", "a 4xx is tried again",
		"internal/mail/error.go", "e.Final = reply.Code >= 500", "e.Final = reply.Code >= 400", onMail,
	},

	// --- the tray -------------------------------------------------------------------------
	{
		"a salesperson sends formal notices", "the owner decides up to stage 2, finance after",
		"bot/tray.go", "if l.ByFinance || len(l.Lines) == 0 {", "if len(l.Lines) == 0 {", onTray,
	},
	{
		"a colleague's letters", "a salesperson decides on their own customers' letters",
		"bot/tray.go", "if !ok || !v.owns(book, inv) {", "if !ok || inv == nil {", onTray,
	},
	{
		"finance decides on every letter", "the owner decides up to stage 2",
		"reminders/letters_plan.go", `d.ByFinance = d.Owner == "" || d.Stage().Number > ownerStages`, "d.ByFinance = true", "",
	},
	{
		"the owner decides on every letter", "from stage 3 on finance decides",
		"reminders/letters_plan.go", `d.ByFinance = d.Owner == "" || d.Stage().Number > ownerStages`, `d.ByFinance = d.Owner == ""`, "",
	},
	{
		"a click sends what is stopped", "what something stops is left out of what is sent",
		"bot/tray.go", "		case l.Reason != LetterToApprove && l.Reason != LetterToSecond:\n			left = append(left, v.mark(\"tray_stopped\", with{\"Customer\": l.Name, \"Reason\": ready(v.letterReason(l))}))\n			continue\n", "", onTray,
	},
	{
		"what changed since is said to have left", "what changed since it was shown is left out, and said so",
		"bot/tray.go", "			left = append(left, v.mark(\"tray_left_out\", with{\"Customer\": b.trayName(v, customer)}))\n			continue", "			_ = customer\n			continue", onTray,
	},
}
