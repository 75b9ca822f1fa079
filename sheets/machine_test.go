package sheets_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

var (
	seedFlag  = flag.Uint64("sheets.seed", 0, "run this seed of the sync machine alone")
	seedsFlag = flag.Uint64("sheets.seeds", 100, "how many seeds of the sync machine to run")
)

// machineSteps is the length of one run.
const machineSteps = 40

// machine lets people, the bot and faults act at random, and remembers what
// people and the bot said, nothing else.
type machine struct {
	*office
	rng     *rand.Rand
	said    map[string][]word // by number/header, in the order it was said
	paidIn  map[string]int64  // minor units by invoice: rows typed and payments recorded
	slack   map[string]string // payment id to invoice
	numbers []string
	words   int
	columns int
	log     []string
}

// word is a value that a person or the bot gave a cell.
type word struct {
	value string
	bot   bool
}

func (m *machine) note(format string, args ...any) {
	m.log = append(m.log, fmt.Sprintf(format, args...))
}

func TestMachine(t *testing.T) {
	if *seedFlag != 0 {
		runMachine(t, *seedFlag)
		return
	}
	seeds := *seedsFlag
	if testing.Short() {
		seeds = 10
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		if t.Failed() {
			break
		}
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { runMachine(t, seed) })
	}
}

func runMachine(t *testing.T, seed uint64) {
	t.Helper()
	options := sheetsim.Options{MetadataFollowsSort: seed%2 == 0, DuplicateNamedRangeAllowed: seed%3 == 0}
	m := &machine{
		office: newOffice(t, options, usualRows(), nil), rng: rand.New(rand.NewPCG(seed, 7)),
		said: map[string][]word{}, paidIn: map[string]int64{}, slack: map[string]string{},
		numbers: []string{"INV-1", "INV-2", "INV-3", "INV-4", "INV-5", "INV-6"},
	}
	m.office.settle()
	for range machineSteps {
		m.step()
		if t.Failed() {
			break
		}
	}
	m.sim.Faults.Clear()
	m.sim.BeforeApply(nil)
	m.note("heal")
	m.restart()
	m.office.settle()
	m.check()
	if t.Failed() {
		t.Logf("seed %d:\n%s", seed, strings.Join(m.log, "\n"))
	}
}

func (m *machine) step() {
	switch m.rng.IntN(10) {
	case 0, 1, 2:
		m.human()
	case 3, 4:
		m.bot()
	case 5:
		m.fault()
	case 6:
		m.note("between: armed")
		n := 1 + m.rng.IntN(2)
		m.between(func() {
			for range n {
				m.human()
			}
		})
	case 7:
		if m.rng.IntN(3) == 0 {
			m.note("restart")
			m.restart()
			return
		}
		fallthrough
	default:
		r, err := m.try()
		m.note("sync: %s err=%v", strings.TrimSpace(strings.ReplaceAll(r.String(), "\n", "; ")), err)
	}
}

func (m *machine) fault() {
	f := sheetsim.Fault{Method: "spreadsheets.batchUpdate"}
	f.Kind = []sheetsim.FaultKind{
		sheetsim.LoseReplyAfterApply, sheetsim.ErrorAfterApply, sheetsim.TruncateReply, sheetsim.DropBeforeApply, sheetsim.RateLimit429, sheetsim.Status5xx,
	}[m.rng.IntN(6)]
	if m.rng.IntN(5) == 0 {
		f = sheetsim.Fault{Method: "spreadsheets.values.batchGet", Kind: sheetsim.StaleRead, Versions: 1 + m.rng.IntN(3)}
	}
	m.note("fault %d on %s", f.Kind, f.Method)
	m.sim.Faults.Add(f)
}

func (m *machine) pick(list []string) string { return list[m.rng.IntN(len(list))] }

func (m *machine) word() string {
	m.words++
	return fmt.Sprintf("w%d", m.words)
}

func (m *machine) human() {
	tab := m.tab("Invoices")
	switch m.rng.IntN(9) {
	case 0:
		last := letters(tab.ColumnCount-1) + itoa(len(tab.Rows))
		col := m.rng.IntN(len(tab.Rows[0]))
		m.note("human sorts by %s", letters(col))
		m.must(m.hand.SortRange("Invoices", "A2:"+last, col, m.rng.IntN(2) == 0))
	case 1:
		at := 1 + m.rng.IntN(len(tab.Rows))
		m.note("human inserts a row at %d", at)
		m.must(m.hand.InsertRows("Invoices", at, 1))
	case 2:
		if m.columns++; m.columns > 3 {
			return
		}
		at := m.rng.IntN(8)
		m.note("human inserts a column at %d", at)
		m.must(m.hand.InsertColumns("Invoices", at, 1))
	case 3:
		from, to := m.rng.IntN(12), m.rng.IntN(12)
		m.note("human moves column %d to %d", from, to)
		_ = m.hand.MoveColumn("Invoices", from, to) // onto itself is refused
	case 4:
		number := m.pick(m.numbers)
		minor := int64(100 + m.words*7)
		m.words++
		m.note("human adds a payment row of %d for %s", minor, number)
		m.addPayment(nil, day(0), number, nil, float64(minor)/100)
		m.paidIn[number] += minor
	default:
		number, header := m.pick(m.numbers), m.pick([]string{"Customer", "Notes", "Salesperson", "Mood", "Dispute"})
		value := m.word()
		m.note("human types %s into %s %s", value, number, header)
		m.types(number, header, value)
		m.said[number+"/"+header] = append(m.said[number+"/"+header], word{value: value})
	}
}

func (m *machine) bot() {
	number := m.pick(m.numbers)
	if m.rng.IntN(3) == 0 {
		minor := int64(100 + m.words*7)
		m.words++
		id := m.pays(number, minor)
		m.note("bot records %s of %d for %s", id, minor, number)
		m.slack[id] = number
		m.paidIn[number] += minor
		return
	}
	header := m.pick([]string{"Notes", "Salesperson", "Dispute"})
	field := map[string]ledger.Field{"Notes": ledger.FieldNotes, "Salesperson": ledger.FieldSalesperson, "Dispute": ledger.FieldDispute}[header]
	value := m.word()
	m.note("bot says %s for %s %s", value, number, header)
	m.says(number, field, ledger.Text(value))
	m.said[number+"/"+header] = append(m.said[number+"/"+header], word{value: value, bot: true})
}

// check compares what came of it with what was said: I3 (every human value is
// in its cell or in the conflict list), I4 (so is every acknowledged one of the
// bot), I5 (the sheet is the book), I6 (payments).
func (m *machine) check() {
	t := m.t
	t.Helper()
	kept := map[string]bool{}
	conflicts, err := m.syncer.Conflicts(context.Background())
	m.must(err)
	for _, c := range conflicts {
		kept[c.Mine.Text()] = true
	}
	for name, words := range m.said {
		number, header, _ := strings.Cut(name, "/")
		shown := m.cell(number, header)
		last := words[len(words)-1]
		at := slices.IndexFunc(words, func(w word) bool { return w.value == shown })
		switch {
		case at < 0:
			t.Errorf("%s shows %q, nobody's word: %v", name, shown, words)
		case !last.bot && shown != last.value && !kept[last.value]:
			t.Errorf("I3: %s shows %q, a person's %q is lost: %v", name, shown, last.value, words)
		case last.bot && shown != last.value && !kept[last.value]:
			t.Errorf("I4: %s shows %q, the bot's %q is lost: %v", name, shown, last.value, words)
		case !last.bot && shown != last.value:
			t.Errorf("I3: %s shows %q over a person's later %q: %v", name, shown, last.value, words)
		}
	}
	for _, number := range m.numbers {
		inv := m.invoice(number)
		for header, f := range map[string]ledger.Field{
			"Customer": ledger.FieldCustomer, "Notes": ledger.FieldNotes, "Salesperson": ledger.FieldSalesperson, "Dispute": ledger.FieldDispute, "Check": ledger.FieldCheck,
		} {
			if got, want := m.cell(number, header), inv.Value(f).Text(); got != want {
				t.Errorf("I5: %s %s shows %q, the book says %q", number, header, got, want)
			}
		}
		if got := inv.Paid().Minor; got != m.paidIn[number] {
			t.Errorf("I6: %s has %d paid, want %d", number, got, m.paidIn[number])
		}
		if got, want := strings.TrimSuffix(m.cell(number, "Paid"), ".00"), strings.TrimRight(strings.TrimRight(inv.Paid().String(), "0"), "."); got != want && got+want != "0" {
			t.Errorf("I5: %s Paid shows %q, the book counts %s", number, got, want)
		}
	}
	text := fmt.Sprint(m.payments())
	for id, number := range m.slack {
		if n := strings.Count(text, "["+id+" ") + strings.Count(text, " "+id+" "); n != 1 {
			t.Errorf("I6: payment %s of %s has %d rows", id, number, n)
		}
	}
	if hold := m.desk.Book().Hold(); hold != "" {
		t.Errorf("held: %s", hold)
	}
}
