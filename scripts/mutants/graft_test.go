package main

import (
	"bytes"
	"strings"
	"testing"
)

// The tool tells caught from survived, also where several bugs share a binary.
func TestABugIsCaughtAndNoBugIsNot(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package twice")
	}
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	const file = "scripts/testsummary/tally.go"
	own := set{name: "own", pkg: "./scripts/testsummary", suites: [][]string{{}}, mutants: []mutant{
		{name: "events shown raw", file: file, old: `json.Unmarshal(line, &e) == nil && e.Action != ""`, new: `json.Unmarshal(line, &e) == nil && e.Action == ""`},
		{name: "no bug", file: file, old: `case "build-output":`, new: `case "build-output", "never":`},
		{name: "a type with a bug", file: file, old: "\tTest        string\n", new: "\tTest        string `json:\"Teste\"`\n"},
	}}
	var out bytes.Buffer
	for _, b := range own.beds("") {
		caught, err := b.try(root, 1, &out)
		if err != nil || caught != 2 {
			t.Errorf("%d caught, %v", caught, err)
		}
	}
	for _, want := range []string{"caught    events shown raw", "SURVIVED  no bug", "caught    a type with a bug"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it says\n%s\nand not %q", &out, want)
		}
	}
}

// A bug stands beside the code that it changes, which the switch chooses.
func TestWhatABugIsGraftedOn(t *testing.T) {
	const text = `package p

const limit = 4

const (
	first = "a"
	last  = "b"
)

type t[K comparable] struct{ m map[K]int }

func (t[K]) none(_ int, _ ...string) { print(1) }

func (x *t[K]) one(a, b int, more ...string) (n int, err error) { return a - b, nil }

func generic[T any](list []T) T { return list[0] }

func unnamed(int, string) bool { return limit > 3 }
`
	bugs := []bug{
		{mutant{old: "print(1)", new: "print(2)"}, "s_1"},
		{mutant{old: "a - b", new: "a + b"}, "s_2"},
		{mutant{old: "return a -", new: "return b -"}, "s_3"},
		{mutant{old: "list[0]", new: "list[1]"}, "s_4"},
		{mutant{old: "limit > 3", new: "limit > 4"}, "s_5"},
		{mutant{old: `"b"`, new: `"c"`}, "s_6"},
		{mutant{old: "map[K]int", new: "map[K]int8"}, "s_7"},
	}
	out, pkg, left, err := graft([]byte(text), bugs, functionsAndValues)
	if err != nil || pkg != "p" || len(left) != 1 || left[0].id != "s_7" {
		t.Errorf("package %q, left %v, %v", pkg, left, err)
	}
	for _, want := range []string{
		"func (planted0 t[K]) none(argument0 int, argument1 ...string) {", "planted0.none_s_1(argument0, argument1...)\nreturn\n", "func (t[K]) none_s_1(_ int, _ ...string) { print(2) }",
		"return x.one_s_2(a, b, more...)", "return x.one_s_3(a, b, more...)", "one_s_3(a, b int, more ...string) (n int, err error) { return b - b, nil }",
		"return generic_s_4[T](list)", "func unnamed(argument0 int, argument1 string) bool {", "return unnamed_s_5(argument0, argument1)",
		`var last = plantedValue("s_6", "c", "b")`, "	_ = 0\n)",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if _, _, left, err := graft([]byte(text), bugs, functions); err != nil || len(left) != 2 {
		t.Errorf("without values %v are left, %v", left, err)
	}
}
