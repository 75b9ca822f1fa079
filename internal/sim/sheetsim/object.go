package sheetsim

import (
	"maps"
	"slices"
)

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

func (o obj) has(name string) bool { _, ok := o[name]; return ok }

func (o obj) str(name string) string { s, _ := o[name].(string); return s }

func (o obj) flag(name string) bool { b, _ := o[name].(bool); return b }

func (o obj) num(name string) float64 { f, _ := o[name].(float64); return f }

func (o obj) int(name string) int { return int(o.num(name)) }

// intOr is int with a default for an absent field.
func (o obj) intOr(name string, absent int) int {
	if f, ok := o[name].(float64); ok {
		return int(f)
	}
	return absent
}

// sub returns the message under name, or nil (which reads as empty).
func (o obj) sub(name string) obj { m, _ := o[name].(obj); return m }

func (o obj) list(name string) []any { l, _ := o[name].([]any); return l }

// objects returns the messages of a list, skipping anything else.
func (o obj) objects(name string) []obj {
	var out []obj
	for _, v := range o.list(name) {
		if m, ok := v.(obj); ok {
			out = append(out, m)
		}
	}
	return out
}

func (o obj) strings(name string) []string {
	var out []string
	for _, v := range o.list(name) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// with returns a copy of o with one field set; o itself stays as it is.
func (o obj) with(name string, v any) obj {
	out := maps.Clone(o)
	if out == nil {
		out = obj{}
	}
	out[name] = v
	return out
}

// explicit lists the scalar fields that the service prints even when they hold
// their zero value: wrapped scalars, and members of a oneof.
var explicit = map[string][]string{
	"GridRange":                 {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"},
	"DimensionRange":            {"startIndex", "endIndex"},
	"SheetProperties":           {"sheetId", "index"},
	"TextFormat":                {"bold", "italic", "strikethrough", "underline", "fontSize"},
	"ExtendedValue":             {"stringValue", "numberValue", "boolValue", "formulaValue"},
	"DeveloperMetadataLocation": {"sheetId", "spreadsheet"},
	"OverlayPosition":           {"offsetXPixels", "offsetYPixels"},
}

// printed returns v, a value of the named message, as the service prints it:
// without the zero values of proto3 scalars.
func printed(v obj, name string) obj {
	fields, out := schema()[name], obj{}
	for key, value := range v {
		kind := fields[key]
		if kind == "" {
			out[key] = value
			continue
		}
		if shown := printedValue(value, kind); shown != nil || slices.Contains(explicit[name], key) {
			if shown == nil {
				shown = value
			}
			out[key] = shown
		}
	}
	return out
}

func printedValue(v any, kind string) any {
	switch x := v.(type) {
	case obj:
		if kind[0] == '@' {
			return printed(x, kind[1:])
		}
	case []any:
		if len(x) == 0 {
			return nil
		}
		if kind[0] == '[' && kind[1] == '@' {
			out := make([]any, len(x))
			for i, e := range x {
				out[i] = printedValue(e, kind[1:])
			}
			return out
		}
	case float64:
		if x == 0 {
			return nil
		}
		if kind[0] == 'f' {
			return float32(x)
		}
	case string:
		if x == "" {
			return nil
		}
	case bool:
		if !x {
			return nil
		}
	}
	return v
}
