package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSummary(t *testing.T) {
	broken := errors.New("exit status 1")
	rows := map[string]struct {
		events  string
		ended   error
		summary string
		screen  string // a part of it
	}{
		"a pass counts and its output stays off the screen": {
			events:  `{"Action":"run","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}` + "\n" + `{"Action":"pass","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"pass","Package":"p","Elapsed":1.25}`,
			summary: "1 passed, 0 failed, 0 skipped\n",
			screen:  "ok    p  1.2s\n",
		},
		"a failure is shown in full and the package is not counted beside it": {
			events:  `{"Action":"run","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"output","Package":"p","Test":"TestA","Output":"a.go:1: 2 is not 3\n"}` + "\n" + `{"Action":"fail","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"fail","Package":"p"}`,
			ended:   broken,
			summary: "failed:  p TestA\n0 passed, 1 failed, 0 skipped\n",
			screen:  "FAILED p TestA\na.go:1: 2 is not 3\n",
		},
		"a skipped test is named with its reason": {
			events:  `{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}` + "\n" + `{"Action":"output","Package":"p","Test":"TestA","Output":"    a.go:1: no Chromium\n"}` + "\n" + `{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}` + "\n" + `{"Action":"skip","Package":"p","Test":"TestA"}`,
			summary: "skipped: p TestA: a.go:1: no Chromium\n0 passed, 0 failed, 1 skipped\n",
		},
		"a package without tests is not a skipped test": {
			events:  `{"Action":"output","Package":"p","Output":"?   \tp\t[no test files]\n"}` + "\n" + `{"Action":"skip","Package":"p"}`,
			summary: "0 passed, 0 failed, 0 skipped\n",
		},
		"a package that doesn't build fails once, with the compiler's words": {
			events:  `{"ImportPath":"p [p.test]","Action":"build-output","Output":"a.go:3: undefined: x\n"}` + "\n" + `{"ImportPath":"p [p.test]","Action":"build-fail"}` + "\n" + `{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`,
			ended:   broken,
			summary: "failed:  p\n0 passed, 1 failed, 0 skipped\n",
			screen:  "undefined: x",
		},
		"a package that dies outside a test fails": {
			events:  `{"Action":"output","Package":"p","Output":"panic: in TestMain\n"}` + "\n" + `{"Action":"fail","Package":"p"}`,
			ended:   broken,
			summary: "failed:  p\n0 passed, 1 failed, 0 skipped\n",
			screen:  "panic: in TestMain",
		},
		"a test that never ended fails": {
			events:  `{"Action":"run","Package":"p","Test":"TestA"}`,
			summary: "failed:  p TestA\n0 passed, 1 failed, 0 skipped\n",
			screen:  "never ended",
		},
		"a command that ends badly without an event is a failure, its words shown": {
			events:  `go: cannot find main module`,
			ended:   broken,
			summary: "failed:  go test\n0 passed, 1 failed, 0 skipped\n",
			screen:  "cannot find main module",
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			var screen, summary strings.Builder
			tally := newTally(&screen, io.Discard)
			if err := tally.read(bufio.NewReader(strings.NewReader(row.events))); err != nil {
				t.Fatal(err)
			}
			tally.end(row.ended)
			tally.summarise(&summary)
			if diff := cmp.Diff(row.summary, summary.String()); diff != "" {
				t.Errorf("summary (-want +got):\n%s", diff)
			}
			if !strings.Contains(screen.String(), row.screen) || strings.Contains(screen.String(), "chatter") {
				t.Errorf("the screen shows\n%s\nexpected in it %q", screen.String(), row.screen)
			}
		})
	}
}

func TestARealRunOfGoTest(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module probe\n\ngo 1.26\n",
		"probe_test.go": `package probe

import "testing"

func TestGood(t *testing.T)    { t.Run("part", func(t *testing.T) {}) }
func TestBad(t *testing.T)     { t.Error("as it should") }
func TestSkipped(t *testing.T) { t.Skip("nothing to see") }
`,
		"broken/broken_test.go": "package broken\n\nvar _ = missing\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	logFile, summaryFile := filepath.Join(dir, "log"), filepath.Join(dir, "summary")
	failed, err := run(t.Context(), logFile, summaryFile, []string{"go", "-C", dir, "test", "-json", "./..."})
	if err != nil || failed != 2 {
		t.Errorf("%d failures, error %v; expected the failing test and the package that doesn't build", failed, err)
	}
	summary, err := os.ReadFile(summaryFile)
	if err != nil {
		t.Fatal(err)
	}
	want := "failed:  probe TestBad\nfailed:  probe/broken\nskipped: probe TestSkipped: probe_test.go:7: nothing to see\n2 passed, 2 failed, 1 skipped\n"
	if diff := cmp.Diff(want, string(summary)); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	log, err := os.ReadFile(logFile)
	if err != nil || !strings.Contains(string(log), "as it should") {
		t.Errorf("the log lacks the failing test's words (%v):\n%s", err, log)
	}
}
