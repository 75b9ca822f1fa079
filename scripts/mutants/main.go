package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	of := flag.String("set", "", "plant those of this set alone: sync, delivery or suspend")
	only := flag.String("only", "", "plant those alone whose name contains this")
	list := flag.Bool("list", false, "list them and plant none")
	flag.Parse()
	if err := run(*of, *only, *list); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(of, only string, list bool) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	planted, failed := 0, 0
	for _, set := range sets {
		chosen := set.chosen(only)
		if of != "" && of != set.name || len(chosen) == 0 {
			continue
		}
		if !list && only == "" {
			if by, err := set.tested(root, set.pkg, ""); !errors.Is(err, errSurvived) {
				return fmt.Errorf("without a planted bug the tests fail as well: %s %w", by, err)
			}
		}
		for _, m := range chosen {
			if planted++; list {
				fmt.Printf("%-8s  %-44s %s\n", set.name, m.name, m.clause)
				continue
			}
			by, err := set.plant(root, m)
			if err != nil {
				failed++
				fmt.Printf("SURVIVED  %-44s %v\n          %s\n", m.name, err, m.clause)
				continue
			}
			fmt.Printf("caught    %-44s %s\n", m.name, by)
		}
	}
	switch {
	case list:
		fmt.Printf("%d in all\n", planted)
	default:
		fmt.Printf("%d planted, %d caught\n", planted, planted-failed)
	}
	switch {
	case failed > 0:
		return fmt.Errorf("%d planted bugs were not caught", failed)
	case planted == 0:
		return fmt.Errorf("no planted bug of set %q is called %q", of, only)
	}
	return nil
}

func (s set) chosen(only string) []mutant {
	var list []mutant
	for _, m := range s.mutants {
		if strings.Contains(m.name, only) {
			list = append(list, m)
		}
	}
	return list
}

func moduleRoot() (string, error) {
	out, err := exec.CommandContext(context.Background(), "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
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

// errSurvived: every test passes with the bug in.
var errSurvived = errors.New("every test passes")

// plant runs the tests with the bug in and tells which one failed.
func (s set) plant(root string, m mutant) (caught string, err error) {
	text, err := m.changed(root)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, filepath.Base(m.file))
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, m.file): file}})
	if err != nil {
		return "", err
	}
	plan := filepath.Join(dir, "overlay.json")
	if err := errors.Join(os.WriteFile(file, text, 0o600), os.WriteFile(plan, overlay, 0o600)); err != nil {
		return "", err
	}
	return s.tested(root, cmp.Or(m.pkg, s.pkg), plan)
}

// tested runs the tests of a package under an overlay.
func (s set) tested(root, of, overlay string) (caught string, err error) {
	suites := s.suites
	if of != s.pkg {
		suites = [][]string{{}}
	}
	for _, suite := range suites {
		args := append([]string{"test", "-overlay=" + overlay, "-count=1", "-failfast", "-vet=off", "-ldflags=-w", "-timeout", "5m"}, strings.Fields(of)...)
		args = append(args, suite...)
		command := exec.CommandContext(context.Background(), "go", args...) //nolint:gosec // of the table
		command.Dir = root
		out, err := command.CombinedOutput()
		switch {
		case err == nil:
		case bytes.Contains(out, []byte("[build failed]")), bytes.Contains(out, []byte("[setup failed]")):
			return "", fmt.Errorf("it does not compile: %s", firstLines(out))
		default:
			return failing(out), nil
		}
	}
	return "", errSurvived
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
	if name == "" {
		return "the tests don't end well"
	}
	return name
}

func firstLines(out []byte) string {
	lines := strings.SplitN(strings.TrimSpace(string(out)), "\n", 4)
	return strings.Join(lines[:min(3, len(lines))], "; ")
}
