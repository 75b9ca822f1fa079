package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/store"
)

// Who and what is in the test's workspace.
const (
	killBook    = "main"
	killBot     = "U0SIMBOT01"
	killFinance = "U0FAYE0001"
	killManager = "U0MAXI0001"
	killChannel = "C0RELANCE01"
	killOffice  = "C0FINANCE01"
	killSheet   = "kill-sheet"
	killZone    = "Europe/Paris"
)

var (
	killSales     = []string{"U0ANNA0001", "U0BRAM0001", "U0CLEO0001"}
	killCustomers = []string{"Arden", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel"}
)

func emailOf(user string) string { return strings.ToLower(user) + "@example.com" }

func keyOf(number string) string { return strings.ToLower(number) }

// killWorld is one store, one sheet and one workspace, and the days they live.
type killWorld struct {
	t       *testing.T
	rng     *rand.Rand
	binary  string
	dir     string
	address string // of the store
	replay  string
	store   store.Store
	slack   control
	sheets  control
	days    []time.Time // the first without a kill
	bills   []bill
	calls   [][]call
	reached map[string]climb
	tally   *tally

	run    *process // the service
	round  int
	point  string
	faults []string
	offset time.Duration
	first  int // of the points

	stopped time.Time // since when the service stands at a failpoint
}

func newKillWorld(t *testing.T, binary string, seed int64, rounds int) *killWorld {
	t.Helper()
	w := &killWorld{
		t: t, rng: rand.New(rand.NewPCG(uint64(seed), 0x6b696c6c)), binary: binary, dir: t.TempDir(), tally: newTally(),
		// Ahead of the real time, which is what a Redis goes by.
		days: businessDays(time.Now().UTC().Truncate(day).AddDate(0, 0, 7), rounds+1),
	}
	w.bills = drawBills(w.rng, w.days)
	w.calls, w.reached = calls(w.bills, w.days)
	w.slack = startSim(t, binary, w.dir, "slack")
	w.sheets = startSim(t, binary, w.dir, "sheets", "--state", w.saveSheet())
	w.hire()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("round %d, killed at %s, faults %v; again: %s", w.round, w.point, w.faults, w.replay)
			if w.run != nil {
				t.Logf("the service said:\n%s", w.run.log.tail())
			}
		}
	})
	return w
}

func (w *killWorld) file(name string) string { return filepath.Join(w.dir, name) }

// hire puts people and channels into the workspace.
func (w *killWorld) hire() {
	people := append([]string{killFinance, killManager}, killSales...)
	for _, id := range people {
		w.slack.post("/users", slacksim.User{ID: id, Name: strings.ToLower(id), RealName: id, Email: emailOf(id), TZ: killZone, Locale: "en-GB"}, nil)
	}
	w.slack.post("/channels", slacksim.Channel{ID: killChannel, Name: "receivables", Members: append([]string{killBot}, people...)}, nil)
	w.slack.post("/channels", slacksim.Channel{ID: killOffice, Name: "finance", Private: true, Members: []string{killBot, killFinance, killManager}}, nil)
}

// saveSheet lays out the spreadsheet as people would, and saves it for the
// simulator's process.
func (w *killWorld) saveSheet() string {
	sim := sheetsim.New(sheetsim.Options{Now: time.Now, Seed: 1})
	if !sim.CreateSpreadsheetWithID(killSheet, "Customer invoices", "en_US", killZone) {
		w.t.Fatal("no spreadsheet")
	}
	hand := sim.Human(killSheet, emailOf(killFinance))
	tab := sim.Snapshot(killSheet).Tabs[0].Title
	if tab != "Invoices" {
		w.must(hand.RenameTab(tab, "Invoices"))
	}
	rows := [][]any{{
		"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Paid", "Paid on", "Balance", "Days late",
		"Salesperson", "Stage", "Last reminder", "Next reminder", "Notes", "Check",
	}}
	for _, b := range w.bills {
		rows = append(rows, []any{
			b.number, b.customer, sheetDay(b.due.AddDate(0, 0, -30)), sheetDay(b.due), b.amount, "EUR", nil, nil, nil, nil, emailOf(b.sales),
		})
	}
	w.must(hand.SetValues("Invoices", "A1", rows))
	path := w.file("sheets.json")
	f, err := os.Create(path)
	w.must(err)
	w.must(sim.Save(f))
	w.must(f.Close())
	return path
}

func sheetDay(t time.Time) sheetsim.Date {
	return sheetsim.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

func (w *killWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// killPolicy is the default ladder without holidays, so that the oracle needs none.
const killPolicy = `ladders:
  default:
    stages:
      - {day: -5, tone: courtesy, tell: [salesperson]}
      - {day: 3, tone: friendly, tell: [salesperson]}
      - {day: 10, tone: firm, tell: [salesperson]}
      - {day: 20, tone: penalties, tell: [salesperson, manager]}
      - {day: 30, tone: last amicable, tell: [manager, finance]}
      - {day: 45, tone: formal notice, tell: [finance], approval: true}
      - {day: 60, tone: handover, tell: [finance, direction]}
    repeat_last_days: 30
contact_gap_days: 7
weekly: false
hours: {digest: "08:30", from: "08:30", to: "18:30"}
`

func (w *killWorld) configure() string {
	policy, path := w.file("policy.yaml"), w.file("relance.yaml")
	w.must(os.WriteFile(policy, []byte(killPolicy), 0o600))
	text := fmt.Sprintf(`language: en
store: %q
slack: {mode: socket, bot_token: %s, app_token: %s, api_url: %q}
google: {endpoint: %q}
http: {listen: "127.0.0.1:0"}
sync: {every: 1s, quiet: 1s}
deliveries: {timeout: 1s, settle: 300ms, every: 100ms, hash_key: %q}
books:
  - name: %s
    spreadsheet: %s
    level: internal
    time_zone: %s
    currency: EUR
    channels: {finance: "#finance", reminders: "#receivables"}
    roles: {finance: [%s], managers: [%s]}
    policy: %q
`, w.address, simBotToken, simAppToken, w.slack.base+"/api/", w.sheets.base, killHashKey,
		killBook, killSheet, killZone, emailOf(killFinance), emailOf(killManager), policy)
	w.must(os.WriteFile(path, []byte(text), 0o600))
	return path
}

// dawn moves everybody's clock to ten o'clock of a day.
func (w *killWorld) dawn(i int) {
	paris, err := time.LoadLocation(killZone)
	w.must(err)
	y, m, d := w.days[i].Date()
	w.round, w.offset = i, time.Until(time.Date(y, m, d, 10, 0, 0, 0, paris))
	clock := map[string]string{"offset": w.offset.String()}
	w.slack.post("/clock", clock, nil)
	w.sheets.post("/clock", clock, nil)
}

// serve starts the service; a failpoint kills it.
func (w *killWorld) serve(failpoint string) {
	args := []string{"serve", "--config", w.file("relance.yaml"), "--clock-offset", w.offset.String()}
	if failpoint != "" {
		args = append(args, "--failpoint", failpoint)
	}
	w.run = startProcess(w.t, nil, w.binary, w.dir, args...)
}

// stop ends the service, in order or not.
func (w *killWorld) stop(signal syscall.Signal) {
	if !w.run.end(signal) {
		w.t.Fatalf("the service did not end on %s", signal)
	}
	w.learn()
}

// live goes through the days.
func (w *killWorld) live() {
	w.t.Cleanup(func() { _ = w.store.Close() })
	w.configure()
	w.dawn(0)
	w.serve("")
	w.startChasing()
	w.settle()
	w.stop(syscall.SIGTERM)
	for i := 1; i < len(w.days); i++ {
		w.dawn(i)
		w.killOnce()
		w.settle()
		if i == len(w.days)-1 {
			w.waitForRows()
		}
		// At rest it may end any way.
		w.stop([]syscall.Signal{syscall.SIGTERM, syscall.SIGKILL}[w.rng.IntN(2)])
	}
	w.checkAll()
}

// startChasing clicks what finance clicks after adopting a sheet with late
// invoices, once the service is there to be talked to.
func (w *killWorld) startChasing() {
	w.t.Helper()
	w.poll("the service to answer /relance status with the button", func() string {
		act := slacksim.Act{User: killFinance, Do: "command", Channel: killOffice, Text: "/relance status"}
		var acted slacksim.Acted
		if err := w.slack.try("POST", "/_control/act", act, &acted); err != nil {
			return err.Error()
		}
		ts := w.messageWith(`"start_chasing"`)
		if ts == "" {
			return fmt.Sprintf("receipt %+v", acted.Receipt)
		}
		click := slacksim.Act{User: killFinance, Do: "click", Channel: killOffice, TS: ts, Action: "start_chasing"}
		if err := w.slack.try("POST", "/_control/act", click, nil); err != nil {
			return err.Error()
		}
		return ""
	})
}

// messageWith finds a message that finance sees in its channel.
func (w *killWorld) messageWith(text string) string {
	var state slacksim.State
	w.slack.get("/_control/state?user="+killFinance, &state)
	for _, c := range state.Channels {
		for _, m := range slices.Backward(c.Messages) {
			if c.ID == killOffice && strings.Contains(string(m.Blocks), text) {
				return m.TS
			}
		}
	}
	return ""
}

// poll asks until there is nothing to complain about.
func (w *killWorld) poll(what string, complaint func() string) {
	w.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		if !w.run.running() {
			w.t.Fatalf("while waiting for %s the service ended: %s", what, w.run.cmd.ProcessState)
		}
		w.wake()
		said := complaint()
		if said == "" && !w.run.isStopped() {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("waited %s for %s: %s", patience, what, said)
		}
		time.Sleep(pollEvery)
	}
}

// posted is a message of the bot with what its metadata says.
type posted struct {
	place     string
	ts        string
	delivery  string
	reminders []string
	deleted   bool
}

// inThread marks the place of a line under a customer's message: never said
// twice either, and nothing that the ladder calls for.
const inThread = " (a thread)"

// said is every delivery in the workspace, deleted ones as well.
func (w *killWorld) said() []posted {
	w.t.Helper()
	var list []posted
	for _, place := range append([]string{killChannel, killOffice, killFinance, killManager}, killSales...) {
		var messages []slacksim.Message
		w.slack.get("/_control/messages?channel="+place, &messages)
		for _, m := range messages {
			var metadata struct {
				EventPayload struct {
					Delivery  string   `json:"delivery"`
					Reminders []string `json:"reminders"`
				} `json:"event_payload"`
			}
			if len(m.Metadata) == 0 {
				continue
			}
			w.must(json.Unmarshal(m.Metadata, &metadata))
			at := place
			if m.ThreadTS != "" {
				at += inThread
			}
			if of := metadata.EventPayload; of.Delivery != "" {
				list = append(list, posted{at, m.TS, of.Delivery, of.Reminders, m.Deleted})
			}
		}
	}
	return list
}
