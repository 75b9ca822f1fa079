package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// remindCmd shows what reminders are to come. Sending is the service's.
type remindCmd struct {
	Config   string `default:"relance.yaml" help:"Configuration file." type:"path"`
	DryRun   bool   `help:"Show who would get what, and send nothing. Without it nothing is done: relance serve sends."`
	AsOf     string `help:"As if it were this day; today by default." placeholder:"2026-11-23"`
	Days     int    `default:"30" help:"How many days to look ahead, the first included."`
	Book     string `help:"Only this book; all of them by default." placeholder:"NAME"`
	Format   string `enum:"text,json" default:"text" help:"Format of what is printed: text or json."`
	Language string `enum:"en,fr," default:"" help:"Language of what is printed: en or fr; by default the configuration's."`
	Log      string `enum:"text,json" default:"text" help:"Format of the log on standard error: text or json."`
}

func (remindCmd) Help() string {
	return `Examples:
  relance remind --dry-run --config relance.yaml
  relance remind --dry-run --as-of 2026-12-01 --days 60 --format json --config relance.yaml

Reads the sheet as it is now and lives through the days to come on paper: what
would be sent counts as sent, and nobody pays or says anything meanwhile.
Nothing is written and nothing is sent. A book that is held, paused or only
observes is shown as if it were let go.

Exit codes: 0 all well; 4 a book is held; 1 a book could not be read; 80 the
command line makes no sense.`
}

// Validate refuses to send: one process does, with its claims and its gate.
func (r remindCmd) Validate() error {
	switch {
	case !r.DryRun:
		return errors.New("say --dry-run: relance remind only shows what is to come; relance serve sends reminders, each of them once")
	case r.Days < 1 || r.Days > reminders.MaxForeseenDays:
		return fmt.Errorf("--days %d: expected 1 to %d", r.Days, reminders.MaxForeseenDays)
	}
	if r.AsOf != "" {
		if _, err := ledger.ParseDate(r.AsOf); err != nil {
			return fmt.Errorf("--as-of %q: expected a day such as 2026-11-23", r.AsOf)
		}
	}
	return nil
}

func (r remindCmd) Run(c *console) error {
	cfg, err := config.Load(r.Config)
	if err != nil {
		return err
	}
	language := r.Language
	if language == "" {
		language = cfg.Language
	}
	looks, err := app.LookAt(c.ctx, app.Options{Config: cfg, Log: newLog(c, r.Log), Now: c.now}, r.Book)
	if err != nil {
		return err
	}
	code, list := exitOK, []remindBook{}
	for _, look := range looks {
		if look.Err != nil {
			_, _ = fmt.Fprintf(c.stderr, "relance: book %s: %v\n", look.Book, look.Err)
			code = worse(code, exitError)
			continue
		}
		from := look.Today
		if r.AsOf != "" {
			from, _ = ledger.ParseDate(r.AsOf) // Validate read it
		}
		f, err := reminders.Foresee(look.Ledger, look.Policy, look.Said, from, r.Days)
		if err != nil {
			return fmt.Errorf("book %s: %w", look.Book, err)
		}
		if look.Held != "" {
			code = worse(code, exitHeld)
		}
		if r.Format == "text" {
			if _, err := fmt.Fprint(c.stdout, remindText(look, f, language)); err != nil {
				return err
			}
		}
		list = append(list, remindJSON(look, f))
	}
	if r.Format == "json" {
		out := json.NewEncoder(c.stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(list); err != nil {
			return err
		}
	}
	if code != exitOK {
		return &exitCodeError{code}
	}
	return nil
}

// remindBook is the JSON form of one book's forecast.
type remindBook struct {
	Book      string               `json:"book"`
	From      ledger.Date          `json:"from"`
	To        ledger.Date          `json:"to"`
	Level     ledger.Level         `json:"level"`
	Held      string               `json:"held,omitempty"`
	Today     []remindLine         `json:"today"`
	Coming    []remindLine         `json:"coming"` // today's included
	PerStage  map[string]int       `json:"per_stage"`
	PerReader map[string]remindSum `json:"per_reader"`
	Reasons   map[string]int       `json:"reasons"` // of the first day, each invoice of the book
}

type remindSum struct {
	Reminders int `json:"reminders"`
	Days      int `json:"days"`
}

type remindLine struct {
	Day      ledger.Date          `json:"day"`
	Invoice  string               `json:"invoice"`
	Customer string               `json:"customer"`
	Amount   string               `json:"amount"`
	Currency ledger.Currency      `json:"currency"`
	Ladder   string               `json:"ladder"`
	Stage    string               `json:"stage"`
	Tone     string               `json:"tone"`
	Reason   reminders.Reason     `json:"reason"`
	Skipped  []int                `json:"skipped_stages,omitempty"`
	Readers  []string             `json:"readers"`
	Letter   reminders.LetterKind `json:"letter,omitempty"`
	Mail     reminders.MailMode   `json:"mail,omitempty"`
}

func remindJSON(look app.Look, f reminders.Foresight) remindBook {
	lines := func(list []reminders.Foreseen) []remindLine {
		out := make([]remindLine, 0, len(list))
		for _, c := range list {
			out = append(out, remindLine{
				Day: c.Day, Invoice: c.Number, Customer: c.Customer, Amount: c.Amount.String(), Currency: c.Amount.Currency, Ladder: c.Ladder,
				Stage: c.Stage.String(), Tone: c.Tone, Reason: c.Reason, Skipped: c.Skipped, Readers: c.Readers(), Letter: c.Letter, Mail: c.Mail,
			})
		}
		return out
	}
	b := remindBook{
		Book: look.Book, From: f.From, To: f.To, Level: look.Ledger.Level(), Held: look.Held, Today: lines(f.Today()), Coming: lines(f.Coming),
		PerStage: map[string]int{}, PerReader: map[string]remindSum{}, Reasons: map[string]int{},
	}
	for stage, n := range f.PerStage() {
		b.PerStage[fmt.Sprint(stage)] = n
	}
	for who, part := range f.PerReader() {
		b.PerReader[who] = remindSum(part)
	}
	for reason, n := range f.Reasons {
		b.Reasons[string(reason)] = n
	}
	return b
}

// remindWords are the lines of `relance remind`, in one language.
type remindWords struct{ book, held, observes, today, none, line, letter, stages, stage, courtesy, readers, reader, reasons, reason string }

var remindLanguages = map[string]remindWords{
	"en": {
		book: "Book %s: reminders from %s to %s", held: "  HELD: %s. Nothing goes out until somebody has looked; this is what would.",
		observes: "  The book only observes: nothing goes out. This is what would at level internal.", today: "Today, %s", none: "  none",
		line: "  %-14s %-24s %12s %s  stage %s (%s), ladder %s, to %s", letter: ", letter %s (%s)", stages: "By stage", stage: "  stage %-4d %6d", courtesy: " (only put down)",
		readers: "By reader", reader: "  %-32s %6d reminders on %d days", reasons: "All invoices today", reason: "  %-60s %6d",
	},
	"fr": {
		book: "Livre %s : relances du %s au %s", held: "  SUSPENDU : %s. Rien ne part avant vérification ; voici ce qui partirait.",
		observes: "  Le livre ne fait qu'observer : rien ne part. Voici ce qui partirait au niveau interne.", today: "Aujourd'hui, %s", none: "  aucune",
		line: "  %-14s %-24s %12s %s  étape %s (%s), scénario %s, à %s", letter: ", lettre %s (%s)", stages: "Par étape", stage: "  étape %-4d %6d", courtesy: " (seulement notée)",
		readers: "Par destinataire", reader: "  %-32s %6d relances sur %d jours", reasons: "Toutes les factures aujourd'hui", reason: "  %-60s %6d",
	},
}

// remindText is the forecast of one book on some lines.
func remindText(look app.Look, f reminders.Foresight, language string) string {
	w := remindLanguages[language]
	var t strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&t, format+"\n", args...) }
	line(w.book, look.Book, f.From, f.To)
	switch {
	case look.Held != "":
		line(w.held, look.Held)
	case look.Ledger.Level() == ledger.LevelObserve:
		line("%s", w.observes)
	}
	line(w.today, f.From)
	if len(f.Today()) == 0 {
		line("%s", w.none)
	}
	for _, c := range f.Today() {
		letter := ""
		if c.Letter != "" {
			letter = fmt.Sprintf(w.letter, c.Letter, c.Mail)
		}
		line(w.line+"%s", c.Number, c.Customer, c.Amount, c.Amount.Currency, c.Stage, c.Tone, c.Ladder, strings.Join(c.Readers(), ", "), letter)
	}
	line("%s", w.stages)
	stages := f.PerStage()
	for _, n := range slices.Sorted(maps.Keys(stages)) {
		courtesy := ""
		if n == 0 {
			courtesy = w.courtesy
		}
		line(w.stage+"%s", n, stages[n], courtesy)
	}
	line("%s", w.readers)
	readers := f.PerReader()
	for _, who := range slices.Sorted(maps.Keys(readers)) {
		line(w.reader, who, readers[who].Reminders, readers[who].Days)
	}
	line("%s", w.reasons)
	for _, r := range slices.Sorted(maps.Keys(f.Reasons)) {
		line(w.reason, app.ReasonText(r, language), f.Reasons[r])
	}
	return t.String()
}
