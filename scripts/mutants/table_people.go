package main

// peopleMutants leave out once what is promised of who is told, and how often.
var peopleMutants = []mutant{
	{
		"questions about conflicts don't count", "at most three other direct messages a day, whoever writes them",
		"reminders/draft_direct.go", " - g.asked(who, w.day)", "", "",
	},
	{
		"a question has room always", "at most three other direct messages a day, whoever writes them",
		"reminders/directs.go", "	if n >= s.Policy().DirectPerDay {\n		return false, nil\n	}\n", "", "",
	},
	{
		"a restart forgets what was asked", "what was asked stands in the journal",
		"reminders/follow.go", "			s.asked.take(c, s.o.Now())\n", "", "",
	},
	{
		"what others collect is forgotten", "finance asks once a month about a file that others have",
		"reminders/draft_handover.go", "/ collectionDays; months > 0 {", "/ collectionDays; months > 1_000 {", "",
	},
	{
		"money from who collects is no news", "what came in on a file that others have is told once",
		"reminders/draft_handover.go", "		for _, m := range c.Recovered {\n			g.first(out, c.Invoices[0], about+m.String()+\" \"+string(m.Currency))\n		}\n", "", "",
	},
	{
		"a file that others have is asked about daily", "in between it is listed along, and is no reason for a digest",
		"reminders/draft_handover.go", "about+fmt.Sprint(months))", "about+g.today.String()+fmt.Sprint(months))", "",
	},
	{
		"who is away is told", "what is an absent person's goes to who stands in",
		"reminders/roster.go", "		who, text = next, away.StandIn\n", "		return who, absence, nil\n", "",
	},
	{
		"the stand-in isn't told for whom", "who stands in is told for whom",
		"reminders/roster.go", "			absence = Absence{Name: who.Name, Until: away.Until}\n", "", "",
	},
	{
		"a stand-in who can't be reached is silence", "never silence: finance stands in",
		"reminders/roster.go", `		if !ok || !s.reaches(next) {
			return Recipient{}, absence, nil`, `		if !ok || !s.reaches(next) {
			return who, absence, nil`, "",
	},
	{
		"two who stand in for each other", "each stands in for the other: finance does",
		"reminders/roster.go", "			return Recipient{}, absence, nil // each stands in for the other", "			return who, absence, nil // each stands in for the other", "",
	},
	{
		"one absence is followed", "a stand-in's stand-in is still somebody who knows",
		"reminders/roster.go", "const maxStandIns = 3", "const maxStandIns = 0", "",
	},
	{
		"the last day isn't one", "an absence covers its first and last day",
		"ledger/away.go", "!day.Before(a.From) && !day.After(a.Until)", "!day.Before(a.From) && day.Before(a.Until)", "./reminders -run Away|Back",
	},
	{
		"away before it begins", "an absence covers its first and last day",
		"ledger/away.go", "!day.Before(a.From) && !day.After(a.Until)", "!day.After(a.Until)", "./reminders -run Away|Back",
	},
	{
		"the tab beats what was said", "what Slack said holds until it is over",
		"ledger/away.go", `ok && slackID != "" && said.On(day) {`, `ok && slackID == "" && said.On(day) {`, "./reminders -run Away|Back",
	},
	{
		"who comes back stays away", "who comes back early is told again",
		"ledger/away.go", "		w.aways.delete(c.Person, w.edit)\n", "", "./reminders -run Away|Back",
	},
	{
		"finance can't be away", "finance and managers have stand-ins, too",
		"reminders/roster.go", "			if present = s.located(present); s.reaches(present)", "			if present = s.located(who); s.reaches(present)", "",
	},
	{
		"nobody of finance is silence", "nobody of finance to be reached: their channel",
		"reminders/roster.go", `if c := s.o.Channels.Finance; c != "" && `, `if c := s.o.Channels.Finance; c == "" && `, "",
	},
	{
		"who left is told", "a deactivated account is nobody",
		"reminders/roster.go", `		if !ok || !s.reaches(who) {
			r.mailless[inv.SalesKey] = ok && who.isMailed()
			continue
		}
		present, absence, err`, `		if !s.reaches(who) {
			r.mailless[inv.SalesKey] = ok && who.isMailed()
			continue
		}
		present, absence, err`, "",
	},
	{
		"who left is nobody's question", "a deactivated account raises a proposal to finance",
		"reminders/roster.go", "			r.gone[inv.SalesKey] = who\n", "			_ = who\n", "",
	},
	{
		"who left owes nothing and is asked about", "a proposal lists what is open",
		"reminders/draft_gone.go", "			if !inv.Open().IsPositive() {\n				continue\n			}\n", "", "",
	},
	{
		"no owner is silence", "no owner means finance, never silence",
		"reminders/roster.go", "			if !owned && r.isFinance(who) {\n				return RoleFinance, true\n			}\n", "", "",
	},
	{
		"the week on every morning", "managers get the week once",
		"reminders/draft_weekly.go", `|| g.told(who, "", cycle).Reached {`, "{", "",
	},
	{
		"the week to everybody", "the week is for managers",
		"reminders/draft_weekly.go", "!g.policy.Weekly || !contains(g.roster.managers, who) ||", "!g.policy.Weekly ||", "",
	},
	{
		"last week's figures on a Thursday", "the week goes out on its first days only",
		"reminders/draft_weekly.go", "const weeklyLate = 1", "const weeklyLate = 4", "",
	},
	{
		"the week before Start chasing", "a book that waits for Start chasing speaks to nobody",
		"reminders/draft_weekly.go", "if g.plan.reasons[SkipWaiting] > 0 {", "if false {", "",
	},
	{
		"the trend is of yesterday", "the week is compared with the same day a week ago",
		"reminders/draft_weekly.go", "before := g.today.AddDays(-weekDays)", "before := g.today.AddDays(-1)", "",
	},
	{
		"a dispute is looked at before its day", "finance hears of a dispute from its day of review on",
		"reminders/draft_finance.go", "!inv.DisputeReview.IsZero() && !inv.DisputeReview.After(g.today) {", "!inv.DisputeReview.IsZero() {", "",
	},
	{
		"a dispute past its review is nobody's", "finance hears of a dispute from its day of review on",
		"reminders/draft_finance.go", "			digest.Disputes = append(digest.Disputes, g.line(inv, *d))\n", "", "",
	},
	{
		"a digest each day about one dispute", "known things are listed along, and are no reason for a digest",
		"reminders/draft_finance.go", "	if g.told(out.to, invoice, cycle).Reached {\n		return false\n	}\n", "", "",
	},
	{
		"a mode is never looked at again", "a customer's mode comes back for review on its day",
		"reminders/draft_finance.go", "		digest.Reviews = append(digest.Reviews,", "		_ = append(digest.Reviews,", "",
	},
	{
		"a broken promise is told for ever", "finance hears of a broken promise once",
		"reminders/draft_finance.go", "!d.Broken.IsZero() && age < brokenFresh && g.first(", "!d.Broken.IsZero() && age < brokenFresh && !g.first(", "",
	},
	{
		"letters wait, and nobody is told", "the digest says how many letters wait for the reader",
		"reminders/letters_draft.go", "			if g.roster.isFinance(who) {\n				count++\n			}\n", "", "",
	},
	{
		"the salesperson isn't told of their letters", "the digest says how many letters wait for the reader",
		"reminders/letters_draft.go", "		case owner.Key == who.Key:\n			count++\n", "", "",
	},

	// --- who has no Slack --------------------------------------------------------
	{
		"who has no Slack is nobody", "people without Slack are told by mail",
		"reminders/mailed.go", `return who.SlackID != "" || who.isMailed() && s.o.InHouse != nil`, `return who.SlackID != ""`, "",
	},
	{
		"a mail without a server", "without a mail server finance stands in for who has no Slack",
		"reminders/mailed.go", `return who.SlackID != "" || who.isMailed() && s.o.InHouse != nil`, `return who.SlackID != "" || who.isMailed()`, "",
	},
	{
		"who joins Slack hears it all again", "who got mails before they had a Slack account isn't told again",
		"reminders/mailed.go", "return [2]string{r.SlackID, r.Email}", "return [2]string{r.SlackID, r.SlackID}", "",
	},
	{
		"a second digest for who joins Slack", "one digest per person per day, wherever it went",
		"reminders/mailed.go", "			last = max(last, l.digests[a])\n", "			_ = a\n", "",
	},
	{
		"a mail to who has Slack", "who has Slack is told there",
		"reminders/mailed.go", `	if r.SlackID != "" {
		return r.SlackID
	}
	return r.Email`, `	if r.Email != "" {
		return r.Email
	}
	return r.SlackID`, "",
	},
	{
		"nobody is asked of a mailed salesperson's letters", "who has no Slack can't open the tray: finance does",
		"reminders/letters_draft.go", " || owner.isMailed(): // who has no Slack", ": // who has no Slack", "",
	},
}
