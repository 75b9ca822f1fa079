package reminders

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// maxRules bounds the rules of a policy: a person has to read them.
const maxRules = 200

// ruleFile is the YAML form of a rule.
type ruleFile struct {
	Ladder   string               `yaml:"ladder"`
	Customer oneOrMore            `yaml:"customer"`
	Segment  oneOrMore            `yaml:"segment"`
	Country  oneOrMore            `yaml:"country"`
	Public   *bool                `yaml:"public"`
	Amount   map[string]rangeFile `yaml:"amount"`
}

type rangeFile struct {
	From  string `yaml:"from"`
	Below string `yaml:"below"`
}

// oneOrMore is a word or a list of words.
type oneOrMore []string

// UnmarshalYAML takes either.
func (o *oneOrMore) UnmarshalYAML(unmarshal func(any) error) error {
	var list []string
	if err := unmarshal(&list); err == nil {
		*o = list
		return nil
	}
	var one string
	if err := unmarshal(&one); err != nil {
		return err //nolint:wrapcheck // YAML's own word, with its place
	}
	*o = oneOrMore{one}
	return nil
}

// rules reads which ladder is whose. The ladders were read before.
func (r *reader) rules(in []ruleFile, p Policy) []Rule {
	if len(in) > maxRules {
		r.at("assign", bilingual{"there are %d rules; expected at most %d", "il y a %d règles ; attendu : %d au plus"}, len(in), maxRules)
		return nil
	}
	var rules []Rule
	all := 0 // the rule that takes everything
	for i, f := range in {
		at := fmt.Sprintf("assign[%d]", i)
		line := r.line(at)
		if all > 0 {
			r.row(line, bilingual{
				"rule %d is never asked: rule %d, which has no condition, takes every invoice; put that one last", "la règle %d n'est jamais lue : la règle %d, sans condition, prend toutes les factures ; mettez celle-ci en dernier",
			}, i+1, all)
		}
		ladder, ok := p.named(f.Ladder)
		if !ok {
			r.row(line, bilingual{"rule %d names the ladder %q, which isn't there; expected one of %s", "la règle %d nomme le scénario %q, qui n'existe pas ; attendu parmi : %s"}, i+1, f.Ladder, p.ladderNames())
		}
		rule := Rule{Ladder: ladder.Name, Customers: words(f.Customer), Segments: words(f.Segment), Public: f.Public, Line: line}
		for _, text := range words(f.Country) {
			code := CountryCode(text)
			if len(code) != 2 {
				r.row(line, bilingual{"rule %d: %q is no country; expected a code such as FR or DE", "règle %d : %q n'est pas un pays ; attendu : un code tel que FR ou DE"}, i+1, text)
				continue
			}
			rule.Countries = append(rule.Countries, code)
		}
		rule.Amounts = r.amounts(i+1, at+".amount", f.Amount)
		if len(rule.Customers)+len(rule.Segments)+len(rule.Countries)+len(f.Amount) == 0 && rule.Public == nil {
			all = i + 1
		}
		rules = append(rules, rule)
	}
	return rules
}

func (r *reader) amounts(rule int, path string, in map[string]rangeFile) map[ledger.Currency]Range {
	if len(in) == 0 {
		return nil
	}
	amounts := map[ledger.Currency]Range{}
	for _, code := range slices.Sorted(maps.Keys(in)) {
		c, ok := r.currency(path, code)
		if !ok {
			continue
		}
		within := Range{From: ledger.Money{Currency: c}, Below: ledger.Money{Currency: c}}
		if in[code].From != "" {
			within.From = r.money(path+"."+code, in[code].From, c)
		}
		if in[code].Below != "" {
			within.Below = r.money(path+"."+code, in[code].Below, c)
		}
		if (in[code].From == "" && in[code].Below == "") || (in[code].Below != "" && within.Below.Minor <= within.From.Minor) {
			r.at(path+"."+code, bilingual{
				"rule %d: no amount in %s fits; expected something like {from: 1000, below: 5000}, or one of the two", "règle %d : aucun montant en %s ne convient ; attendu : {from: 1000, below: 5000} par exemple, ou l'un des deux",
			}, rule, c)
		}
		amounts[c] = within
	}
	return amounts
}

// words are the texts that aren't blank.
func words(list []string) []string {
	var out []string
	for _, text := range list {
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// ladderNames lists the ladders, the default first.
func (p Policy) ladderNames() string { return strings.Join(p.LadderNames(), ", ") }

// LadderNames are the names of the ladders, the default first.
func (p Policy) LadderNames() []string {
	names := []string{DefaultLadder}
	for _, name := range slices.Sorted(maps.Keys(p.Ladders)) {
		if name != DefaultLadder {
			names = append(names, name)
		}
	}
	return names
}
