package reminders_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// tabOf writes rows as "ladder|stage|day|tone|tell|letter|mail|approval|repeat",
// the first in row 2.
func tabOf(lines ...string) []ledger.LadderRow {
	var rows []ledger.LadderRow
	for i, line := range lines {
		c := append(strings.Split(line, "|"), make([]string, 9)...)
		rows = append(rows, ledger.LadderRow{Row: i + 2, Ladder: c[0], Stage: c[1], Day: c[2], Tone: c[3], Tell: c[4], Letter: c[5], Mail: c[6], Approval: c[7], Repeat: c[8]})
	}
	return rows
}

func TestTheLaidOutTabIsTheDefaultLadder(t *testing.T) {
	p := reminders.Default()
	for _, language := range []string{"en", "fr"} {
		rows := p.LadderRows(language)
		ladders, err := reminders.ReadLadderTab(rows, p)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.Ladders, ladders); diff != "" {
			t.Errorf("in %s (-file +tab):\n%s", language, diff)
		}
		b := bookOf(t, nil, ledger.Change{Field: ledger.FieldLadders, New: ledger.Record(rows)})
		if q := p.Proposed(b); q.Differs || q.Problems != nil || q.Rows != "" {
			t.Errorf("in %s: it proposes something: %+v", language, q)
		}
	}
}

func TestReadLadderTab(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []ledger.LadderRow
		row  int
		says string // empty: it is fine
	}{
		{name: "ladders side by side, the name said once", rows: tabOf("default|1|3|aimable|commercial", "|2|10|firm|sales, manager|ferme|à approuver", "Large|1|1|friendly|Commercial et finance||||0")},
		{name: "no stage numbers, and signs as people write them", rows: tabOf("default||−5|courtesy|salesperson", "||+3|friendly|salesperson")},
		{name: "no row", says: "has no row that can be read"},
		{name: "stages out of order", rows: tabOf("default|2|3|a|finance", "|1|9|b|finance"), row: 2, says: `the row says "2"`},
		{name: "days that don't rise", rows: tabOf("default|1|9|a|finance", "|2|3|b|finance"), row: 3, says: "expected rising days"},
		{name: "one day twice", rows: tabOf("default|1|9|a|finance", "|2|9|b|finance"), row: 3, says: "expected rising days"},
		{name: "a word for a day", rows: tabOf("default||soon|a|finance"), row: 2, says: `"soon" is no day`},
		{name: "nobody told", rows: tabOf("default||9|a|"), row: 2, says: "tells nobody"},
		{name: "a stranger told", rows: tabOf("default||9|a|the boss"), row: 2, says: "expected salesperson, manager, finance or direction"},
		{name: "no tone", rows: tabOf("default||9||finance"), row: 2, says: "has no tone"},
		{name: "a letter that nobody knows", rows: tabOf("default||9|a|finance|nice"), row: 2, says: "expected courtesy, friendly"},
		{name: "an approval that is neither yes nor no", rows: tabOf("default||9|a|finance|firm|approve|perhaps"), row: 2, says: "neither yes nor no"},
		{name: "a repeat that is no number", rows: tabOf("default||9|a|finance||||often"), row: 2, says: "no number of days"},
		{name: "a sign turned round, in French", rows: tabOf("default|0|-10|ferme|commercial", "|1|20|dernière|finance"), row: 2, says: "did you mean 10?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ladders, err := reminders.ReadLadderTab(c.rows, reminders.Default())
			if c.says == "" {
				if err != nil || len(ladders) == 0 {
					t.Fatal(err)
				}
				return
			}
			list := reminders.PolicyErrors(err)
			if len(list) == 0 || list[0].Line != c.row || !strings.Contains(list[0].Message, c.says) {
				t.Errorf("%v; want row %d: …%s…", err, c.row, c.says)
			}
			for _, e := range list {
				if e.Text("fr") == e.Text("en") {
					t.Errorf("not in French: %s", e.Message)
				}
			}
		})
	}
}

func TestATabProposesAndOnlyWhatIsAppliedHolds(t *testing.T) {
	p := reminders.Default()
	rows := tabOf("default|1|1|friendly|salesperson", "|2|5|firm|manager")
	b := bookOf(t, []row{{number: "INV-1", customer: "Acme", amount: 100_00, currency: "EUR", due: "2026-03-02"}},
		ledger.Change{Field: ledger.FieldLadders, New: ledger.Record(rows)})
	if now, err := p.InForce(b); err != nil || len(now.Ladders["default"].Stages) != 7 {
		t.Fatalf("it holds by itself: %v, %v", now.Ladders["default"], err)
	}
	q := p.Proposed(b)
	if !q.Differs || len(q.Policy.Ladders["default"].Stages) != 3 {
		t.Fatalf("%+v", q)
	}
	e, err := reminders.Effect(b, nil, day("2026-03-03"), p, q.Policy)
	if err != nil || len(e.Moved) != 1 || len(e.Ladders) != 1 || e.Moved[0].Then.Stage != ledger.StageAt(1) || len(e.Then.Coming) == 0 {
		t.Errorf("%+v, %v", e, err)
	}

	act := ledger.Act{ID: "click", At: day("2026-03-03").At(9, 0, paris), Actor: "U1", Source: ledger.SourceSlack}
	applied, err := b.Apply(act.ApplyLadders(b, q.Rows)...)
	if err != nil {
		t.Fatal(err)
	}
	now, err := p.InForce(applied)
	if err != nil || len(now.Ladders["default"].Stages) != 3 || applied.AppliedLadders().By != "U1" {
		t.Errorf("it doesn't hold: %v, %v", now.Ladders["default"], err)
	}
	if q := p.Proposed(applied); q.Differs {
		t.Error("what holds is proposed again")
	}
	// The tab spoilt later: what was applied holds, and the tab is reported.
	spoilt, err := applied.Apply(ledger.Change{Field: ledger.FieldLadders, New: ledger.Record(tabOf("default|0|x|a|finance"))})
	if err != nil {
		t.Fatal(err)
	}
	if now, err := p.InForce(spoilt); err != nil || len(now.Ladders["default"].Stages) != 3 {
		t.Errorf("after a slip in the tab: %v, %v", now.Ladders["default"], err)
	}
	if q := p.Proposed(spoilt); len(q.Problems) == 0 || q.Rows != "" {
		t.Errorf("a spoilt tab proposes: %+v", q)
	}
	// Back to what the file says: nothing is kept of the tab.
	back, err := applied.Apply(ledger.Change{Field: ledger.FieldLadders, New: ledger.Record(p.LadderRows("fr"))})
	if err != nil {
		t.Fatal(err)
	}
	if q := p.Proposed(back); !q.Differs || q.Rows != "" {
		t.Errorf("going back: %+v", q)
	}
}

// An invoice that stood at stage 6 of seven when its ladder lost all but two
// stages goes on hearing of the last one: stages never go back, and nobody
// falls silent.
func TestAShorterLadderGoesOnWithItsLastStage(t *testing.T) {
	p := reminders.Default()
	ladders, err := reminders.ReadLadderTab(tabOf("default|1|1|friendly|salesperson", "|2|30|firm|manager||||10"), p)
	if err != nil {
		t.Fatal(err)
	}
	p.Ladders = ladders
	b := bookOf(t, []row{{number: "INV-1", customer: "Acme", amount: 100_00, currency: "EUR", due: "2026-03-02", more: fields(
		ledger.FieldStage, ledger.Text("6"), ledger.FieldLastReminder, on("2026-05-04"))}}) // day 63
	f, err := reminders.Foresee(b, p, nil, day("2026-05-05"), 30)
	if err != nil {
		t.Fatal(err)
	}
	before := ledger.StageAt(6)
	for i, c := range f.Coming {
		if !c.Stage.Above(before) || c.Tone != "firm" {
			t.Errorf("%d: stage %s (%s) after %s", i, c.Stage, c.Tone, before)
		}
		before = c.Stage
	}
	if len(f.Coming) < 2 {
		t.Errorf("only %s reminders in 30 days, one every 10 are due", strconv.Itoa(len(f.Coming)))
	}
}
