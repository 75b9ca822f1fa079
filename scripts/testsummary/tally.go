package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is a line of `go test -json` (go doc test2json).
type event struct {
	Action      string
	Package     string
	Test        string
	Elapsed     float64 // seconds
	Output      string
	ImportPath  string // of build-output and build-fail
	FailedBuild string // the ImportPath a package's failure comes from
}

// id is a test of a package, or with an empty test the package itself.
type id struct{ pkg, test string }

func (i id) String() string { return strings.TrimSpace(i.pkg + " " + i.test) }

// skip is a skipped test and what it said about it.
type skip struct {
	id     id
	reason string
}

// tally counts events and shows failures as they come.
type tally struct {
	screen, log io.Writer

	output  map[id]*bytes.Buffer // of what has not ended yet
	running map[id]bool
	build   map[string]*bytes.Buffer // compiler output by import path
	blamed  map[string]bool          // packages with a failed test
	passed  int
	failed  []id
	skipped []skip
}

func newTally(screen, log io.Writer) *tally {
	return &tally{
		screen: screen, log: log,
		output: map[id]*bytes.Buffer{}, running: map[id]bool{},
		build: map[string]*bytes.Buffer{}, blamed: map[string]bool{},
	}
}

// read takes events until the stream ends. A line that is no event, such as a
// message of the go command itself, is shown as it is.
func (t *tally) read(r *bufio.Reader) error {
	for {
		line, err := r.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) == nil && e.Action != "" {
				t.add(e)
			} else {
				t.show(string(line))
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the tests' output: %w", err)
		}
	}
}

func (t *tally) add(e event) {
	at := id{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		buffer(t.build, e.ImportPath).WriteString(e.Output)
		t.write(e.Output)
	case "run":
		t.running[at] = true
	case "output":
		buffer(t.output, at).WriteString(e.Output)
		t.write(e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e)
		} else {
			t.endTest(at, e.Action)
		}
		delete(t.output, at)
	}
}

func (t *tally) endTest(at id, action string) {
	delete(t.running, at)
	switch action {
	case "pass":
		t.passed++
	case "skip":
		t.skipped = append(t.skipped, skip{at, reasonOf(buffer(t.output, at).String())})
	case "fail":
		t.fail(at, buffer(t.output, at).String())
	}
}

func (t *tally) endPackage(e event) {
	switch {
	case e.Action == "pass":
		_, _ = fmt.Fprintf(t.screen, "ok    %s  %.1fs\n", e.Package, e.Elapsed)
	case e.Action == "fail" && !t.blamed[e.Package]:
		detail := buffer(t.output, id{e.Package, ""}).String()
		if e.FailedBuild != "" {
			detail = buffer(t.build, e.FailedBuild).String() + detail
		}
		t.fail(id{e.Package, ""}, detail)
	case e.Action == "fail":
		_, _ = fmt.Fprintf(t.screen, "FAIL  %s  %.1fs\n", e.Package, e.Elapsed)
	}
}

// end is told how the command ended, nil for well.
func (t *tally) end(err error) {
	for at := range t.running {
		t.fail(at, "never ended\n"+buffer(t.output, at).String())
	}
	clear(t.running)
	if err != nil && len(t.failed) == 0 {
		t.fail(id{"go test", ""}, err.Error()+"\n")
	}
}

func (t *tally) fail(at id, detail string) {
	t.failed = append(t.failed, at)
	t.blamed[at.pkg] = true
	_, _ = fmt.Fprintf(t.screen, "FAILED %s\n%s", at, detail)
}

func (t *tally) show(s string) {
	_, _ = io.WriteString(t.screen, s)
	t.write(s)
}

// write adds to the log, which is for reading afterwards: that it can't be
// written is no reason to end a test run.
func (t *tally) write(s string) { _, _ = io.WriteString(t.log, s) }

// summarise names what failed and what was skipped, and counts. Its last line's
// form is fixed: others read it.
func (t *tally) summarise(w io.Writer) {
	var b strings.Builder
	byName := func(a, b id) int { return strings.Compare(a.String(), b.String()) }
	slices.SortFunc(t.failed, byName)
	slices.SortFunc(t.skipped, func(a, b skip) int { return byName(a.id, b.id) })
	for _, at := range t.failed {
		fmt.Fprintf(&b, "failed:  %s\n", at)
	}
	for _, s := range t.skipped {
		fmt.Fprintf(&b, "skipped: %s: %s\n", s.id, s.reason)
	}
	fmt.Fprintf(&b, "%d passed, %d failed, %d skipped\n", t.passed, len(t.failed), len(t.skipped))
	_, _ = io.WriteString(w, b.String())
}

// reasonOf finds in a skipped test's output what it said: its log lines without
// the framework's own.
func reasonOf(output string) string {
	var said []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		said = append(said, line)
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}

func buffer[K comparable](m map[K]*bytes.Buffer, key K) *bytes.Buffer {
	if m[key] == nil {
		m[key] = &bytes.Buffer{}
	}
	return m[key]
}
