package main

// suspendMutants leave out once what each suspension of a reminder promises.
var suspendMutants = []mutant{
	{
		"a call is not waited for", "the ladder pauses until the day of the next call",
		"reminders/plan_suspend.go", "case inv.CallAgain.After(p.today):", "case inv.CallAgain.After(p.today) && false:", "",
	},
	{
		"nobody is told to call again", "on the day the digest says who is to be called",
		"reminders/draft_call.go", "\t\tlist = append(list, l)\n", "", "",
	},
	{
		"what is off the ladder is chased", "insolvent, factored and handed over leave the ladder",
		"reminders/plan_suspend.go", "if r := standingReasons[inv.Standing]; r != \"\" {", "if r := standingReasons[inv.Standing]; r == \"?\" {", "",
	},
	{
		"an unclear plan is chased", "what can't be read is not guessed",
		"reminders/plan_instalment.go", "if inv.PlanProblem() != nil {", "if inv.PlanProblem() != nil && false {", "",
	},
	{
		"an instalment has no cycle of its own", "each instalment is chased from its own day",
		"reminders/plan_instalment.go", "if at.isKept() || at.Number > 0 && inv.Due.IsZero() {", "if at.Number > 0 && inv.Due.IsZero() {", "",
	},
	{
		"a missed instalment breaks nothing", "a missed instalment breaks the plan",
		"reminders/plan_instalment.go", "\tcase broken:\n", "\tcase broken && false:\n", "",
	},
	{
		"a broken plan jumps", "the balance is chased again at the next stage",
		"reminders/plan_instalment.go", "if before.Reached && reached.Number > before.Number+1 {", "if false {", "",
	},
	{
		"an instalment lowers the stage", "the stage in the row is never lowered",
		"reminders/plan_instalment.go", "return due == inv.Due || stage.Above(inv.Stage)", "return due == inv.Due || stage.Reached", "",
	},
	{
		"finance hears nothing of a broken plan", "a broken plan is told to the owner and to finance",
		"reminders/draft_direct.go", "return append([]Recipient{owner}, g.roster.finance...)", "return []Recipient{owner}", "",
	},
	{
		"the day to lodge a claim is kept quiet", "insolvency opens the deadline for the proof of claim",
		"reminders/draft_direct.go", "if d.Reason == SkipInsolvent &&", "if d.Reason == SkipFactored &&", "",
	},
	{
		"earlier payments keep a promise", "a promise is judged by the payments since it was made",
		"ledger/promise.go", "\treturn p.Made\n", "\treturn 0\n", "./ledger -run TestWhatBecame",
	},
	{
		"a late payment keeps a promise", "kept by the day and its grace",
		"ledger/promise.go", "from, to := inv.promiseFrom(p), min(asOf, s.LastDay)", "from, to := inv.promiseFrom(p), asOf", "./ledger -run TestWhatBecame",
	},
	{
		"a plan of any sum is made", "the instalments come to what is left to pay",
		"ledger/act_plan.go", "\tif err := own.CheckSum(found.Open()); err != nil {\n\t\treturn nil, err\n\t}\n", "", "./ledger -run TestActsThatSuspend",
	},
}
