package main

import (
	"errors"
	"testing"
)

func TestEachBugCanBePlanted(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		seen := map[string]bool{}
		for _, m := range set.mutants {
			if _, err := m.changed(root); err != nil {
				t.Errorf("%s: %v", m.name, err)
			}
			if m.old == m.new || m.clause == "" || seen[m.name] {
				t.Errorf("%s changes nothing, breaks no clause or is there twice", m.name)
			}
			seen[m.name] = true
		}
	}
}

// The tool tells caught from survived.
func TestABugIsCaughtAndNoBugIsNot(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package twice")
	}
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	bug := mutant{
		name: "events shown raw", file: "scripts/testsummary/tally.go", pkg: "./scripts/testsummary",
		old: `json.Unmarshal(line, &e) == nil && e.Action != ""`, new: `json.Unmarshal(line, &e) == nil && e.Action == ""`,
	}
	if by, err := (set{}).plant(root, bug); err != nil || by == "" {
		t.Errorf("caught by %q, %v", by, err)
	}
	none := bug
	none.new = `e.Action != "never" && json.Unmarshal(line, &e) == nil && e.Action != ""`
	if by, err := (set{}).plant(root, none); !errors.Is(err, errSurvived) {
		t.Errorf("no bug was caught by %q, %v", by, err)
	}
}
