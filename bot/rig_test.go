package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/blockkit"
	"github.com/relance-bot/relance/ledger"
)

var update = flag.Bool("update", false, "write the golden files")

// The cast. Camille looks after Acme, Marcus after the others.
const (
	team    = "T1"
	camille = "UCAMILLE"
	marcus  = "UMARCUS"
	sophie  = "USOPHIE" // finance
	helene  = "UHELENE" // manager
	guest   = "UGUEST"
	nobody  = "UNOBODY" // a member who has nothing to do with the book
	channel = "C1"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) // a Monday

// rig is a bot on a small book with everything it talks to.
type rig struct {
	*bot.Bot
	t         *testing.T
	keeper    *ledger.Bookkeeper
	journal   *memoryJournal
	slack     *fakeSlack
	reminders *fakeReminders
	sync      *fakeSyncer
	now       time.Time
	clicks    int
	log       *strings.Builder
}

func newRig(t *testing.T, changes ...ledger.Change) *rig {
	t.Helper()
	return newRigWith(t, func(*bot.BookOptions) {}, changes...)
}

func newRigWith(t *testing.T, change func(*bot.BookOptions), changes ...ledger.Change) *rig {
	t.Helper()
	journal := &memoryJournal{}
	r := &rig{t: t, journal: journal, keeper: ledger.NewBookkeeper(journal), slack: &fakeSlack{}, reminders: &fakeReminders{}, sync: &fakeSyncer{}, now: start, log: &strings.Builder{}}
	if changes == nil {
		changes = smallBook()
	}
	if _, err := r.keeper.Record(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
	references := 0
	book := bot.BookOptions{
		Name: "main", Desk: r.keeper, Syncer: r.sync, Reminders: r.reminders, Calendar: weekdays{}, Currency: "EUR", Finance: "CFIN", Journal: journal,
		Roles: bot.Roles{Finance: []string{"sophie@example.com"}, Managers: []string{"helene@example.com"}},
	}
	change(&book)
	r.Bot = bot.New(bot.Options{
		TeamID: team, BotUserID: "UBOT", Slack: r.slack, Directory: fakeDirectory{}, Now: func() time.Time { return r.now }, Language: "en",
		Log:          slog.New(slog.NewTextHandler(r.log, nil)),
		NewReference: func() string { references++; return "ref-" + strconv.Itoa(references) },
		Books:        []bot.BookOptions{book},
	})
	t.Cleanup(r.Close)
	return r
}

func smallBook() []ledger.Change {
	changes := []ledger.Change{
		person("Camille Laurent", "camille@example.com"), person("Marcus Reed", "marcus@example.com"),
		invoice("INV-1", "Acme", "Camille Laurent", 120000, "EUR", "2026-09-14", "2026-10-14"),
		invoice("INV-2", "Acme", "Camille Laurent", 50000, "EUR", "2026-10-21", "2026-11-20"),
		invoice("INV-3", "Globex & Sons", "marcus@example.com", 250050, "USD", "2026-08-01", "2026-08-31"),
		invoice("INV-4", "Initech", "marcus@example.com", 70000, "EUR", "2026-11-10", "2026-12-10"),
		invoice("INV-5", "Initech", "", 90000, "EUR", "2026-10-01", "2026-10-31"),
	}
	return changes
}

func person(name, email string) ledger.Change {
	p := ledger.Person{Name: name, Email: email}
	return ledger.Change{ID: "person/" + email, At: start, Source: ledger.SourceSheet, Person: p.Key(), Field: ledger.FieldPerson, New: ledger.Record(p)}
}

func invoice(number, customer, sales string, minor int64, currency ledger.Currency, issued, due string) ledger.Change {
	return ledger.Change{
		ID: "invoice/" + number, At: start, Source: ledger.SourceSheet, Invoice: ledger.KeyOf(number), Field: ledger.FieldInvoice,
		New: ledger.Record(ledger.Fields{
			ledger.FieldNumber: ledger.Text(number), ledger.FieldCustomer: ledger.Text(customer), ledger.FieldSalesperson: ledger.Text(sales),
			ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: minor, Currency: currency}), ledger.FieldCurrency: ledger.Text(string(currency)),
			ledger.FieldIssued: ledger.Day(day(issued)), ledger.FieldDue: ledger.Day(day(due)),
		}),
	}
}

func day(s string) ledger.Date {
	if s == "" {
		return 0
	}
	d, err := ledger.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// command types a command and gives what was answered.
func (r *rig) command(user, line string) bot.Message {
	r.t.Helper()
	name, text, _ := strings.Cut(line, " ")
	r.clicks++
	before := r.slack.count()
	r.Command(r.t.Context(), bot.Command{
		TeamID: team, UserID: user, ChannelID: channel, Name: name, Text: text,
		TriggerID: fmt.Sprintf("trigger-%d", r.clicks), ResponseURL: "https://hooks.slack.com/commands/1",
	})
	r.Wait()
	return r.slack.since(before)
}

// click presses the button of m whose action id begins so.
func (r *rig) click(user string, m bot.Message, action string) bot.Message {
	r.t.Helper()
	for _, b := range buttons(m) {
		if b.ActionID == action || strings.HasPrefix(b.ActionID, action+":") {
			return r.press(user, b)
		}
	}
	r.t.Fatalf("no button %s in %s", action, m.Text)
	return bot.Message{}
}

func (r *rig) press(user string, b *slack.ButtonBlockElement) bot.Message {
	r.clicks++
	before := r.slack.count()
	r.Action(r.t.Context(), bot.Action{
		TeamID: team, UserID: user, ChannelID: channel, MessageTS: "100.1", ActionID: b.ActionID, Value: b.Value,
		ActionTS: strconv.Itoa(r.clicks), TriggerID: fmt.Sprintf("trigger-%d", r.clicks), ResponseURL: "https://hooks.slack.com/actions/1",
	})
	r.Wait()
	return r.slack.since(before)
}

// fill hands in the modal that was opened last.
func (r *rig) fill(user, viewID string, values map[string]bot.Input) bot.SubmissionReply {
	r.t.Helper()
	v := r.slack.view(r.t)
	reply := r.Submission(r.t.Context(), bot.Submission{
		TeamID: team, UserID: user, ViewID: viewID, CallbackID: v.CallbackID, Metadata: v.PrivateMetadata, Values: values,
	})
	r.Wait()
	return reply
}

func (r *rig) invoice(number string) *ledger.Invoice {
	r.t.Helper()
	inv, ok := r.keeper.Book().Invoice(ledger.KeyOf(number))
	if !ok {
		r.t.Fatalf("no invoice %s", number)
	}
	return inv
}

func buttons(m bot.Message) []*slack.ButtonBlockElement {
	var list []*slack.ButtonBlockElement
	for _, b := range m.Blocks {
		switch x := b.(type) {
		case *slack.ActionBlock:
			for _, e := range x.Elements.ElementSet {
				if button, ok := e.(*slack.ButtonBlockElement); ok {
					list = append(list, button)
				}
			}
		case *slack.SectionBlock:
			if x.Accessory != nil && x.Accessory.ButtonElement != nil {
				list = append(list, x.Accessory.ButtonElement)
			}
		}
	}
	return list
}

// fakeSlack keeps what was said and checks each of it.
type fakeSlack struct {
	mu       sync.Mutex
	said     []said
	views    []slack.ModalViewRequest
	homes    map[string]slack.HomeTabViewRequest
	updates  []said
	shared   bool
	unsure   error
	refuse   error // of the next Respond
	files    []bot.File
	noFiles  error
	problems []string
}

type said struct {
	via     string
	to      string
	public  bool
	replace bool
	m       bot.Message
}

func (f *fakeSlack) add(s said) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.problems = append(f.problems, problems(blockkit.Message, s.m.Blocks)...)
	if s.m.Plain != nil {
		f.problems = append(f.problems, problems(blockkit.Message, s.m.Plain)...)
	}
	if strings.TrimSpace(s.m.Text) == "" {
		f.problems = append(f.problems, "a message without text")
	}
	f.said = append(f.said, s)
}

func problems(surface blockkit.Surface, v any) []string {
	raw, err := json.Marshal(v)
	if err != nil {
		return []string{err.Error()}
	}
	var list []string
	for _, p := range blockkit.Validate(surface, raw) {
		list = append(list, p.String())
	}
	return list
}

func (f *fakeSlack) count() int { f.mu.Lock(); defer f.mu.Unlock(); return len(f.said) }

// since is the first message said after n; the others are looked at by name.
func (f *fakeSlack) since(n int) bot.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.said) <= n {
		return bot.Message{}
	}
	return f.said[n].m
}

func (f *fakeSlack) last() said { f.mu.Lock(); defer f.mu.Unlock(); return f.said[len(f.said)-1] }

func (f *fakeSlack) view(t *testing.T) slack.ModalViewRequest {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.views) == 0 {
		t.Fatal("no modal was opened")
	}
	return f.views[len(f.views)-1]
}

func (f *fakeSlack) Respond(_ context.Context, url string, r bot.Response) error {
	if f.refuse != nil {
		err := f.refuse
		f.refuse = nil
		return err
	}
	f.add(said{via: "respond", to: url, public: r.Public, replace: r.Replace, m: r.Message})
	return nil
}

func (f *fakeSlack) Upload(_ context.Context, user string, file bot.File) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.noFiles != nil {
		return f.noFiles
	}
	if len(file.Content) == 0 || file.Name == "" {
		f.problems = append(f.problems, "an empty or nameless file for "+user)
	}
	f.files = append(f.files, file)
	return nil
}

func (f *fakeSlack) Post(_ context.Context, to bot.Place, m bot.Message) (bot.Place, error) {
	f.add(said{via: "post", to: to.Channel, public: true, m: m})
	return bot.Place{Channel: to.Channel, TS: "200.1"}, nil
}

func (f *fakeSlack) PostEphemeral(_ context.Context, to bot.Place, _ string, m bot.Message) error {
	f.add(said{via: "ephemeral", to: to.Channel, m: m})
	return nil
}

func (f *fakeSlack) Update(_ context.Context, at bot.Place, m bot.Message) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.problems = append(f.problems, problems(blockkit.Message, m.Blocks)...)
	f.updates = append(f.updates, said{via: "update", to: at.Channel + "/" + at.TS, m: m})
	return nil
}

func (f *fakeSlack) OpenView(_ context.Context, _ string, v slack.ModalViewRequest) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.problems = append(f.problems, problems(blockkit.Modal, v)...)
	f.views = append(f.views, v)
	return nil
}

func (f *fakeSlack) PublishHome(_ context.Context, user string, v slack.HomeTabViewRequest) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.problems = append(f.problems, problems(blockkit.Home, v)...)
	if f.homes == nil {
		f.homes = map[string]slack.HomeTabViewRequest{}
	}
	f.homes[user] = v
	return nil
}

func (f *fakeSlack) Conversation(context.Context, string) (bot.Conversation, error) {
	return bot.Conversation{Shared: f.shared}, f.unsure
}

type fakeDirectory struct{}

func (fakeDirectory) User(_ context.Context, id string) (bot.User, error) {
	users := map[string]bot.User{
		camille: {Name: "Camille Laurent", Email: "camille@example.com", Locale: "fr-FR"},
		marcus:  {Name: "Marcus Reed", Email: "marcus@example.com", Locale: "en-US"},
		sophie:  {Name: "Sophie Marchand", Email: "sophie@example.com", Locale: "en-GB"},
		paul:    {Name: "Paul Adler", Email: "paul@example.com", Locale: "en-GB"},
		helene:  {Name: "Hélène Rousseau", Email: "helene@example.com", Locale: "en-GB"},
		guest:   {Name: "Gus", Email: "marcus@example.com", Locale: "en-GB", Guest: true},
		nobody:  {Name: "Camille Laurent", Email: "other@example.com", Locale: "en-GB"},
		"UFAR":  {Name: "Far", Email: "far@example.com", Stranger: true},
		"UGONE": {Name: "Gone", Email: "sophie@example.com", Deleted: true},
	}
	u, ok := users[id]
	if !ok {
		return bot.User{}, errors.New("user_not_found")
	}
	u.ID, u.TeamID, u.Location = id, team, time.UTC
	return u, nil
}

func (fakeDirectory) ByEmail(context.Context, string) (bot.User, bool, error) {
	return bot.User{}, false, nil
}

type fakeReminders struct {
	directs   int // spent
	mu        sync.Mutex
	refreshed []ledger.Key
	waiting   []bot.Waiting
	parked    []bot.Parked
	resolved  map[string]bot.ParkedDecision
	decisions []bot.Decision
	previews  []bot.Preview
	reconcile bot.Reconciliation
	confirmed []bot.ReconcileConfirmed
	down      error
}

func (f *fakeReminders) Why(ledger.Key) []bot.Decision { return f.decisions }
func (f *fakeReminders) Waiting() []bot.Waiting        { return f.waiting }
func (f *fakeReminders) Preview(context.Context, ledger.Level) ([]bot.Preview, error) {
	return f.previews, nil
}
func (f *fakeReminders) Parked(context.Context) ([]bot.Parked, error) { return f.parked, f.down }

func (f *fakeReminders) ResolveParked(_ context.Context, d bot.ParkedDecision) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, done := f.resolved[d.ID]; done {
		return true, nil
	}
	if f.resolved == nil {
		f.resolved = map[string]bot.ParkedDecision{}
	}
	f.resolved[d.ID] = d
	return false, nil
}

func (f *fakeReminders) Reconciliation(context.Context) (bot.Reconciliation, error) {
	return f.reconcile, f.down
}

func (f *fakeReminders) ConfirmReconcile(_ context.Context, c bot.ReconcileConfirmed) error {
	f.confirmed = append(f.confirmed, c)
	f.reconcile.Open = false
	return nil
}

func (f *fakeReminders) SpendDirect(context.Context, string) (bool, error) {
	if f.directs >= 3 {
		return false, nil
	}
	f.directs++
	return true, nil
}

func (f *fakeReminders) Refresh(_ context.Context, keys ...ledger.Key) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refreshed = append(f.refreshed, keys...)
	return nil
}

type fakeSyncer struct {
	report    bot.SyncReport
	err       error
	runs      int
	would     bot.Resumption
	resumed   func(r bot.Resume) // nil: nobody may
	looked    []bot.Remedy
	conflicts []bot.Conflict
	putBack   []string
	questions []bot.Question
	answered  []bot.QuestionAnswer
	presumed  []bot.Presumed
	settled   []bot.PresumedAnswer
}

func (f *fakeSyncer) Presumed(context.Context) ([]bot.Presumed, error) {
	return slices.Clone(f.presumed), nil
}

func (f *fakeSyncer) ConfirmPresumed(_ context.Context, a bot.PresumedAnswer) error {
	f.settled = append(f.settled, a)
	f.presumed = slices.DeleteFunc(f.presumed, func(p bot.Presumed) bool { return p.ID == a.ID })
	return nil
}

func (f *fakeSyncer) Questions(context.Context) ([]bot.Question, error) {
	return slices.Clone(f.questions), nil
}

func (f *fakeSyncer) AnswerQuestion(_ context.Context, a bot.QuestionAnswer) error {
	f.answered = append(f.answered, a)
	f.questions = slices.DeleteFunc(f.questions, func(q bot.Question) bool { return q.Invoice == a.Invoice })
	return nil
}

func (f *fakeSyncer) PreviewResume(_ context.Context, r bot.Remedy) (bot.Resumption, error) {
	f.looked = append(f.looked, r)
	return f.would, f.err
}

func (f *fakeSyncer) Resume(_ context.Context, r bot.Resume) (bot.SyncReport, error) {
	if f.resumed != nil {
		f.resumed(r)
	}
	return f.report, f.err
}

func (f *fakeSyncer) Conflicts(context.Context) ([]bot.Conflict, error) {
	return slices.Clone(f.conflicts), nil
}

func (f *fakeSyncer) PutBackConflict(ctx context.Context, id string) error {
	f.putBack = append(f.putBack, id)
	return f.CloseConflict(ctx, id)
}

func (f *fakeSyncer) CloseConflict(_ context.Context, id string) error {
	f.conflicts = slices.DeleteFunc(f.conflicts, func(c bot.Conflict) bool { return c.ID == id })
	return nil
}

func (f *fakeSyncer) Sync(context.Context) (bot.SyncReport, error) { f.runs++; return f.report, f.err }
func (f *fakeSyncer) LastSync() bot.SyncReport                     { return f.report }

// weekdays is a calendar without holidays.
type weekdays struct{}

func (weekdays) AddBusinessDays(d ledger.Date, n int) ledger.Date {
	for n > 0 {
		if d = d.AddDays(1); d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			n--
		}
	}
	return d
}

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
		if old := j.find(c.ID); old != nil {
			if old.New != c.New || old.Field != c.Field {
				return nil, &ledger.Error{Code: ledger.CodeConflict, Message: "said differently before"}
			}
			out = append(out, *old)
			continue
		}
		c.Seq = uint64(len(j.changes) + 1)
		j.changes = append(j.changes, c)
		out = append(out, c)
	}
	return out, nil
}

func (j *memoryJournal) find(id string) *ledger.Change {
	for i := range j.changes {
		if j.changes[i].ID == id {
			return &j.changes[i]
		}
	}
	return nil
}

func (j *memoryJournal) Since(_ context.Context, after uint64, limit int) ([]ledger.Change, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []ledger.Change
	for _, c := range j.changes {
		if c.Seq > after && len(out) < limit {
			out = append(out, c)
		}
	}
	return out, nil
}

// golden compares v as JSON with testdata/name.json.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	path := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(raw)); diff != "" {
		t.Errorf("%s (-want +got; -update writes it):\n%s", name, diff)
	}
}

// sound fails the test if Slack would have refused anything.
func (r *rig) sound() {
	r.t.Helper()
	for _, p := range r.slack.problems {
		r.t.Error(p)
	}
}

var _ io.Writer = (*strings.Builder)(nil)
