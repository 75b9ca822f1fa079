package ledger

import (
	"strings"
	"unicode"
)

// numberForms are the short ways to say an invoice number. For INV-2026/0042:
// without prefix, signs and leading zeros (20260042), and its last group of
// digits alone (42).
func numberForms(k Key) (bare, tail Key) {
	text := string(k)
	first := strings.IndexFunc(text, isDigit)
	if first < 0 {
		return "", ""
	}
	bareText := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text[first:])
	end := strings.LastIndexFunc(text, isDigit) + 1
	start := end
	for start > 0 && isDigit(rune(text[start-1])) {
		start--
	}
	return Key(trimZeros(bareText)), Key(trimZeros(text[start:end]))
}

// isDigit tells whether r is an ASCII digit; KeyOf has folded full-width ones.
func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// trimZeros leaves at least one digit.
func trimZeros(s string) string {
	if t := strings.TrimLeft(s, "0"); t != "" {
		return t
	}
	return "0"
}

// numberPrefix is what letters a number begins with.
func numberPrefix(k Key) string {
	text := string(k)
	if digits := strings.IndexFunc(text, isDigit); digits >= 0 {
		text = text[:digits]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
}

func numberKeys(keys []pairKey, inv *Invoice) []pairKey {
	bare, tail := numberForms(inv.Key)
	switch bare {
	case "":
		return keys
	case tail:
		return append(keys, pairKey{of: bare, key: inv.Key})
	}
	return append(keys, pairKey{of: bare, key: inv.Key}, pairKey{of: tail, key: inv.Key})
}
