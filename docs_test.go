package relance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/config"
)

func readDoc(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheOperatingGuideNamesEveryKey walks the configuration's types.
func TestTheOperatingGuideNamesEveryKey(t *testing.T) {
	guide := readDoc(t, "docs/operating.md")
	keys := configKeys(reflect.TypeFor[config.Config](), "")
	if len(keys) < 30 {
		t.Fatalf("only %d keys found: %v", len(keys), keys)
	}
	for _, key := range keys {
		parent, name := "", key
		if i := strings.LastIndexByte(key, '.'); i >= 0 {
			parent, name = key[:i], key[i:]
		}
		// Neighbours may share a row: `books[].roles.finance`, `.managers`.
		if !strings.Contains(guide, "`"+key+"`") && (!strings.Contains(guide, "`"+parent+".") || !strings.Contains(guide, "`"+name+"`")) {
			t.Errorf("docs/operating.md does not explain %s", key)
		}
	}
}

// configKeys are the dotted names of all yaml keys of a type.
func configKeys(typ reflect.Type, prefix string) []string {
	var keys []string
	for f := range typ.Fields() {
		name := prefix + strings.Split(f.Tag.Get("yaml"), ",")[0]
		inner := f.Type
		suffix := "."
		if inner.Kind() == reflect.Slice {
			inner, suffix = inner.Elem(), "[]."
		}
		if inner.Kind() == reflect.Struct {
			keys = append(keys, configKeys(inner, name+suffix)...)
			continue
		}
		keys = append(keys, name)
	}
	return keys
}

var unaccented = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "â", "a", "à", "a", "É", "e")

// TestTheUserGuideNamesEveryVerb reads the verbs, in both languages, from where
// the bot understands them.
func TestTheUserGuideNamesEveryVerb(t *testing.T) {
	guide := unaccented.Replace(readDoc(t, "docs/using.md"))
	file, err := parser.ParseFile(token.NewFileSet(), "bot/parse_verb.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || spec.Names[0].Name != "synonyms" {
			return true
		}
		for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
			word, err := strconv.Unquote(element.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			words++
			if !strings.Contains(guide, "`"+word+"`") && !strings.Contains(guide, "/relance "+word+"`") && !strings.Contains(guide, "/relance "+word+" ") {
				t.Errorf("docs/using.md does not say that %q is understood", word)
			}
		}
		return false
	})
	if words < 40 {
		t.Errorf("only %d words found in bot/parse_verb.go", words)
	}
}
