package sheetsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// obj is a request or reply message as generic JSON, with canonical field
// names, no nulls, and numbers as float64.
type obj map[string]any

// maxViolations bounds the violations listed in one reply; the real service
// stops somewhere too, and hostile input should not make a huge reply.
const maxViolations = 50

// maxDepth is the nesting the service's JSON parser accepts.
const maxDepth = 100

// violation is one complaint about a request body.
type violation struct{ field, description string }

// payload checks one request body against the schema and canonicalises it.
type payload struct{ violations []violation }

// decodePayload parses body as the named message. root is the name of the
// field the body is bound to ("" or "data"), as it shows up in error paths.
func decodePayload(body []byte, name, root string) (obj, *apiError) {
	if len(bytes.TrimSpace(body)) == 0 {
		return obj{}, nil
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var raw any
	if err := dec.Decode(&raw); err != nil {
		return nil, badJSON(body, err)
	}
	if dec.More() {
		return nil, badRequest("Invalid JSON payload received. Expected end of string.")
	}
	m, ok := raw.(map[string]any)
	if !ok {
		return nil, badRequest("Invalid JSON payload received. Unknown name \"\": Root element must be a message.")
	}
	var p payload
	out := p.message(m, name, root, 0)
	if len(p.violations) > 0 {
		return nil, violationsError(p.violations)
	}
	return out, nil
}

func badJSON(body []byte, err error) *apiError {
	at := len(body)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(syntax.Offset) - 1
	}
	at = max(0, min(at, len(body)))
	rest := string(body[at:min(len(body), at+40)])
	return badRequest(fmt.Sprintf("Invalid JSON payload received. Unexpected token.\n%s\n^", rest))
}

func violationsError(list []violation) *apiError {
	texts := make([]string, len(list))
	fields := make([]any, len(list))
	for i, v := range list {
		texts[i] = v.description
		fields[i] = obj{"field": v.field, "description": v.description}
		if v.field == "" {
			fields[i] = obj{"description": v.description}
		}
	}
	err := badRequest(strings.Join(texts, "\n"))
	err.details = []any{obj{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": fields}}
	return err
}

func (p *payload) complain(field, format string, args ...any) {
	if len(p.violations) < maxViolations {
		p.violations = append(p.violations, violation{field, fmt.Sprintf(format, args...)})
	}
}

func (p *payload) invalid(path, kind string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		text = []byte("?")
	}
	p.complain(path, "Invalid value at '%s' (%s), %s", path, kind, text)
}

func join(path, field string) string {
	if path == "" {
		return field
	}
	return path + "." + field
}

func (p *payload) message(m map[string]any, name, path string, depth int) obj {
	fields, out := schema()[name], obj{}
	for _, key := range sortedKeys(m) {
		field := camel(key)
		kind, known := fields[field]
		if !known {
			where := ""
			if path != "" {
				where = " at '" + path + "'"
			}
			p.complain(path, "Invalid JSON payload received. Unknown name %q%s: Cannot find field.", key, where)
			continue
		}
		if m[key] == nil {
			continue // null means unset, as in proto3 JSON
		}
		if v := p.value(m[key], kind, field, join(path, snake(field)), depth+1); v != nil {
			out[field] = v
		}
	}
	if name == "Request" && len(out) > 1 {
		p.complain(path, "Invalid value at '%s' (oneof), oneof field 'kind' is already set. Cannot set '%s'", path, sortedKeys(out)[1])
	}
	return out
}

// value checks v against kind; field is the JSON name it stands under.
func (p *payload) value(v any, kind, field, path string, depth int) any {
	if depth > maxDepth {
		p.complain(path, "Invalid JSON payload received. Nesting too deep.")
		return nil
	}
	switch kind[0] {
	case '@':
		m, ok := v.(map[string]any)
		if !ok {
			p.invalid(path, "type.googleapis.com/google.apps.sheets.v4."+kind[1:], v)
			return nil
		}
		return p.message(m, kind[1:], path, depth)
	case '[':
		return p.list(v, kind[1:], field, path, depth)
	case '{':
		m, ok := v.(map[string]any)
		if !ok {
			p.invalid(path, "map", v)
			return nil
		}
		out := obj{}
		for _, k := range sortedKeys(m) {
			out[k] = p.value(m[k], kind[1:], k, path+"["+strconv.Quote(k)+"]", depth+1)
		}
		return out
	case '*':
		return plain(v)
	}
	out, typeName := scalar(v, kind, field)
	if out == nil {
		p.invalid(path, typeName, v)
	}
	return out
}

func (p *payload) list(v any, kind, field, path string, depth int) any {
	if kind == "[*" { // values: a list of google.protobuf.ListValue
		return p.rows(v, path)
	}
	items, ok := v.([]any)
	if !ok {
		// Proto JSON takes a lone message for a list of one.
		if kind[0] == '@' {
			if m, isMap := v.(map[string]any); isMap {
				return []any{p.message(m, kind[1:], path+"[0]", depth)}
			}
		}
		p.invalid(path, listTypeName(kind, field), v)
		return nil
	}
	out := make([]any, 0, len(items))
	for i, item := range items {
		at := fmt.Sprintf("%s[%d]", path, i)
		if item == nil {
			if kind[0] == '@' {
				out = append(out, obj{})
			}
			continue
		}
		if got := p.value(item, kind, field, at, depth+1); got != nil {
			out = append(out, got)
		}
	}
	return out
}

func listTypeName(kind, field string) string {
	if kind[0] == '@' {
		return "type.googleapis.com/google.apps.sheets.v4." + kind[1:]
	}
	_, name := scalar(obj{}, kind, field)
	return name
}

// rows checks the values of a ValueRange; nil cells stay nil (they are skipped
// when written).
func (p *payload) rows(v any, path string) any {
	const listValue = "type.googleapis.com/google.protobuf.ListValue"
	lines, ok := v.([]any)
	if !ok {
		p.invalid(path, listValue, v)
		return nil
	}
	out := make([]any, len(lines))
	for i, line := range lines {
		cells, ok := line.([]any)
		if !ok {
			p.invalid(fmt.Sprintf("%s[%d]", path, i), listValue, line)
			continue
		}
		row := make([]any, len(cells))
		for j, c := range cells {
			row[j] = plain(c)
		}
		out[i] = row
	}
	return out
}

// scalar converts v, or returns nil and the type's name in error texts.
func scalar(v any, kind, field string) (any, string) {
	switch kind[0] {
	case 's', 'm':
		if s, ok := v.(string); ok {
			return s, ""
		}
		return nil, "TYPE_STRING"
	case 'b':
		switch v {
		case true, "true":
			return true, ""
		case false, "false":
			return false, ""
		}
		return nil, "TYPE_BOOL"
	case 'i', 'l':
		n, ok := number(v)
		limit, name := math.Exp2(31), "TYPE_INT32"
		if kind[0] == 'l' {
			limit, name = math.Exp2(63), "TYPE_INT64"
		}
		if !ok || n != math.Trunc(n) || n >= limit || n < -limit {
			return nil, name
		}
		return n, ""
	case 'f', 'd':
		if n, ok := number(v); ok {
			if kind[0] == 'f' {
				n = float64(float32(n))
			}
			return n, ""
		}
		if kind[0] == 'f' {
			return nil, "TYPE_FLOAT"
		}
		return nil, "TYPE_DOUBLE"
	}
	names := strings.Split(strings.TrimPrefix(kind, "e:"), "|")
	if s, ok := v.(string); ok && slices.Contains(names, s) {
		return s, ""
	}
	if n, ok := v.(json.Number); ok {
		if i, err := strconv.Atoi(n.String()); err == nil && i >= 0 && i < len(names) {
			return names[i], ""
		}
	}
	return nil, "type.googleapis.com/google.apps.sheets.v4." + strings.ToUpper(field[:1]) + field[1:]
}

func number(v any) (float64, bool) {
	var text string
	switch n := v.(type) {
	case json.Number:
		text = n.String()
	case string:
		text = n
	case float64:
		return n, true
	default:
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

// plain turns decoded JSON into obj, []any, string, float64, bool and nil.
func plain(v any) any {
	switch x := v.(type) {
	case json.Number:
		f, _ := x.Float64()
		return f
	case map[string]any:
		out := obj{}
		for k, e := range x {
			out[k] = plain(e)
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = plain(e)
		}
		return out
	}
	return v
}

// decodeAny parses an object without a schema.
func decodeAny(body []byte) (obj, error) {
	var raw map[string]any
	if err := json.Unmarshal(body, &raw); err != nil {
		return nil, err
	}
	return plain(raw).(obj), nil
}
