package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// bed is the bugs that the tests of one package must catch. Compiling takes
// longer than testing: they are compiled into one binary, and the environment
// says which of them is in force.
type bed struct {
	pkg    string
	suites [][]string
	bugs   []bug

	set   string
	known *known
}

// bug is a mutant by the name that the environment calls it.
type bug struct {
	mutant

	id string
}

func (b bed) isFor(o bed) bool {
	return b.pkg == o.pkg && slices.EqualFunc(b.suites, o.suites, slices.Equal)
}

// prepare compiles all bugs into one binary. Those that can't be switched, such
// as a change of a type, are left to be compiled alone.
func (b bed) prepare(root, dir string, out io.Writer) (all *binary, alone []bug, err error) {
	also, bugs := functionsAndValues, b.bugs
	for len(bugs) > 1 {
		g, err := graftAll(root, bugs, also)
		if err != nil {
			return nil, nil, err
		}
		if len(g.in) < 2 {
			break
		}
		if err := g.write(filepath.Join(dir, "all")); err != nil {
			return nil, nil, err
		}
		bin, err := b.compile(root, filepath.Join(dir, "all"))
		if err == nil {
			bin.bugs = g.in
			return bin, append(alone, g.left...), nil
		}
		fmt.Fprintf(out, "%s: in one binary, %v\n", b.pkg, err)
		blamed := g.blamed(filepath.Join(dir, "all"), err.Error())
		switch {
		case len(blamed) > 0:
			alone = append(alone, blamed...)
			bugs = slices.DeleteFunc(slices.Clone(bugs), func(o bug) bool { return slices.ContainsFunc(blamed, func(l bug) bool { return l.id == o.id }) })
		case also == functionsAndValues:
			also = functions
		default:
			return nil, b.bugs, nil
		}
	}
	return nil, append(alone, bugs...), nil
}

var errorAt = regexp.MustCompile(`(\d+_[\w.]+\.go):(\d+):`)

// blamed are the bugs in whose own code the compiler finds a fault.
func (g grafted) blamed(dir, said string) []bug {
	var list []bug
	for _, found := range errorAt.FindAllStringSubmatch(said, -1) {
		text, err := os.ReadFile(filepath.Join(dir, found[1])) //nolint:gosec // written a moment ago
		line, bad := strconv.Atoi(found[2])
		if err != nil || bad != nil {
			continue
		}
		lines := strings.Split(string(text), "\n")
		for line = min(line, len(lines)) - 1; line >= 0 && !strings.HasPrefix(lines[line], "func ") && !strings.HasPrefix(lines[line], "var "); line-- {
		}
		for _, b := range g.in {
			if line >= 0 && (strings.Contains(lines[line], "_"+b.id+"(") || strings.Contains(lines[line], "_"+b.id+"[") || strings.Contains(lines[line], `("`+b.id+`"`)) {
				list = append(list, b)
			}
		}
	}
	return slices.CompactFunc(list, func(a, b bug) bool { return a.id == b.id })
}

// aloneIn compiles one bug into a binary of its own, and runs the tests.
func (b bed) aloneIn(root, dir string, one bug) (by string, err error) {
	text, err := one.changed(root)
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, one.id)
	g := grafted{files: map[string][]byte{filepath.Join(root, one.file): text}}
	if err := g.write(dir); err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	bin, err := b.compile(root, dir)
	if err != nil {
		return "", err
	}
	return bin.caught("", b.known.of(b.set, one))
}

// compile makes the test binary of the bed's package with the overlay that
// stands in dir.
func (b bed) compile(root, dir string) (*binary, error) {
	file := filepath.Join(dir, "test.bin")
	command := exec.CommandContext(context.Background(), "go", "test", "-c", //nolint:gosec // of the table
		"-overlay="+filepath.Join(dir, "overlay.json"), "-vet=off", "-ldflags=-w", "-o", file, b.pkg)
	command.Dir = root
	if out, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("it does not compile: %s", firstLines(out))
	}
	return &binary{file: file, dir: filepath.Join(root, b.pkg), files: dir, suites: b.suites, plain: make([]plain, len(b.suites))}, nil
}

// binary is a compiled package of tests, with the bugs that it holds.
type binary struct {
	file   string
	dir    string // of the package, where its tests run
	files  string // where the bugs in embedded files lie
	suites [][]string
	bugs   []bug
	plain  []plain
}

// plain is a suite without a bug.
type plain struct {
	once sync.Once
	took time.Duration
	err  error
}

// errSurvived: every test passes with the bug in.
var errSurvived = errors.New("every test passes")

const (
	// A bug may keep a test from ending: each suite has ten times as long as it
	// takes without one, and not less than a minute.
	patience    = 10
	minPatience = time.Minute
	// longest is for a bug in a suite of which nobody knows how long it takes,
	// longestPlain for the suite without one, on a machine that does much else.
	longest      = 10 * time.Minute
	longestPlain = 30 * time.Minute
)

// caught runs the suites with a bug in force, the cheap ones first, and tells
// which test failed. Before a suite is run for the first time, it must pass
// without a bug. The test that caught the bug last is tried before all others.
func (b *binary) caught(id, first string) (by string, err error) {
	if by, ok := b.caughtBy(id, first); ok {
		return by, nil
	}
	for i, suite := range b.suites {
		limit := longest
		if id != "" {
			was := &b.plain[i]
			was.once.Do(func() {
				begun := time.Now() //nolint:forbidigo // of a real process
				if out, ok := b.run("", suite, longestPlain); !ok {
					was.err = fmt.Errorf("without a bug %s fails as well", failing(out))
				}
				was.took = time.Since(begun) //nolint:forbidigo // of a real process
			})
			if was.err != nil {
				return "", was.err
			}
			limit = max(minPatience, patience*was.took)
		}
		if out, ok := b.run(id, suite, limit); !ok {
			return failing(out), nil
		}
	}
	return "", errSurvived
}

// caughtBy tells whether one test fails with a bug, and passes without.
func (b *binary) caughtBy(id, test string) (by string, failed bool) {
	if id == "" || test == "" {
		return "", false
	}
	suite := []string{"-run", "^" + test + "$"}
	out, ok := b.run(id, suite, longest)
	if ok {
		return "", false
	}
	_, ok = b.run("", suite, longest)
	return failing(out), ok
}

// run is one suite in a process of its own.
func (b *binary) run(id string, suite []string, limit time.Duration) (out []byte, passed bool) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	args := []string{"-test.failfast", "-test.timeout", limit.String()}
	for _, a := range suite {
		if name := strings.TrimPrefix(a, "-"); slices.Contains([]string{"run", "skip", "short", "count"}, name) {
			a = "-test." + name
		}
		args = append(args, a)
	}
	command := exec.CommandContext(ctx, b.file, args...) //nolint:gosec // compiled a moment ago
	command.Dir = b.dir
	command.Env = append(os.Environ(), switchVariable+"="+id, filesVariable+"="+b.files)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with the servers that tests start
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = time.Second
	out, err := command.CombinedOutput()
	return out, err == nil
}

var failedTest = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// failing names the innermost test that failed first.
func failing(out []byte) string {
	name := ""
	for _, found := range failedTest.FindAllSubmatch(out, -1) {
		if next := string(found[1]); name == "" || strings.HasPrefix(next, name+"/") {
			name = next
		}
	}
	switch {
	case name != "":
	case bytes.Contains(out, []byte("panic: test timed out")), len(out) == 0:
		return "the tests don't end"
	case bytes.Contains(out, []byte("panic: ")):
		return "a panic"
	default:
		return "the tests don't end well"
	}
	return name
}

// maxErrorLines of the compiler are told; it stops at ten errors itself.
const maxErrorLines = 12

func firstLines(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[:min(maxErrorLines, len(lines))], "; ")
}

// changed is the file with the bug in it.
func (m mutant) changed(root string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, m.file)) //nolint:gosec // of the table
	if err != nil {
		return nil, err
	}
	if n := bytes.Count(text, []byte(m.old)); n != 1 {
		return nil, fmt.Errorf("the text to change stands in %s %d times", m.file, n)
	}
	return bytes.Replace(text, []byte(m.old), []byte(m.new), 1), nil
}

// write puts the changed files and the overlay that names them into dir.
func (g grafted) write(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	replace := map[string]string{}
	for path, text := range g.files {
		at := filepath.Join(dir, fmt.Sprintf("%d_%s", len(replace), filepath.Base(path)))
		if err := os.WriteFile(at, text, 0o600); err != nil {
			return err
		}
		replace[path] = at
	}
	for path, text := range g.embedded {
		at := filepath.Join(dir, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o700), os.WriteFile(at, text, 0o600)); err != nil {
			return err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600)
}
