package slackapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/bot/slackapi"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
)

// rig is the real bot on the simulator, over Socket Mode, in a bubble.
type rig struct {
	t       *testing.T
	sim     *slacksim.Sim
	api     *slackapi.API
	sender  *slackapi.Sender
	users   *slackapi.Directory
	socket  *slackapi.Socket
	keeper  *ledger.Bookkeeper
	channel string
	sophie  slacksim.Human // finance
	camille slacksim.Human // salesperson of Acme
	log     *safeLog
}

// safeLog collects what was logged.
type safeLog struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *safeLog) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }

func (l *safeLog) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

func newRig(t *testing.T, change func(*slacksim.Options)) *rig {
	t.Helper()
	o := slacksim.Options{Now: time.Now, Scopes: slices.Concat(slacksim.DefaultScopes, slacksim.LookupScopes), NoPostingLimit: true}
	if change != nil {
		change(&o)
	}
	r := &rig{t: t, sim: slacksim.New(o), keeper: ledger.NewBookkeeper(&memoryJournal{}), log: &safeLog{}}
	o = r.sim.Options()
	r.sophie = r.sim.Human(r.sim.AddUser(slacksim.User{Name: "sophie", RealName: "Sophie Marchand", Email: "sophie@example.com", Locale: "en-GB", TZ: "Europe/Paris"}))
	r.camille = r.sim.Human(r.sim.AddUser(slacksim.User{Name: "camille", RealName: "Camille Laurent", Email: "camille@example.com", Locale: "fr-FR", TZ: "Europe/Paris"}))
	r.channel = r.sim.AddChannel(slacksim.Channel{Name: "sales", Members: []string{r.sophie.ID(), r.camille.ID(), o.BotUserID}})
	finance := r.sim.AddChannel(slacksim.Channel{Name: "finance", Private: true, Members: []string{r.sophie.ID(), o.BotUserID}})
	today := ledger.DateOf(time.Now().UTC())
	due := today.AddDays(-40).String()
	r.record(
		ledger.Change{ID: "p1", At: time.Now(), Source: ledger.SourceSheet, Person: "camille@example.com", Field: ledger.FieldPerson, New: ledger.Record(ledger.Person{Name: "Camille Laurent", Email: "camille@example.com"})},
		invoice("INV-1", "Acme", 120000, due), invoice("INV-2", "Acme & <Co>", 50000, due),
	)
	options := slackapi.Options{
		BotToken: o.BotToken, AppToken: o.AppToken, APIURL: r.sim.APIURL(), HTTPClient: r.sim.Client(), Dialer: r.sim.Dialer(), Now: time.Now,
		Log: slog.New(slog.NewTextHandler(r.log, nil)),
	}
	api, err := slackapi.New(options)
	if err != nil {
		t.Fatal(err)
	}
	r.api, r.users, r.sender = api, slackapi.NewDirectory(api), slackapi.NewSender(api)
	reference := 0
	b := bot.New(bot.Options{
		TeamID: o.TeamID, BotUserID: o.BotUserID, Slack: api, Directory: r.users, Now: time.Now, Language: "en", Log: options.Log,
		NewReference: func() string { reference++; return "ref-" + strconv.Itoa(reference) },
		Books: []bot.BookOptions{{
			Name: "main", Desk: r.keeper, Syncer: quiet{}, Reminders: quiet{}, Calendar: quiet{}, Currency: "EUR", Finance: finance,
			Roles: bot.Roles{Finance: []string{"sophie@example.com"}},
		}},
	})
	receiver := slackapi.NewReceiver(b, r.users, options)
	r.socket = slackapi.NewSocket(api, receiver)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { r.socket.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		receiver.Close()
		b.Close()
		api.Close()
		r.sim.Close()
		for _, token := range []string{o.BotToken, o.AppToken, o.SigningSecret, "/respond/"} {
			if strings.Contains(r.log.String(), token) {
				t.Errorf("the log holds %s", token)
			}
		}
	})
	if err := r.socket.WaitConnected(ctx); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) record(changes ...ledger.Change) {
	r.t.Helper()
	if _, err := r.keeper.Record(r.t.Context(), changes...); err != nil {
		r.t.Fatal(err)
	}
}

func invoice(number, customer string, minor int64, due string) ledger.Change {
	d, err := ledger.ParseDate(due)
	if err != nil {
		panic(err)
	}
	return ledger.Change{
		ID: "invoice/" + number, At: time.Now(), Source: ledger.SourceSheet, Invoice: ledger.KeyOf(number), Field: ledger.FieldInvoice,
		New: ledger.Record(ledger.Fields{
			ledger.FieldNumber: ledger.Text(number), ledger.FieldCustomer: ledger.Text(customer), ledger.FieldSalesperson: ledger.Text("Camille Laurent"),
			ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: minor, Currency: "EUR"}), ledger.FieldCurrency: ledger.Text("EUR"),
			ledger.FieldIssued: ledger.Day(d.AddDays(-30)), ledger.FieldDue: ledger.Day(d),
		}),
	}
}

// types a command and gives the last message that the person then sees.
func (r *rig) types(h slacksim.Human, line string) slacksim.Message {
	r.t.Helper()
	receipt, err := h.Command(r.t.Context(), r.channel, line)
	if err != nil || !receipt.Acked {
		r.t.Fatalf("%s: acked %v, %s, %v", line, receipt.Acked, receipt.Notice, err)
	}
	return r.last(h)
}

// last is the newest message of the channel that the person sees.
func (r *rig) last(h slacksim.Human) slacksim.Message {
	r.t.Helper()
	synctest.Wait()
	list := r.sim.Messages(r.channel)
	for i := len(list) - 1; i >= 0; i-- {
		if m := list[i]; !m.Deleted && (m.EphemeralFor == "" || m.EphemeralFor == h.ID()) {
			return m
		}
	}
	r.t.Fatal("there is no message")
	return slacksim.Message{}
}

func (r *rig) clicks(h slacksim.Human, m slacksim.Message, action string) slacksim.Receipt {
	r.t.Helper()
	receipt, err := h.Click(r.t.Context(), m.Channel, m.TS, actionID(r.t, m, action))
	if err != nil || !receipt.Acked {
		r.t.Fatalf("click %s: acked %v, %s, %v", action, receipt.Acked, receipt.Notice, err)
	}
	synctest.Wait()
	return receipt
}

// actionID is the whole id of the button whose id begins so.
func actionID(t *testing.T, m slacksim.Message, action string) string {
	t.Helper()
	var found string
	var walk func(v any)
	walk = func(v any) {
		switch x := v.(type) {
		case []any:
			for _, it := range x {
				walk(it)
			}
		case map[string]any:
			if id, _ := x["action_id"].(string); found == "" && (id == action || strings.HasPrefix(id, action+":")) {
				found = id
			}
			for _, it := range x {
				walk(it)
			}
		}
	}
	var blocks any
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		t.Fatal(err)
	}
	walk(blocks)
	if found == "" {
		t.Fatalf("no button %s in %s", action, m.Text)
	}
	return found
}

// modal is the modal that the person has on top.
func (r *rig) modal(h slacksim.Human) slacksim.SeenView {
	r.t.Helper()
	synctest.Wait()
	modals := r.sim.State(h.ID()).Modals
	if len(modals) == 0 {
		r.t.Fatalf("no modal is open; log:\n%s", r.log)
	}
	return modals[len(modals)-1]
}

func (r *rig) open(number string) string {
	r.t.Helper()
	inv, ok := r.keeper.Book().Invoice(ledger.KeyOf(number))
	if !ok {
		r.t.Fatalf("no invoice %s", number)
	}
	return fmt.Sprintf("%s in %d payments", inv.Open(), len(inv.Payments))
}

// quiet stands for the parts that have nothing to say here.
type quiet struct{}

func (quiet) Sync(context.Context) (bot.SyncReport, error) { return bot.SyncReport{}, nil }

func (quiet) PreviewResume(context.Context, bot.Remedy) (bot.Resumption, error) {
	return bot.Resumption{}, nil
}

func (quiet) Resume(context.Context, bot.Resume) (bot.SyncReport, error) {
	return bot.SyncReport{}, nil
}
func (quiet) Conflicts(context.Context) ([]bot.Conflict, error)         { return nil, nil }
func (quiet) Questions(context.Context) ([]bot.Question, error)         { return nil, nil }
func (quiet) Presumed(context.Context) ([]bot.Presumed, error)          { return nil, nil }
func (quiet) ConfirmPresumed(context.Context, bot.PresumedAnswer) error { return nil }
func (quiet) AnswerQuestion(context.Context, bot.QuestionAnswer) error  { return nil }
func (quiet) CloseConflict(context.Context, string) error               { return nil }
func (quiet) PutBackConflict(context.Context, string) error             { return nil }
func (quiet) Reconciliation(context.Context) (bot.Reconciliation, error) {
	return bot.Reconciliation{}, nil
}
func (quiet) ConfirmReconcile(context.Context, bot.ReconcileConfirmed) error  { return nil }
func (quiet) LastSync() bot.SyncReport                                        { return bot.SyncReport{} }
func (quiet) Why(ledger.Key) []bot.Decision                                   { return nil }
func (quiet) Waiting() []bot.Waiting                                          { return nil }
func (quiet) Preview(context.Context, ledger.Level) ([]bot.Preview, error)    { return nil, nil }
func (quiet) Parked(context.Context) ([]bot.Parked, error)                    { return nil, nil }
func (quiet) ResolveParked(context.Context, bot.ParkedDecision) (bool, error) { return false, nil }
func (quiet) Refresh(context.Context, ...ledger.Key) error                    { return nil }
func (quiet) SpendDirect(context.Context, string) (bool, error)               { return true, nil }
func (quiet) AddBusinessDays(d ledger.Date, n int) ledger.Date                { return d.AddDays(n) }

// memoryJournal keeps the contract of ledger.Journal.
type memoryJournal struct {
	mu      sync.Mutex
	changes []ledger.Change
}

func (j *memoryJournal) Append(_ context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []ledger.Change
	for _, c := range changes {
		i := slices.IndexFunc(j.changes, func(old ledger.Change) bool { return old.ID == c.ID })
		if i >= 0 {
			out = append(out, j.changes[i])
			continue
		}
		c.Seq = uint64(len(j.changes) + 1)
		j.changes = append(j.changes, c)
		out = append(out, c)
	}
	return out, nil
}

func (j *memoryJournal) Since(_ context.Context, after uint64, limit int) ([]ledger.Change, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	from := min(int(after), len(j.changes))
	return slices.Clone(j.changes[from:min(from+limit, len(j.changes))]), nil
}
