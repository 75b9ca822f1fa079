package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// caughtFile says which test caught each bug last. That test is tried first: it
// saves the time of the others, and proves as much. A line that is no longer
// true costs a moment.
const caughtFile = "scripts/mutants/caught.txt"

// known is which test caught which bug, by set and name.
type known struct {
	mu    sync.Mutex
	tests map[string]string
}

func readKnown(root string) *known {
	k := &known{tests: map[string]string{}}
	text, err := os.ReadFile(filepath.Join(root, caughtFile)) //nolint:gosec // our own
	if err != nil {
		return k
	}
	for line := range strings.Lines(string(text)) {
		if bug, test, ok := strings.Cut(strings.TrimSpace(line), " = "); ok {
			k.tests[bug] = test
		}
	}
	return k
}

func (k *known) of(set string, b bug) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.tests[set+": "+b.name]
}

// note keeps the outermost name of what caught a bug.
func (k *known) note(set string, b bug, by string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	by, _, _ = strings.Cut(by, "/")
	if strings.HasPrefix(by, "Test") {
		k.tests[set+": "+b.name] = by
	}
}

// write keeps what is known of the bugs that there are.
func (k *known) write(root string) error {
	var lines []string
	for _, s := range sets {
		for _, m := range s.mutants {
			if at := s.name + ": " + m.name; k.tests[at] != "" {
				lines = append(lines, fmt.Sprintf("%s = %s\n", at, k.tests[at]))
			}
		}
	}
	slices.Sort(lines)
	return os.WriteFile(filepath.Join(root, caughtFile), []byte(strings.Join(lines, "")), 0o644) //nolint:gosec // a file of the tree
}
