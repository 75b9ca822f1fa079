package scenario

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/scenarios.md anew")

const page = "../../docs/scenarios.md"

// rule is one thing that scripts prove.
type rule struct{ section, id, text string }

func readRules(t *testing.T) []rule {
	t.Helper()
	text, err := os.ReadFile("testdata/rules.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []rule
	section := ""
	for l := range strings.Lines(string(text)) {
		l = strings.TrimSpace(l)
		if heading, ok := strings.CutPrefix(l, "== "); ok {
			section = heading
			continue
		}
		if l == "" || l[0] == '#' {
			continue
		}
		id, says, ok := strings.Cut(l, " · ")
		if !ok {
			t.Fatalf("rules.txt: %q is no RULE · what it says", l)
		}
		list = append(list, rule{section, id, says})
	}
	return list
}

// fewestScripts is how many there must be.
const fewestScripts = 60

// TestEveryRuleHasAScript: and every script proves a rule that there is.
func TestEveryRuleHasAScript(t *testing.T) {
	scripts := readScripts(t)
	if len(scripts) < fewestScripts {
		t.Errorf("%d scripts, want %d", len(scripts), fewestScripts)
	}
	proven := map[string][]string{}
	for _, s := range scripts {
		if len(s.covers) == 0 {
			t.Errorf("%s covers no rule", s.name)
		}
		if !strings.Contains(fmt.Sprint(s.lines), "expect") {
			t.Errorf("%s expects nothing", s.name)
		}
		for _, id := range s.covers {
			proven[id] = append(proven[id], s.name)
		}
	}
	for _, r := range readRules(t) {
		if len(proven[r.id]) == 0 {
			t.Errorf("no script covers %s: %s", r.id, r.text)
		}
		delete(proven, r.id)
	}
	for _, id := range slices.Sorted(maps.Keys(proven)) {
		t.Errorf("%v cover %s, which rules.txt doesn't have", proven[id], id)
	}
}

// TestThePageListsTheScripts: docs/scenarios.md is written by -update.
func TestThePageListsTheScripts(t *testing.T) {
	want := pageOf(readRules(t), readScripts(t))
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil { //nolint:gosec // a page of the documentation
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), want); diff != "" {
		t.Errorf("docs/scenarios.md is out of date; run this test with -update:\n%s", diff)
	}
}

const pageHead = `# The rules of chasing, and the scripts that prove them

Each rule below is proven by at least one script in
[internal/scenario/testdata](../internal/scenario/testdata): what stands in the
sheet, what people do, what time passes, and who is then told what. A script runs
the whole service on the simulators of Slack and Google, in virtual time. The
language is explained in [internal/scenario](../internal/scenario/doc.go).

    go test ./internal/scenario                                   # all of them
    go test ./internal/scenario -run TestScenarios/promise_grace  # one

When one fails it says which line, and what was sent to whom until then. After
every script the service itself is checked: one digest a day and person, three
direct messages at most, only in the sending hours of the reader's business days,
no reminder twice, no stage backwards, one letter per customer and contact gap, no
formal notice but by two people and after a firm letter, nothing left under way.

*This page is written by a test from the scripts; %d scripts, %d rules.*
`

func pageOf(rules []rule, scripts []script) string {
	var b strings.Builder
	fmt.Fprintf(&b, pageHead, len(scripts), len(rules))
	section := ""
	for _, r := range rules {
		if r.section != section {
			section = r.section
			fmt.Fprintf(&b, "\n## %s\n\n| rule | scripts |\n|---|---|\n", section)
		}
		var links []string
		for _, s := range scripts {
			if slices.Contains(s.covers, r.id) {
				links = append(links, fmt.Sprintf("[%s](../internal/scenario/testdata/%s.txtar)", s.name, s.name))
			}
		}
		fmt.Fprintf(&b, "| %s | %s |\n", r.text, strings.Join(links, ", "))
	}
	b.WriteString("\n## The scripts\n\n")
	for _, s := range scripts {
		fmt.Fprintf(&b, "- [%s](../internal/scenario/testdata/%s.txtar): %s\n", s.name, s.name, s.rule)
	}
	return b.String()
}
