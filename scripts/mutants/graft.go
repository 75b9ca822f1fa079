package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The environment of a binary that holds several bugs.
const (
	switchVariable = "RELANCE_PLANTED_BUG"   // which one is in force
	filesVariable  = "RELANCE_PLANTED_FILES" // where the changed embedded files lie
)

// parts are what of a file can hold a bug beside what it changes.
type parts int

const (
	functions          parts = iota // a second function, which the first one calls
	functionsAndValues              // and constants and variables, which choose
)

// grafted is a tree with bugs in it, each in force where the environment names
// it.
type grafted struct {
	files    map[string][]byte // by the path of what they replace
	embedded map[string][]byte // by bug and name
	in, left []bug
}

// graftAll puts bugs into the files that they change.
func graftAll(root string, bugs []bug, also parts) (grafted, error) {
	g := grafted{files: map[string][]byte{}, embedded: map[string][]byte{}}
	byFile := map[string][]bug{}
	var names []string
	for _, b := range bugs {
		if byFile[b.file] == nil {
			names = append(names, b.file)
		}
		byFile[b.file] = append(byFile[b.file], b)
	}
	for _, name := range names {
		list := byFile[name]
		if filepath.Ext(name) != ".go" {
			if err := g.embed(root, name, list); err != nil {
				return g, err
			}
			continue
		}
		path := filepath.Join(root, name)
		text, err := os.ReadFile(path) //nolint:gosec // of the table
		if err != nil {
			return g, err
		}
		out, pkg, left, err := graft(text, list, also)
		if err != nil {
			return g, fmt.Errorf("%s: %w", name, err)
		}
		g.left = append(g.left, left...)
		if len(left) == len(list) {
			continue
		}
		for _, b := range list {
			if !slices.ContainsFunc(left, func(l bug) bool { return l.id == b.id }) {
				g.in = append(g.in, b)
			}
		}
		g.files[path] = out
		g.addSwitch(filepath.Dir(path), pkg)
	}
	return g, nil
}

// addSwitch gives a package what reads the environment.
func (g grafted) addSwitch(dir, pkg string) {
	g.files[filepath.Join(dir, "planted_bug.go")] = fmt.Appendf(nil, switchFile, pkg, switchVariable, filesVariable)
}

const switchFile = `package %s

import (
	"os"
	"path/filepath"
)

var plantedBug = os.Getenv(%q)

func plantedValue[T any](id string, bug, plain T) T {
	if plantedBug == id {
		return bug
	}
	return plain
}

func plantedFile(plain interface{ ReadFile(string) ([]byte, error) }, name string) ([]byte, error) {
	if b, err := os.ReadFile(filepath.Join(os.Getenv(%q), plantedBug, filepath.Base(name))); plantedBug != "" && err == nil {
		return b, nil
	}
	return plain.ReadFile(name)
}
`

var embedRead = regexp.MustCompile(`(\w+)\.ReadFile\(`)

// embed puts bugs into an embedded file: the package that embeds it reads the
// changed one instead.
func (g *grafted) embed(root, name string, bugs []bug) error {
	for _, b := range bugs {
		text, err := b.changed(root)
		if err != nil {
			return err
		}
		g.embedded[filepath.Join(b.id, filepath.Base(name))] = text
		g.in = append(g.in, b)
	}
	around, err := filepath.Glob(filepath.Join(root, filepath.Dir(filepath.Dir(name)), "*.go"))
	if err != nil {
		return err
	}
	for _, path := range around {
		text, err := os.ReadFile(path) //nolint:gosec // beside what the table names
		if err != nil {
			return err
		}
		if bytes.Contains(text, []byte("//go:embed "+filepath.Base(filepath.Dir(name))+"/")) {
			g.files[path] = embedRead.ReplaceAll(text, []byte("plantedFile($1, "))
			g.addSwitch(filepath.Dir(path), string(regexp.MustCompile(`(?m)^package (\w+)`).FindSubmatch(text)[1]))
			return nil
		}
	}
	return fmt.Errorf("nothing embeds %s", name)
}

// graft puts bugs into the text of a file. Those that change neither a
// function's body nor a value are left.
func graft(text []byte, bugs []bug, also parts) (out []byte, pkg string, left []bug, err error) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, "", text, parser.SkipObjectResolution)
	if err != nil {
		return nil, "", nil, err
	}
	s := &source{text: text, at: func(p token.Pos) int { return files.Position(p).Offset }}
	byPart := map[ast.Node][]bug{}
	var order []ast.Node
	for _, b := range bugs {
		if n := bytes.Count(text, []byte(b.old)); n != 1 {
			return nil, "", nil, fmt.Errorf("%s: the text to change stands there %d times", b.name, n)
		}
		part := s.partAt(parsed, bytes.Index(text, []byte(b.old)), len(b.old), also)
		if part == nil {
			left = append(left, b)
			continue
		}
		if byPart[part] == nil {
			order = append(order, part)
		}
		byPart[part] = append(byPart[part], b)
	}
	for _, part := range order {
		switch n := part.(type) {
		case *ast.FuncDecl:
			s.function(n, byPart[n])
		case *ast.ValueSpec:
			s.value(n, byPart[n])
		}
	}
	return s.edited(), parsed.Name.Name, left, nil
}

// source is a file that is being edited.
type source struct {
	text  []byte
	at    func(token.Pos) int
	edits []edit
	tail  strings.Builder
}

type edit struct {
	from, to int
	text     string
}

func (s *source) edited() []byte {
	slices.SortStableFunc(s.edits, func(a, b edit) int { return b.from - a.from })
	out := slices.Clone(s.text)
	for _, e := range s.edits {
		out = slices.Concat(out[:e.from], []byte(e.text), out[e.to:])
	}
	return append(append(out, '\n'), s.tail.String()...)
}

// partAt is the function or value that holds a text in its body, or nil.
func (s *source) partAt(f *ast.File, from, length int, also parts) ast.Node {
	within := func(n ast.Node) bool { return s.at(n.Pos()) <= from && from+length <= s.at(n.End()) }
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Body != nil && from > s.at(d.Body.Lbrace) && within(d.Body) && d.Name.Name != "init" && d.Name.Name != "main" {
				return d
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				v, ok := spec.(*ast.ValueSpec)
				if ok && also == functionsAndValues && len(v.Names) == 1 && len(v.Values) == 1 && within(v.Values[0]) {
					return v
				}
			}
		}
	}
	return nil
}

func (s *source) of(n ast.Node) string { return string(s.text[s.at(n.Pos()):s.at(n.End())]) }

// changed is a part of the file with a bug in it.
func (s *source) changed(n ast.Node, b bug) string { return strings.Replace(s.of(n), b.old, b.new, 1) }

// function adds a second function for each bug, and has the first one call it.
func (s *source) function(f *ast.FuncDecl, bugs []bug) {
	receiver := ""
	if f.Recv != nil {
		receiver = s.named(f.Recv, "planted")[0] + "."
	}
	call := "(" + strings.Join(s.named(f.Type.Params, "argument"), ", ") + ")"
	if f.Type.TypeParams != nil {
		call = "[" + strings.Join(s.named(f.Type.TypeParams, ""), ", ") + "]" + call
	}
	var b strings.Builder
	b.WriteString("\nswitch plantedBug {\n")
	head := s.at(f.Name.End()) - s.at(f.Pos())
	for _, bug := range bugs {
		name := f.Name.Name + "_" + bug.id
		whole := s.changed(f, bug)
		s.tail.WriteString("\n" + whole[:head] + "_" + bug.id + whole[head:] + "\n")
		if f.Type.Results == nil {
			fmt.Fprintf(&b, "case %q:\n%s%s%s\nreturn\n", bug.id, receiver, name, call)
		} else {
			fmt.Fprintf(&b, "case %q:\nreturn %s%s%s\n", bug.id, receiver, name, call)
		}
	}
	b.WriteString("}\n")
	s.edits = append(s.edits, edit{s.at(f.Body.Lbrace) + 1, s.at(f.Body.Lbrace) + 1, b.String()})
}

// named are the names of parameters; those without one get one.
func (s *source) named(list *ast.FieldList, prefix string) []string {
	var names []string
	for _, f := range list.List {
		dots := ""
		if _, ok := f.Type.(*ast.Ellipsis); ok {
			dots = "..."
		}
		if len(f.Names) == 0 {
			name := fmt.Sprintf("%s%d", prefix, len(names))
			s.edits = append(s.edits, edit{s.at(f.Type.Pos()), s.at(f.Type.Pos()), name + " "})
			names = append(names, name+dots)
		}
		for _, n := range f.Names {
			name := n.Name
			if name == "_" {
				name = fmt.Sprintf("%s%d", prefix, len(names))
				s.edits = append(s.edits, edit{s.at(n.Pos()), s.at(n.End()), name})
			}
			names = append(names, name+dots)
		}
	}
	return names
}

// value makes a constant or variable choose among what it is without a bug and
// with each.
func (s *source) value(v *ast.ValueSpec, bugs []bug) {
	text := s.of(v.Values[0])
	kind := ""
	if v.Type != nil {
		kind = "[" + s.of(v.Type) + "]"
	}
	for _, b := range bugs {
		text = fmt.Sprintf("plantedValue%s(%q, %s, %s)", kind, b.id, s.changed(v.Values[0], b), text)
	}
	fmt.Fprintf(&s.tail, "\nvar %s = %s\n", v.Names[0].Name, text)
	s.edits = append(s.edits, edit{s.at(v.Pos()), s.at(v.End()), "_ = 0"})
}
