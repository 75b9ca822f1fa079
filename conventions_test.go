// Package relance_test checks what the compiler can't: the conventions of the
// whole repository. The linter checks some of them as well, and better; here
// they hold wherever `go test ./...` runs.
package relance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/relance-bot/relance"

// source is a parsed Go file of the repository.
type source struct {
	path string // slash-separated, from the root
	file *ast.File
	at   *token.FileSet
}

func (s source) dir() string  { return path.Dir(s.path) }
func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// in tells whether the file lies in one of the directories, or below it.
func (s source) in(dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool {
		return dir == "" || strings.HasPrefix(s.path, dir+"/")
	})
}

// eachFile visits the repository's own files: no local state, no test data, no
// other module.
func eachFile(t *testing.T, extension string, visit func(name string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			hidden := len(base) > 1 && strings.HasPrefix(base, ".")
			if hidden || base == "testdata" || base == "bin" || base == "tools" || base == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) == extension {
			visit(filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	eachFile(t, ".go", func(name string) {
		at := token.NewFileSet()
		file, err := parser.ParseFile(at, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s does not parse: %v", name, err)
			return
		}
		all = append(all, source{name, file, at})
	})
	if len(all) < 10 {
		t.Fatalf("only %d Go files found: not the repository's root", len(all))
	}
	return all
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		said[s.dir()] = said[s.dir()] || len(s.file.Doc.Text()) > len("Package x.\n")
	}
	for dir, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment; write it in %s/doc.go", dir, dir)
		}
	}
}

func TestNamesAreNounsOfTheDomain(t *testing.T) {
	empty := []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types", "manager", "misc", "shared"}
	for _, s := range sources(t) {
		name := strings.TrimSuffix(s.file.Name.Name, "_test")
		base := strings.TrimSuffix(strings.TrimSuffix(path.Base(s.path), ".go"), "_test")
		if slices.Contains(empty, name) || slices.Contains(empty, base) {
			t.Errorf("%s: package %s or its file is named after nothing; name it after what it holds", s.path, name)
		}
	}
}

func TestOnlyTheEdgeReadsTheClock(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() || s.in("cmd", "internal/app") {
			continue
		}
		name := importedAs(s.file, "time")
		excused := excusedLines(s, "nolint:forbidigo")
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			if ok && name != "" && pkg.Name == name && slices.Contains([]string{"Now", "Since", "Until"}, selector.Sel.Name) && !excused[s.at.Position(n.Pos()).Line] {
				t.Errorf("%s: time.%s; take a func() time.Time instead", s.at.Position(n.Pos()), selector.Sel.Name)
			}
			return true
		})
	}
}

// excusedLines are those with a comment that turns the linter off and says why.
func excusedLines(s source, directive string) map[int]bool {
	lines := map[int]bool{}
	for _, group := range s.file.Comments {
		for _, c := range group.List {
			if rest, ok := strings.CutPrefix(c.Text, "//"+directive); ok && strings.Contains(rest, "//") {
				lines[s.at.Position(c.Pos()).Line] = true
			}
		}
	}
	return lines
}

// importedAs returns the name a file has given an import, "" if it has none.
func importedAs(file *ast.File, importPath string) string {
	for _, imp := range file.Imports {
		if strings.Trim(imp.Path.Value, `"`) != importPath {
			continue
		}
		if imp.Name != nil {
			return imp.Name.Name
		}
		return path.Base(importPath)
	}
	return ""
}

// layers are the arrows of the architecture. A path that starts with a slash is
// ours; the others are modules. Files of tests are bound only where it says so.
var layers = []struct {
	rule   string
	files  []string // "" for all
	except []string
	never  []string
	tests  bool
}{
	{rule: "the ledger knows nothing else of ours", files: []string{"ledger"}, never: []string{"/bot", "/sheets", "/reminders", "/store", "/internal", "/cmd"}},
	{rule: "the bot meets sheets and reminders in internal/app only", files: []string{"bot"}, never: []string{"/sheets", "/reminders", "/internal/app", "/cmd"}},
	{rule: "sheets meets the bot and reminders in internal/app only", files: []string{"sheets"}, never: []string{"/bot", "/reminders", "/internal/app", "/cmd"}},
	{rule: "reminders meets the bot and sheets in internal/app only", files: []string{"reminders"}, never: []string{"/bot", "/sheets", "/internal/app", "/cmd"}},
	{rule: "a store knows the ledger only", files: []string{"store"}, never: []string{"/bot", "/sheets", "/reminders", "/internal", "/cmd"}},
	{rule: "a simulator shares no code with the product", files: []string{"internal/sim"}, never: []string{"/bot", "/sheets", "/reminders", "/store", "/internal/app", "/cmd"}},
	{rule: "only internal/app and cmd import an adapter", files: []string{""}, except: []string{"internal/app", "cmd"}, never: []string{"/bot/slackapi", "/sheets/google", "/store/sqlitestore", "/store/redisstore"}},
	{rule: "Slack is spoken in bot only", files: []string{""}, except: []string{"bot"}, never: []string{"github.com/slack-go/slack"}},
	{rule: "Google is spoken in sheets/google only", files: []string{""}, except: []string{"sheets/google"}, never: []string{"google.golang.org/api"}},
	{rule: "Redis is spoken in store/redisstore only", files: []string{""}, except: []string{"store/redisstore"}, never: []string{"github.com/redis/go-redis"}},
	{rule: "SQLite is spoken in store/sqlitestore only", files: []string{""}, except: []string{"store/sqlitestore"}, never: []string{"modernc.org/sqlite"}},
	{rule: "gocron wakes jobs in reminders and internal/app only", files: []string{""}, except: []string{"reminders", "internal/app"}, never: []string{"github.com/go-co-op/gocron"}},
	{rule: "tests use the standard library, go-cmp, rapid, goleak and testscript", files: []string{""}, never: []string{"github.com/stretchr/testify", "go.uber.org/mock", "github.com/golang/mock", "github.com/onsi"}, tests: true},
}

func TestImportsFollowTheArchitecture(t *testing.T) {
	files := sources(t)
	for _, layer := range layers {
		for _, s := range files {
			if !s.in(layer.files...) || s.in(layer.except...) || (s.isTest() && !layer.tests) {
				continue
			}
			for _, imp := range s.file.Imports {
				imported := strings.Trim(imp.Path.Value, `"`)
				if ours, ok := strings.CutPrefix(imported, module); ok {
					imported = ours
				}
				for _, never := range layer.never {
					if imported == never || strings.HasPrefix(imported, never+"/") {
						t.Errorf("%s imports %s: %s", s.path, imp.Path.Value, layer.rule)
					}
				}
			}
		}
	}
}

var (
	markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	codeFence    = regexp.MustCompile("(?s)```.*?```")
)

func TestLinksInTheDocumentsLeadSomewhere(t *testing.T) {
	eachFile(t, ".md", func(name string) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			return
		}
		for _, match := range markdownLink.FindAllStringSubmatch(codeFence.ReplaceAllString(string(text), ""), -1) {
			target, _, _ := strings.Cut(match[1], "#")
			if target == "" || strings.Contains(target, ":") { // a heading, or elsewhere on the web
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), filepath.FromSlash(target))); err != nil {
				t.Errorf("%s links to %s, which does not exist", name, target)
			}
		}
	})
}

func TestWhatARepositoryOwesItsReaders(t *testing.T) {
	for name, says := range map[string]string{
		"CHANGELOG.md":                "## [Unreleased]",
		"LICENSE":                     "Apache License",
		"README.md":                   "sh scripts/test.sh",
		"docs/architecture.md":        "# Architecture",
		"docs/using.md":               "## En français",
		"docs/operating.md":           "## Configuration",
		"NOTICE":                      "WA_Fn-UseC_-Accounts-Receivable",
		"Dockerfile":                  "USER 65532",
		"deploy/slack-manifest.yaml":  "socket_mode_enabled: true",
		"deploy/relance.example.yaml": "level: observe",
		".ci/run":                     "scripts/test.sh",
	} {
		text, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(text), says) {
			t.Errorf("%s does not say %q", name, says)
		}
	}
	for _, name := range []string{".ci/run", "scripts/test.sh"} {
		info, err := os.Stat(filepath.FromSlash(name))
		if err != nil {
			t.Error(err)
			continue
		}
		if info.Mode()&0o111 == 0 {
			t.Errorf("%s can't be executed", name)
		}
	}
}
