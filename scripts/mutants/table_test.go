package main

import (
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
