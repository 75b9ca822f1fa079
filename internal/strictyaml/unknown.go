package strictyaml

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/relance-bot/relance/internal/typo"
)

// Key is a key that nothing reads.
type Key struct {
	Line  int    // of the file, from 1
	Path  string // where it stands, such as steps[0].dya
	Name  string
	Meant string // the nearest key there is at that place; empty: none is near
}

// UnknownKeys lists a file's keys that a struct has no field for, by line. Keys
// of a map are anybody's; what reads itself (UnmarshalYAML) answers for itself.
func UnknownKeys(file *ast.File, into reflect.Type) []Key {
	var w walk
	for _, doc := range file.Docs {
		if doc.Body != nil {
			w.node(doc.Body, into, "")
		}
	}
	slices.SortStableFunc(w.found, func(a, b Key) int { return a.Line - b.Line })
	return w.found
}

type walk struct{ found []Key }

func (w *walk) node(n ast.Node, t reflect.Type, path string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if readsItself(t) {
		return
	}
	switch n := n.(type) {
	case *ast.AnchorNode:
		w.node(n.Value, t, path)
	case *ast.TagNode:
		w.node(n.Value, t, path)
	case *ast.MappingNode:
		for _, pair := range n.Values {
			w.pair(pair, t, path)
		}
	case *ast.MappingValueNode:
		w.pair(n, t, path)
	case *ast.SequenceNode:
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
			for i, v := range n.Values {
				w.node(v, t.Elem(), path+"["+strconv.Itoa(i)+"]")
			}
		}
	}
}

func (w *walk) pair(n *ast.MappingValueNode, t reflect.Type, path string) {
	if n.Key.IsMergeKey() {
		w.node(n.Value, t, path)
		return
	}
	name := n.Key.GetToken().Value
	at := strings.TrimPrefix(path+"."+name, ".")
	switch t.Kind() {
	case reflect.Map:
		w.node(n.Value, t.Elem(), at)
	case reflect.Struct:
		fields := fieldsOf(t)
		if inner, ok := fields[name]; ok {
			w.node(n.Value, inner, at)
			return
		}
		w.found = append(w.found, Key{Line: n.Key.GetToken().Position.Line, Path: at, Name: name, Meant: meant(name, slices.Sorted(maps.Keys(fields)))})
	}
}

// meant is the key that was probably meant: one that is spelt almost so, or
// the only one that begins so.
func meant(name string, keys []string) string {
	if near := typo.Nearest(name, keys); near != "" {
		return near
	}
	if longer := slices.DeleteFunc(keys, func(k string) bool { return !strings.HasPrefix(k, name) }); len(longer) == 1 {
		return longer[0]
	}
	return ""
}

// fieldsOf are the keys that a struct reads, as the YAML library names them; ours
// have no inlined ones.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case !f.IsExported() || name == "-":
		case name == "":
			fields[strings.ToLower(f.Name)] = f.Type
		default:
			fields[name] = f.Type
		}
	}
	return fields
}

var (
	readsBytes = reflect.TypeFor[yaml.BytesUnmarshaler]()
	readsAny   = reflect.TypeFor[yaml.InterfaceUnmarshaler]()
)

func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(readsBytes) || p.Implements(readsAny)
}
