package rowscan

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Cells decodes a row: nil, string, json.Number or bool each. Texts are parts
// of one copy of the row, and keep it.
func Cells(raw []byte) ([]any, error) {
	if len(raw) == 0 || raw[0] != '[' {
		return nil, &Error{Reason: NotList}
	}
	switch end, wrong := row(raw, 0); {
	case wrong == short:
		return nil, &Error{Reason: Truncated, At: int64(end)}
	case wrong != "":
		return nil, &Error{Reason: wrong, At: int64(end)}
	case end != len(raw):
		return nil, &Error{Reason: Trailing, At: int64(end)}
	}
	return appendCells(make([]any, 0, 1+bytes.Count(raw, []byte{','})), raw), nil
}

// appendCells decodes a row that is known to be one.
func appendCells(cells []any, raw []byte) []any {
	all := string(raw)
	for i := blanks(raw, 1); raw[i] != ']'; {
		end, _ := scalar(raw, i)
		switch raw[i] {
		case '"':
			cells = append(cells, textOf(all[i:end]))
		case 't', 'f':
			cells = append(cells, raw[i] == 't')
		case 'n':
			cells = append(cells, nil)
		default:
			cells = append(cells, json.Number(all[i:end]))
		}
		if i = blanks(raw, end); raw[i] == ',' {
			i = blanks(raw, i+1)
		}
	}
	return cells
}

// textOf is what a text in its quotes says.
func textOf(quoted string) string {
	inner := quoted[1 : len(quoted)-1]
	if strings.IndexByte(inner, '\\') < 0 && utf8.ValidString(inner) {
		return inner
	}
	return unescape(inner)
}

// unescape resolves the escapes of a text that is known to be one. What isn't a
// character becomes U+FFFD: each byte that isn't UTF-8, each lone surrogate.
func unescape(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			r, n := utf8.DecodeRuneInString(s[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		}
		if s[i+1] != 'u' {
			out = append(out, meant[s[i+1]])
			i += 2
			continue
		}
		r := hexRune(s[i:])
		i += 6
		if utf16.IsSurrogate(r) {
			whole := utf16.DecodeRune(r, hexRune(s[i:]))
			if whole != utf8.RuneError {
				i += 6
			}
			r = whole
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// meant is what stands behind a backslash and what it means.
var meant = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// hexRune is the number in an escape of the form \u0041, 0 of anything else.
func hexRune(s string) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0
	}
	r := rune(0)
	for _, c := range []byte(s[2:6]) {
		r = r<<4 | rune(hexDigit(c))
	}
	return r
}
