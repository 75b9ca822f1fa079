package sheetsim

import (
	"maps"
	"strings"
)

// mask is a parsed field mask: the named fields with their own masks. A nil
// mask selects everything.
type mask map[string]mask

// parseMask reads "a.b,c(d,e/f),*". ok is false when the text is malformed.
func parseMask(text string) (m mask, ok bool) {
	m = mask{}
	rest, ok := parseMaskList(text, m, 0)
	return m, ok && rest == ""
}

func parseMaskList(text string, into mask, depth int) (rest string, ok bool) {
	if depth > maxDepth {
		return "", false
	}
	for {
		at := into
		var leaf mask
		var name string
		for {
			end := strings.IndexAny(text, "./,()")
			if end < 0 {
				end = len(text)
			}
			name = camel(strings.TrimSpace(text[:end]))
			if name == "" {
				return "", false
			}
			text = text[end:]
			if text == "" || (text[0] != '.' && text[0] != '/') {
				break
			}
			text = text[1:]
			at = at.child(name)
		}
		if text != "" && text[0] == '(' {
			leaf = at.child(name)
			if text, ok = parseMaskList(text[1:], leaf, depth+1); !ok || text == "" || text[0] != ')' {
				return "", false
			}
			text = text[1:]
		} else {
			at[name] = nil
		}
		if text == "" || text[0] != ',' {
			return text, true
		}
		text = text[1:]
	}
}

// child returns the mask under name to add to. A field already selected whole
// stays so: what is added under it goes nowhere.
func (m mask) child(name string) mask {
	if sub, seen := m[name]; seen {
		if sub == nil {
			return mask{}
		}
		return sub
	}
	sub := mask{}
	m[name] = sub
	return sub
}

// pick returns the mask below name and whether name is selected at all.
func (m mask) pick(name string) (mask, bool) {
	if m == nil {
		return nil, true
	}
	if sub, ok := m[name]; ok {
		return sub, true
	}
	sub, ok := m["*"]
	return sub, ok
}

// unknown returns the first path of m that the named message does not have.
func (m mask) unknown(name string) string {
	fields := schema()[name]
	for _, key := range sortedKeys(m) {
		if key == "*" {
			continue
		}
		kind, ok := fields[key]
		if !ok {
			return key
		}
		kind = strings.TrimLeft(kind, "[")
		switch {
		case m[key] == nil:
		case kind[0] == '@':
			if bad := m[key].unknown(kind[1:]); bad != "" {
				return key + "." + bad
			}
		case kind[0] != '{' && kind[0] != '*':
			return key + "." + sortedKeys(m[key])[0]
		}
	}
	return ""
}

// filter applies m to a reply.
func (m mask) filter(v any) any {
	if m == nil {
		return v
	}
	switch x := v.(type) {
	case obj:
		out := obj{}
		for k, e := range x {
			if sub, ok := m.pick(k); ok {
				out[k] = sub.filter(e)
			}
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = m.filter(e)
		}
		return out
	}
	return v
}

// merge sets or clears in dst every field that m selects, taking the values
// from src. dst is copied, not changed.
func (m mask) merge(dst, src obj, name string) obj {
	out := obj{}
	maps.Copy(out, dst)
	fields := schema()[name]
	for key, sub := range m {
		if key == "*" {
			for field := range fields {
				mergeField(out, src, field)
			}
			continue
		}
		kind := fields[key]
		if sub == nil || kind == "" || kind[0] != '@' {
			mergeField(out, src, key)
			continue
		}
		merged := sub.merge(out.sub(key), src.sub(key), kind[1:])
		if len(merged) == 0 {
			delete(out, key)
			continue
		}
		out[key] = merged
	}
	return out
}

func mergeField(dst, src obj, field string) {
	if v, ok := src[field]; ok {
		dst[field] = v
		return
	}
	delete(dst, field)
}

// updateMask parses the mandatory mask of an update request.
func updateMask(request obj, name string) (mask, error) {
	text := request.str("fields")
	if strings.TrimSpace(text) == "" {
		return nil, refuse("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
	}
	m, ok := parseMask(text)
	if !ok {
		return nil, refuse("Invalid field mask: %s", text)
	}
	if bad := m.unknown(name); bad != "" {
		return nil, refuse("Invalid field: %s", bad)
	}
	return m, nil
}
