package sheetsim

import (
	_ "embed"
	"strings"
	"sync"
)

// schemaText lists every message of the Sheets discovery document, one field
// a line: "name type". Types: s string, b bool, i int32, l int64, f float,
// d double, m field mask, * any, e:A|B enum, @Name message, [x list of x,
// {x map to x.
//
//go:embed schema.txt
var schemaText string

// message maps a field's JSON name to its type.
type message map[string]string

// schema is parsed once; it is read only afterwards.
var schema = sync.OnceValue(func() map[string]message {
	all := map[string]message{}
	var current message
	for line := range strings.SplitSeq(schemaText, "\n") {
		switch {
		case line == "":
		case line[0] == '\t':
			name, kind, _ := strings.Cut(line[1:], " ")
			current[name] = kind
		default:
			current = message{}
			all[line] = current
		}
	}
	return all
})

// snake turns a JSON field name into the proto field name that the service
// uses in its error texts: "updateCells" becomes "update_cells".
func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// camel is the inverse of snake; proto JSON accepts both spellings.
func camel(name string) string {
	if !strings.Contains(name, "_") {
		return name
	}
	parts := strings.Split(name, "_")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}
