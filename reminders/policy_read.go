package reminders

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/relance-bot/relance/ledger"
)

// Bounds of a policy: beyond them a number is a slip of the keyboard.
const (
	maxStages     = 30
	maxOffsetDays = 1000
	maxDays       = 366
)

// policyFile is the YAML form. Pointers tell a missing key, which keeps the
// default, from a zero.
type policyFile struct {
	Ladders map[string]struct {
		Stages []struct {
			Day      *int     `yaml:"day"`
			Tone     string   `yaml:"tone"`
			Tell     []string `yaml:"tell"`
			Approval bool     `yaml:"approval"`
		} `yaml:"stages"`
		RepeatLast *int `yaml:"repeat_last_days"`
	} `yaml:"ladders"`
	ContactGap *int              `yaml:"contact_gap_days"`
	Minimum    map[string]string `yaml:"minimum"`
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
	Direct   *int `yaml:"direct_per_day"`
	Holidays *struct {
		Countries []string `yaml:"countries"`
		DaysOff   []string `yaml:"days_off"`
	} `yaml:"holidays"`
}

// PolicyError says what is wrong in a policy, where, and what is expected.
type PolicyError struct {
	Line    int // 0: of the whole file
	Message string
}

func (e *PolicyError) Error() string {
	if e.Line == 0 {
		return "policy: " + e.Message
	}
	return fmt.Sprintf("policy, line %d: %s", e.Line, e.Message)
}

// ReadPolicy reads a policy. A key that is missing keeps its default; an
// unknown key or a bad value is a PolicyError with its line and what is
// expected there.
func ReadPolicy(text []byte) (Policy, error) {
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return Policy{}, yamlError(err)
	}
	var f policyFile
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&f); err != nil && len(bytes.TrimSpace(text)) > 0 {
		return Policy{}, yamlError(err)
	}
	r := reader{tree: tree}
	p := r.policy(f)
	return p, r.err
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
	message := e.GetMessage()
	if _, ok := errors.AsType[*yaml.UnknownFieldError](err); ok {
		message += "; policy_default.yaml shows the keys there are"
	}
	return &PolicyError{Line: line, Message: message}
}

// reader turns the file into a Policy and keeps the first thing wrong.
type reader struct {
	tree *ast.File
	err  error
}

func (r *reader) fail(path, format string, args ...any) {
	if r.err != nil {
		return
	}
	e := &PolicyError{Message: fmt.Sprintf(format, args...)}
	if at, err := yaml.PathString("$." + path); err == nil {
		if node, err := at.FilterFile(r.tree); err == nil && node.GetToken() != nil {
			e.Line = node.GetToken().Position.Line
		}
	}
	r.err = e
}

func (r *reader) policy(f policyFile) Policy {
	p := Policy{
		Ladders: map[string]Ladder{}, Minimum: map[ledger.Currency]ledger.Money{},
		ContactGap:    r.days("contact_gap_days", f.ContactGap, 7),
		OnItDays:      r.days("on_it_days", f.OnIt, 3),
		SaysPaidDays:  r.days("says_paid_days", f.SaysPaid, 5),
		PromiseGrace:  r.days("promise.grace_days", f.Promise.Grace, 2),
		PromisesInRow: r.days("promise.in_a_row", f.Promise.InRow, 2),
		DirectPerDay:  r.days("direct_per_day", f.Direct, 3),
	}
	for name := range f.Ladders {
		p.Ladders[name] = r.ladder(f, name)
	}
	if _, ok := p.Ladders[DefaultLadder]; !ok {
		if len(f.Ladders) > 0 {
			r.fail("ladders", "one of the ladders must be called %q", DefaultLadder)
		} else {
			p.Ladders[DefaultLadder] = Default().Ladders[DefaultLadder]
		}
	}
	for code, text := range f.Minimum {
		path := "minimum." + code
		c, err := ledger.ParseCurrency(code)
		if err != nil {
			r.fail(path, "%v", err)
			continue
		}
		m, err := ledger.ParseMoney(text, c)
		if err != nil || m.IsNegative() {
			r.fail(path, "%q is no amount in %s; expected something like 10 or 12.50", text, c)
			continue
		}
		p.Minimum[c] = m
	}
	p.Hours = Hours{
		Digest: r.clock("hours.digest", f.Hours.Digest, Clock{8, 30}),
		From:   r.clock("hours.from", f.Hours.From, Clock{8, 30}),
		To:     r.clock("hours.to", f.Hours.To, Clock{18, 30}),
	}
	if p.Hours.To.minutes() <= p.Hours.From.minutes() {
		r.fail("hours.to", "sending ends at %s, which is not after it begins at %s", p.Hours.To, p.Hours.From)
	}
	if d := p.Hours.Digest.minutes(); d < p.Hours.From.minutes() || d >= p.Hours.To.minutes() {
		r.fail("hours.digest", "the digest at %s is outside the sending hours %s–%s", p.Hours.Digest, p.Hours.From, p.Hours.To)
	}
	r.holidays(f, &p)
	return p
}

func (r *reader) ladder(f policyFile, name string) Ladder {
	in, path := f.Ladders[name], "ladders."+name
	l := Ladder{Name: name, RepeatLast: r.days(path+".repeat_last_days", in.RepeatLast, 30)}
	if len(in.Stages) == 0 || len(in.Stages) > maxStages {
		r.fail(path, "ladder %q has %d stages; expected 1 to %d", name, len(in.Stages), maxStages)
	}
	for i, s := range in.Stages {
		at := fmt.Sprintf("%s.stages[%d]", path, i)
		if s.Day == nil || *s.Day < -maxOffsetDays || *s.Day > maxOffsetDays {
			r.fail(at, "stage %d has no day; expected days from the due date, such as -5 or 10", i)
			continue
		}
		step := Step{Day: *s.Day, Tone: s.Tone, Approval: s.Approval}
		if i > 0 && len(l.Stages) > 0 && step.Day <= l.Stages[len(l.Stages)-1].Day {
			r.fail(at+".day", "stage %d is on day %d, not after stage %d on day %d; expected rising days",
				i, step.Day, i-1, l.Stages[len(l.Stages)-1].Day)
		}
		if strings.TrimSpace(s.Tone) == "" {
			r.fail(at, "stage %d has no tone; expected a word such as friendly", i)
		}
		for j, who := range s.Tell {
			switch role := Role(who); role {
			case RoleSalesperson, RoleManager, RoleFinance, RoleDirection:
				step.Tell = append(step.Tell, role)
			default:
				r.fail(fmt.Sprintf("%s.tell[%d]", at, j), "%q is nobody to tell; expected salesperson, manager, finance or direction", who)
			}
		}
		if len(step.Tell) == 0 {
			r.fail(at, "stage %d tells nobody; expected tell: [salesperson] or the like", i)
		}
		l.Stages = append(l.Stages, step)
	}
	return l
}

func (r *reader) days(path string, n *int, otherwise int) int {
	if n == nil {
		return otherwise
	}
	if *n < 0 || *n > maxDays {
		r.fail(path, "%d is out of range; expected a number from 0 to %d", *n, maxDays)
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
		r.fail(path, "%q is no time of the day; expected something like 08:30", text)
		return otherwise
	}
	return Clock{hour, minute}
}

func (r *reader) holidays(f policyFile, p *Policy) {
	if f.Holidays == nil {
		p.Countries = []string{"FR"}
		return
	}
	for i, code := range f.Holidays.Countries {
		code = strings.ToUpper(code)
		if _, ok := countries[code]; !ok {
			r.fail(fmt.Sprintf("holidays.countries[%d]", i), "no holidays are known for %q; expected some of %s", code, strings.Join(knownCountries(), ", "))
		}
		p.Countries = append(p.Countries, code)
	}
	for i, text := range f.Holidays.DaysOff {
		d, err := ledger.ParseDate(text)
		if err != nil {
			r.fail(fmt.Sprintf("holidays.days_off[%d]", i), "%v", err)
		}
		p.DaysOff = append(p.DaysOff, d)
	}
}
