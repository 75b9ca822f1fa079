package reminders

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/relance-bot/relance/internal/strictyaml"
	"github.com/relance-bot/relance/ledger"
)

// Bounds of a policy: beyond them a number is a slip of the keyboard.
const (
	maxStages     = 30
	maxOffsetDays = 1000
	maxDays       = 366
	maxHours      = 24 * 31
	maxLargest    = 1000
)

// policyFile is the YAML form. Pointers tell a missing key, which keeps the
// default, from a zero.
type policyFile struct {
	Ladders    map[string]ladderFile `yaml:"ladders"`
	Assign     []ruleFile            `yaml:"assign"`
	ContactGap *int                  `yaml:"contact_gap_days"`
	Minimum    map[string]string     `yaml:"minimum"`
	Hours      struct {
		Digest string `yaml:"digest"`
		From   string `yaml:"from"`
		To     string `yaml:"to"`
	} `yaml:"hours"`
	OnIt     *int `yaml:"on_it_days"`
	SaysPaid *int `yaml:"says_paid_days"`
	Promise  struct {
		Grace *int `yaml:"grace_days"`
		InRow *int `yaml:"in_a_row"`
	} `yaml:"promise"`
	Direct   *int  `yaml:"direct_per_day"`
	Weekly   *bool `yaml:"weekly"`
	Holidays *struct {
		Countries []string `yaml:"countries"`
		DaysOff   []string `yaml:"days_off"`
	} `yaml:"holidays"`
	Letters struct {
		ImportDays *int   `yaml:"import_days"`
		DowntimeOK *int   `yaml:"downtime_ok_hours"`
		Replied    *int   `yaml:"replied_days"`
		FormalGap  *int   `yaml:"formal_gap_days"`
		Largest    *int   `yaml:"largest_internal_only"`
		ThankYou   string `yaml:"thank_you"`
		ThanksFor  string `yaml:"thank_you_for"`
	} `yaml:"letters"`
}

// ReadPolicy reads a policy. A key that is missing keeps its default. An
// unknown key or a bad value is refused: the error tells of everything that is
// wrong, each with its line and what is expected there; see PolicyErrors.
func ReadPolicy(text []byte) (Policy, error) {
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return Policy{}, yamlError(err)
	}
	var f policyFile
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&f); err != nil && len(bytes.TrimSpace(text)) > 0 {
		return Policy{}, yamlError(err)
	}
	r := reader{problems{tree: tree}}
	r.unknown(tree)
	p := r.policy(f)
	return p, r.err()
}

// unknown notes each key that nothing reads.
func (p *problems) unknown(tree *ast.File) {
	for _, key := range strictyaml.UnknownKeys(tree, reflect.TypeFor[policyFile]()) {
		said := bilingual{"there is no key %q here; policy_default.yaml shows the keys there are", "il n'y a pas de clé %q ici ; policy_default.yaml montre celles qui existent"}
		args := []any{key.Name}
		if key.Meant != "" {
			said, args = bilingual{"there is no key %q here: did you mean %s?", "il n'y a pas de clé %q ici : vouliez-vous dire %s ?"}, append(args, key.Meant)
		}
		p.row(key.Line, said, args...)
	}
}

func yamlError(err error) error {
	var e yaml.Error
	if !errors.As(err, &e) {
		return &PolicyError{Message: err.Error()}
	}
	line := 0
	if t := e.GetToken(); t != nil {
		line = t.Position.Line
	}
	said := french.Replace(fmt.Sprintf("ce n'est pas du YAML qu'on puisse lire ici (%s)", e.GetMessage()))
	return &PolicyError{Line: line, Message: e.GetMessage(), French: said}
}

// reader turns the file into a Policy and notes what is wrong.
type reader struct{ problems }

func (r *reader) policy(f policyFile) Policy {
	p := Policy{
		Ladders: map[string]Ladder{}, Minimum: map[ledger.Currency]ledger.Money{},
		ContactGap:    r.days("contact_gap_days", f.ContactGap, 7),
		OnItDays:      r.days("on_it_days", f.OnIt, 3),
		SaysPaidDays:  r.days("says_paid_days", f.SaysPaid, 5),
		PromiseGrace:  r.days("promise.grace_days", f.Promise.Grace, 2),
		PromisesInRow: r.days("promise.in_a_row", f.Promise.InRow, 2),
		DirectPerDay:  r.days("direct_per_day", f.Direct, 3),
		Weekly:        f.Weekly == nil || *f.Weekly,
	}
	p.Letters = r.letters(f)
	for _, name := range slices.Sorted(maps.Keys(f.Ladders)) {
		p.Ladders[name] = r.ladder(name, f.Ladders[name], p.Letters.FormalGapDays)
	}
	if _, ok := p.Ladders[DefaultLadder]; !ok {
		if len(f.Ladders) > 0 {
			r.at("ladders", bilingual{"one of the ladders must be called %q", "l'un des scénarios doit s'appeler %q"}, DefaultLadder)
		} else {
			p.Ladders[DefaultLadder] = Default().Ladders[DefaultLadder]
		}
	}
	p.Rules = r.rules(f.Assign, p)
	for _, code := range slices.Sorted(maps.Keys(f.Minimum)) {
		if c, ok := r.currency("minimum", code); ok {
			p.Minimum[c] = r.money("minimum."+code, f.Minimum[code], c)
		}
	}
	r.hours(f, &p)
	r.holidays(f, &p)
	return p
}

// currency reads a key that is a currency's code.
func (r *reader) currency(path, code string) (ledger.Currency, bool) {
	c, err := ledger.ParseCurrency(code)
	if err != nil {
		r.at(path+"."+code, bilingual{"%q is no currency; expected an ISO 4217 code such as EUR", "%q n'est pas une devise ; attendu : un code ISO 4217 tel que EUR"}, code)
		return "", false
	}
	return c, true
}

func (r *reader) money(path, text string, c ledger.Currency) ledger.Money {
	m, err := ledger.ParseMoney(text, c)
	if err != nil || m.IsNegative() {
		r.at(path, bilingual{"%q is no amount in %s; expected something like 10 or 12.50", "%q n'est pas un montant en %s ; attendu : 10 ou 12.50 par exemple"}, text, c)
		return ledger.Money{Currency: c}
	}
	return m
}

func (r *reader) hours(f policyFile, p *Policy) {
	p.Hours = Hours{
		Digest: r.clock("hours.digest", f.Hours.Digest, Clock{8, 30}),
		From:   r.clock("hours.from", f.Hours.From, Clock{8, 30}),
		To:     r.clock("hours.to", f.Hours.To, Clock{18, 30}),
	}
	if p.Hours.To.minutes() <= p.Hours.From.minutes() {
		r.at("hours.to", bilingual{"sending ends at %s, which is not after it begins at %s", "l'envoi finit à %s, ce qui n'est pas après son début à %s"}, p.Hours.To, p.Hours.From)
		return
	}
	if d := p.Hours.Digest.minutes(); d < p.Hours.From.minutes() || d >= p.Hours.To.minutes() {
		r.at("hours.digest", bilingual{"the digest at %s is outside the sending hours %s–%s", "le récapitulatif de %s est hors des heures d'envoi %s–%s"}, p.Hours.Digest, p.Hours.From, p.Hours.To)
	}
}

func (r *reader) letters(f policyFile) Letters {
	l := defaultLetters()
	l.ImportDays = r.days("letters.import_days", f.Letters.ImportDays, l.ImportDays)
	l.DowntimeOKHours = r.number("letters.downtime_ok_hours", f.Letters.DowntimeOK, l.DowntimeOKHours, maxHours)
	l.RepliedDays = r.days("letters.replied_days", f.Letters.Replied, l.RepliedDays)
	l.FormalGapDays = r.days("letters.formal_gap_days", f.Letters.FormalGap, l.FormalGapDays)
	l.LargestInternalOnly = r.number("letters.largest_internal_only", f.Letters.Largest, l.LargestInternalOnly, maxLargest)
	if f.Letters.ThanksFor != "" {
		whose, ok := thanksWords.find(f.Letters.ThanksFor)
		if !ok {
			r.at("letters.thank_you_for", bilingual{"%q is nobody to thank; expected %s", "%q ne dit pas qui remercier ; attendu : %s"}, f.Letters.ThanksFor, thanksWords.list("en"))
		}
		l.ThankYouFor = whose
	}
	if f.Letters.ThankYou == "" {
		return l
	}
	mode, ok := mailWords.find(f.Letters.ThankYou)
	if !ok {
		r.at("letters.thank_you", bilingual{"%q is no way to send; expected %s", "%q n'est pas un mode d'envoi ; attendu : %s"}, f.Letters.ThankYou, mailWords.list("en"))
	}
	l.ThankYou = mode
	return l
}

func (r *reader) days(path string, n *int, otherwise int) int {
	return r.number(path, n, otherwise, maxDays)
}

func (r *reader) number(path string, n *int, otherwise, most int) int {
	if n == nil {
		return otherwise
	}
	if *n < 0 || *n > most {
		r.at(path, bilingual{"%d is out of range; expected a number from 0 to %d", "%d est hors limites ; attendu : un nombre de 0 à %d"}, *n, most)
		return otherwise
	}
	return *n
}

func (r *reader) clock(path, text string, otherwise Clock) Clock {
	if text == "" {
		return otherwise
	}
	h, m, ok := strings.Cut(text, ":")
	hour, errH := strconv.Atoi(h)
	minute, errM := strconv.Atoi(m)
	if !ok || errH != nil || errM != nil || hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		r.at(path, bilingual{"%q is no time of the day; expected something like 08:30", "%q n'est pas une heure ; attendu : 08:30 par exemple"}, text)
		return otherwise
	}
	return Clock{hour, minute}
}

func (r *reader) holidays(f policyFile, p *Policy) {
	if f.Holidays == nil {
		p.Countries = []string{"FR"}
		return
	}
	for i, text := range f.Holidays.Countries {
		code := strings.ToUpper(text)
		if _, ok := countries[code]; !ok {
			r.at(fmt.Sprintf("holidays.countries[%d]", i), bilingual{
				"no holidays are known for %q; expected some of %s", "les jours fériés de %q ne sont pas connus ; attendu parmi %s",
			}, code, strings.Join(knownCountries(), ", "))
		}
		p.Countries = append(p.Countries, code)
	}
	for i, text := range f.Holidays.DaysOff {
		d, err := ledger.ParseDate(text)
		if err != nil {
			r.at(fmt.Sprintf("holidays.days_off[%d]", i), bilingual{"%q is not a date; expected one such as 2026-12-24", "%q n'est pas une date ; attendu : 2026-12-24 par exemple"}, text)
			continue
		}
		p.DaysOff = append(p.DaysOff, d)
	}
}
