package reminders

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// yesWords tick the Approval cell.
var yesWords = []ledger.Key{"true", "vrai", "yes", "oui", "x", "✓", "1"}

// noWords leave it unticked.
var noWords = []ledger.Key{"", "false", "faux", "no", "non", "0"}

// ReadLadderTab reads the ladders of the Ladder tab, in English or French words.
// A row without a ladder's name belongs to the ladder above it. The error tells
// of everything that is wrong, by row; see PolicyErrors.
func ReadLadderTab(rows []ledger.LadderRow, p Policy) (map[string]Ladder, error) {
	t := tabReader{ladders: map[string]*Ladder{}, rows: map[string][]int{}, count: map[string]int{}, first: map[string]int{}}
	if len(rows) == 0 {
		t.row(0, bilingual{
			"the Ladder tab has no row that can be read; expected a header with Ladder, Stage, Day, Tone and Who is told, and a row for each stage",
			"l'onglet Scénarios n'a aucune ligne lisible ; attendu : un en-tête avec Scénario, Étape, Jour, Ton et Qui est prévenu, puis une ligne par étape",
		})
		return nil, t.err()
	}
	name := DefaultLadder
	for _, r := range rows {
		if r.Ladder != "" {
			name = r.Ladder
		}
		t.stage(p.tabName(name, t.ladders), r)
	}
	ladders := map[string]Ladder{}
	for _, name := range slices.Sorted(maps.Keys(t.ladders)) {
		l := *t.ladders[name]
		if len(l.Stages) > maxStages {
			t.row(t.rows[name][0], bilingual{"ladder %q has %d stages; expected 1 to %d", "le scénario %q a %d étapes ; attendu : de 1 à %d"}, name, len(l.Stages), maxStages)
		}
		if len(l.Stages) == t.count[name] { // else a day is missing, and was told
			t.check(l, t.rows[name], p.Letters.FormalGapDays)
		}
		l.Stages = numbered(l.Stages)
		ladders[name] = l
	}
	return ladders, t.err()
}

// tabName is the ladder's name as the file or an earlier row writes it.
func (p Policy) tabName(text string, met map[string]*Ladder) string {
	if l, ok := p.named(text); ok {
		return l.Name
	}
	for name := range met {
		if ledger.KeyOf(name) == ledger.KeyOf(text) {
			return name
		}
	}
	return text
}

// tabReader collects the ladders of the tab.
type tabReader struct {
	problems
	ladders map[string]*Ladder
	rows    map[string][]int // where each ladder's stages stand
	count   map[string]int   // rows of each, the unreadable too
	first   map[string]int   // number of its first stage
}

func (t *tabReader) stage(name string, r ledger.LadderRow) {
	l, ok := t.ladders[name]
	if !ok {
		l = &Ladder{Name: name, RepeatLast: repeatLastDays}
		t.ladders[name] = l
	}
	number := t.count[name]
	day, dayErr := strconv.Atoi(strings.TrimPrefix(strings.ReplaceAll(r.Day, "−", "-"), "+"))
	if number == 0 && dayErr == nil {
		t.first[name] = firstNumber(day)
	}
	number += t.first[name]
	t.count[name]++
	if r.Stage != "" && r.Stage != strconv.Itoa(number) {
		t.row(r.Row, bilingual{"this is stage %d of ladder %q, and the row says %q; expected stages by rising day, 0 for a courtesy up to the due date, the first after it 1", "c'est l'étape %d du scénario %q, et la ligne dit %q ; attendu : des étapes par jour croissant, 0 pour une courtoisie jusqu'à l'échéance, 1 pour la première après elle"}, number, name, r.Stage)
	}
	step := Step{Tone: string(toneWords.of(r.Tone)), Approval: slices.Contains(yesWords, ledger.KeyOf(r.Approval))}
	if !step.Approval && !slices.Contains(noWords, ledger.KeyOf(r.Approval)) {
		t.row(r.Row, bilingual{"stage %d: approval %q is neither yes nor no", "étape %d : approbation %q n'est ni oui ni non"}, number, r.Approval)
	}
	step.Tell = t.tell(r.Row, number, strings.FieldsFunc(separated.Replace(r.Tell), func(r rune) bool { return r == ',' }))
	step.Letter, step.Mail = t.letter(r.Row, number, r.Letter, r.Mail)
	if r.Repeat != "" {
		days, err := strconv.Atoi(r.Repeat)
		if err != nil || days < 0 || days > maxDays {
			t.row(r.Row, bilingual{"stage %d: %q is no number of days to repeat after; expected a number from 0 to %d", "étape %d : %q n'est pas un nombre de jours pour la répétition ; attendu : un nombre de 0 à %d"}, number, r.Repeat, maxDays)
		}
		l.RepeatLast = days
	}
	if dayErr != nil {
		t.row(r.Row, bilingual{"stage %d: %q is no day; expected days from the due date, such as -5 or 10", "étape %d : %q n'est pas un jour ; attendu : des jours depuis l'échéance, tels que -5 ou 10"}, number, r.Day)
		return
	}
	step.Day = day
	l.Stages = append(l.Stages, step)
	t.rows[name] = append(t.rows[name], r.Row)
}

// separated puts commas where people put other words between names.
var separated = strings.NewReplacer(";", ",", "/", ",", "+", ",", "&", ",", "\n", ",", " and ", ",", " et ", ",")

// LadderRows are the policy's ladders as the Ladder tab shows them.
func (p Policy) LadderRows(language string) []ledger.LadderRow {
	var rows []ledger.LadderRow
	for _, name := range p.LadderNames() {
		l := p.Ladders[name]
		for i, s := range l.Stages {
			if s.IsSilent() {
				continue
			}
			r := ledger.LadderRow{Ladder: name, Stage: strconv.Itoa(i), Day: strconv.Itoa(s.Day), Tone: tellerFor(language).tone(s.Tone)}
			var tell []string
			for _, role := range s.Tell {
				tell = append(tell, roleWords.in(language, role))
			}
			r.Tell = strings.Join(tell, ", ")
			if s.Letter != "" {
				r.Letter, r.Mail = letterWords.in(language, s.Letter), mailWords.in(language, s.Mail)
			}
			if s.Approval {
				r.Approval = map[bool]string{false: "yes", true: "oui"}[language == "fr"]
			}
			if i == len(l.Stages)-1 {
				r.Repeat = strconv.Itoa(l.RepeatLast)
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// withTab is the policy with the ladders of the tab: each in the place of the
// one of its name. Ladders that only the file has stay, so that no rule of it
// ever names one that isn't there.
func (p Policy) withTab(ladders map[string]Ladder) Policy {
	all := maps.Clone(p.Ladders)
	maps.Copy(all, ladders)
	p.Ladders = all
	return p
}

// InForce is the policy that holds for a book: the operator's, with the ladders
// that finance applied from the sheet.
func (p Policy) InForce(b *ledger.Book) (Policy, error) {
	applied := b.AppliedLadders().Ladders
	if applied == "" {
		return p, nil
	}
	rows, err := rowsOf(applied)
	if err != nil {
		return p, err
	}
	ladders, err := ReadLadderTab(rows, p)
	if err != nil { // it could be read when it was applied: the file says otherwise now
		return p, fmt.Errorf("the ladders that finance applied don't fit the policy any more: %w", err)
	}
	return p.withTab(ladders), nil
}

func rowsOf(record string) ([]ledger.LadderRow, error) {
	var rows []ledger.LadderRow
	if err := ledger.ReadRecord(ledger.Text(record), &rows); err != nil {
		return nil, fmt.Errorf("read ladder rows: %w", err)
	}
	return rows, nil
}

// Proposal is what the Ladder tab asks for.
type Proposal struct {
	Rows     string         // to be applied; empty: back to the operator's file
	Policy   Policy         // as it would be
	Problems []*PolicyError // not empty: nothing can be applied
	Differs  bool           // from what holds
}

// Proposed reads the Ladder tab of a book; without one nothing is proposed.
func (p Policy) Proposed(b *ledger.Book) Proposal {
	now, _ := p.InForce(b)
	if b.LadderTab() == "" {
		return Proposal{Policy: now}
	}
	rows, err := rowsOf(b.LadderTab())
	if err != nil {
		return Proposal{Policy: now, Problems: PolicyErrors(err)}
	}
	ladders, err := ReadLadderTab(rows, p)
	if err != nil {
		return Proposal{Policy: now, Problems: PolicyErrors(err)}
	}
	then := Proposal{Policy: p.withTab(ladders), Rows: b.LadderTab()}
	if then.Differs = !sameLadders(then.Policy, now); sameLadders(then.Policy, p) {
		then.Rows = ""
	}
	return then
}

// sameLadders compares what ladders do. The usual tones are in plain English
// since they were read, in whichever language they were typed.
func sameLadders(a, b Policy) bool {
	return maps.EqualFunc(a.Ladders, b.Ladders, Ladder.sameAs)
}

func (l Ladder) sameAs(other Ladder) bool { return reflect.DeepEqual(l, other) }
