package bot_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

type sentence struct {
	One   string `json:"one"`
	Many  string `json:"many"`
	Other string `json:"other"`
}

func (s *sentence) UnmarshalJSON(raw []byte) error {
	if raw[0] == '"' {
		return json.Unmarshal(raw, &s.Other)
	}
	type plain sentence
	return json.Unmarshal(raw, (*plain)(s))
}

func words(t *testing.T, language string) map[string]sentence {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("language", language+".json"))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]sentence{}
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

var hole = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func holes(s string) []string {
	var list []string
	for _, m := range hole.FindAllStringSubmatch(s, -1) {
		list = append(list, m[1])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestLanguagesSayTheSame(t *testing.T) {
	en, fr := words(t, "en"), words(t, "fr")
	for key, e := range en {
		f, ok := fr[key]
		if !ok {
			t.Errorf("French lacks %s", key)
			continue
		}
		if f.Other == "" || e.Other == "" || (e.One == "") != (f.One == "") || (f.One == "") != (f.Many == "") {
			t.Errorf("%s: the forms differ", key)
		}
		for _, name := range holes(f.Other + f.One) {
			if !slices.Contains(holes(e.Other+e.One), name) {
				t.Errorf("%s: French speaks of %s, English doesn't", key, name)
			}
		}
		for _, name := range holes(e.Other) {
			if !slices.Contains(holes(f.Other), name) && name != "Customers" {
				t.Errorf("%s: English speaks of %s, French doesn't", key, name)
			}
		}
	}
	for key := range fr {
		if _, ok := en[key]; !ok {
			t.Errorf("English lacks %s", key)
		}
	}
}

// TestEveryWordIsThere compares the code with the files: each key that is said
// has words, and each reason of the ledger an explanation.
func TestEveryWordIsThere(t *testing.T) {
	en := words(t, "en")
	used := map[string]bool{}
	said := regexp.MustCompile(`"([a-z][a-z0-9_]*_?)"`)
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\.(say|mark)\(("[a-z0-9_]+"( \+)?)`)
	for _, name := range sources {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range said.FindAllStringSubmatch(string(raw), -1) {
			used[m[1]] = true
		}
		for _, m := range call.FindAllStringSubmatch(string(raw), -1) {
			key := strings.Trim(m[2], `" +`)
			if m[3] != "" || strings.HasSuffix(key, "_") {
				continue // the beginning of a key
			}
			if _, ok := en[key]; !ok {
				t.Errorf("%s says %q, which has no words", name, key)
			}
		}
	}
	reasons, err := os.ReadFile("../ledger/reason.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`= "([a-z_]+)"`).FindAllStringSubmatch(string(reasons), -1) {
		if _, ok := en["error_"+m[1]]; !ok {
			t.Errorf("the ledger's reason %s has no words", m[1])
		}
	}
	for key := range en {
		if !isUsed(key, used) {
			t.Errorf("nobody says %s", key)
		}
	}
}

// isUsed tells whether a key stands in the code whole, or by a beginning or
// ending that it is put together of.
func isUsed(key string, used map[string]bool) bool {
	if used[key] {
		return true
	}
	for i := range key {
		if key[i] == '_' && (used[key[:i+1]] || used[key[i:]] && used[key[:i]]) {
			return true
		}
	}
	for _, prefix := range []string{"error_", "overdue_", "done_resume", "done_pause", "customer_card", "usage_"} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func TestARefusalIsInTheReadersLanguage(t *testing.T) {
	r := newRig(t)
	if got := r.command(camille, "/relance payé INV-1 500").Text; !strings.Contains(got, "Seule la finance enregistre") {
		t.Errorf("Camille reads %q", got)
	}
	if got := r.command(marcus, "/relance promise INV-1 friday").Text; !strings.Contains(got, "looked after by Camille Laurent") {
		t.Errorf("Marcus reads %q", got)
	}
	if got := r.command(camille, "/relance promesse INV-1 hier").Text; !strings.Contains(got, "22 novembre 2026 est trop tôt") {
		t.Errorf("Camille reads %q", got)
	}
}

func TestComposedMessagesAreSound(t *testing.T) {
	line := func(number, status string) bot.Line {
		return bot.Line{
			Invoice: ledger.KeyOf(number), Number: number, Customer: "<!channel> & Co", CustomerKey: "co", Owner: "camille@example.com", Due: day("2026-10-14"),
			DaysLate: 40, Amount: ledger.Money{Minor: 120000, Currency: "EUR"}, Stage: 3, Tone: "firm", Status: bot.Status{Kind: status, Until: day("2026-11-27"), By: "Camille <x>", Open: ledger.Money{Minor: 100, Currency: "EUR"}},
		}
	}
	by := func(l bot.Line, actor string) bot.Line {
		l.Status.Actor, l.Status.At = actor, start
		return l
	}
	lines := []bot.Line{line("INV-1", ""), by(line("INV-2", "paid"), "Sophie <@U1>"), by(line("INV-3", "promised"), "sheet"), by(line("INV-4", "taken"), "Camille <x>"), by(line("INV-5", "disputed"), "Camille Laurent"), line("INV-6", "promise_broken"), line("INV-7", "gone"), line("INV-8", "snoozed"), line("INV-9", "says_paid"), line("INV-10", "part_paid"), line("INV-11", "opt_out"), line("INV-12", "promise_part_kept"), line("INV-13", "call_again"), line("INV-14", "replied"), line("INV-15", "plan"), line("INV-16", "plan_broken"), line("INV-17", "plan_unclear"), line("INV-18", "insolvent"), line("INV-19", "factored"), line("INV-20", "handed_over")}
	late := []ledger.Money{{Minor: 120000, Currency: "EUR"}, {Minor: 5000, Currency: "USD"}}
	many := bot.Digest{
		DueSoon: lines, NoOwner: lines, AlsoLate: bot.Summary{Invoices: 9, Customers: 3, Totals: late}, Credits: []bot.Credit{{Name: "A & B", Overdue: late[0]}},
		Parked: []bot.ParkedLine{{Delivery: "d1", Kind: "case", To: "C1", Reason: "http_503"}, {Delivery: "d2", Kind: "digest", To: "U1", Resolved: true}},
	}
	for range 60 {
		many.Customers = append(many.Customers, bot.Customer{Key: "co", Name: strings.Repeat("<!channel>", 40), Lines: lines, Late: late, MaxStage: 4})
	}
	for name, c := range map[string]bot.Content{
		"digest":         {Kind: "digest", Name: "Camille", Digest: &bot.Digest{Customers: []bot.Customer{{Key: "co", Name: "Acme & Co", Lines: lines[:2], Late: late, MaxStage: 3}}, AlsoLate: bot.Summary{Invoices: 2, Customers: 1, Totals: late}}},
		"digest_many":    {Kind: "digest", Name: "Camille", Digest: &many},
		"digest_quiet":   {Kind: "digest", Name: "Camille", Digest: &bot.Digest{DueSoon: lines[:1]}},
		"channel":        {Kind: "channel", Post: &bot.Daily{Reached: lines, Paid: []bot.PaidLine{{Number: "INV-2", Customer: "Acme", Amount: late[0], Left: late[0]}}}},
		"channel_empty":  {Kind: "channel", Post: &bot.Daily{}},
		"case":           {Kind: "case", Case: &bot.Case{Customer: "co", Name: "Acme & Co", Lines: lines, Late: late}},
		"case_closed":    {Kind: "case", Case: &bot.Case{Customer: "co", Name: "Acme & Co", Lines: lines[1:2], Closed: true}},
		"direct_broken":  {Kind: "direct", Name: "Camille", Direct: &bot.Direct{About: "broken_promise", Lines: lines}},
		"direct_approve": {Kind: "direct", Name: "Camille", Direct: &bot.Direct{About: "approval", Lines: lines[:1]}},
		"digest_calls":   {Kind: "digest", Name: "Camille", Digest: &bot.Digest{Calls: append(lines[:1:1], lines[11:15]...)}},
		"direct_plan":    {Kind: "direct", Name: "Camille", Direct: &bot.Direct{About: "plan_broken", Lines: lines[15:16]}},
		"direct_claim":   {Kind: "direct", Name: "Sophie", Direct: &bot.Direct{About: "insolvent", Lines: lines[17:18]}},
		"direct_paid":    {Kind: "direct", Name: "Camille", Direct: &bot.Direct{About: "says_paid", Lines: []bot.Line{lines[8], lines[1], lines[0]}}},
	} {
		for _, language := range []string{"fr", "en"} {
			c.Book, c.Day, c.Language = "main", day("2026-11-23"), language
			m, err := bot.Compose(c)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems(1, m.Blocks) {
				t.Errorf("%s in %s: %s", name, language, p)
			}
			raw, err := m.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(withoutPlain(raw), `\u003c!`) || strings.Contains(withoutPlain(raw), `\u003c@`) {
				t.Errorf("%s in %s mentions somebody", name, language)
			}
			golden(t, name+"_"+language, m)
		}
	}
	if _, err := bot.Compose(bot.Content{}); err == nil {
		t.Error("nothing was composed into something")
	}
}
