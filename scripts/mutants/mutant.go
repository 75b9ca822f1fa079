package main

import "slices"

// mutant is one planted bug.
type mutant struct {
	name   string
	clause string // of the protocol, that it breaks
	file   string
	old    string // stands in the file exactly once
	new    string
	pkg    string // whose tests must catch it, and further arguments of go test; the set's if empty
}

// set is the planted bugs of one protocol.
type set struct {
	name    string
	pkg     string     // whose tests must catch them, where a bug names no other
	suites  [][]string // arguments of go test on pkg, tried in turn, the cheap ones first
	mutants []mutant
}

const slowInSheets = "TestMachine|TestASeedReplaysExactly|TestAnHour|TestADemoSizedSheet|TestMessySheets"

// besideTheYear is the reminders' tests, those first that say what is wrong.
var besideTheYear = [][]string{{"-skip", "TestRandom|TestAYear"}, {"-run", "TestRandom|TestAYear"}}

var sets = []set{
	{
		"sync", "./sheets",
		[][]string{
			{"-skip", slowInSheets + "|TestAdopted|TestHumans|TestTheHiddenTab|TestAChunk|TestAnAddedInvoice|TestTheDashboard|TestASheetThat"},
			{"-skip", slowInSheets},
			{"-run", "TestMachine", "-sheets.seeds", "400"},
		},
		syncMutants,
	},
	{
		"delivery", "./reminders",
		besideTheYear, slices.Concat(storeMutants, planMutants, deliveryMutants),
	},
	{
		"suspend", "./reminders",
		[][]string{{"-run", "TestWhatSuspends|TestAMissedInstalment|TestTheDayOfTheNextCall|TestInsolvency"}},
		suspendMutants,
	},
	{
		"letters", "./reminders", besideTheYear, letterMutants,
	},
	{
		"people", "./reminders", besideTheYear, peopleMutants,
	},
}
