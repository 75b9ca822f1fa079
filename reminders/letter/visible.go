package letter

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what comes from people: a letter is read, not scrolled.
const (
	maxName      = 120  // characters of a name, a number or a line of an address
	maxNote      = 2000 // characters of the free paragraph
	maxNoteLines = 40
	maxAddress   = 7   // lines; a window shows no more
	maxLines     = 500 // invoices in one letter
)

// visible makes text from the sheet fit for a letter: one line, at most max
// characters, deceiving characters shown as their code points, and no address
// that a mail program would turn into a link.
func visible(s string, limit int) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		if (unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f') || unicode.Is(unicode.Cc, r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		// The joiner of emoji and the soft hyphen are let through.
		if unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u00ad' {
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
			continue
		}
		b.WriteRune(r)
	}
	return cut(noLink.Replace(b.String()), limit)
}

// noLink breaks what mail programs make clickable: whoever edits the sheet must
// not lead the customer's money elsewhere.
var noLink = strings.NewReplacer("://", ": //", "www.", "www .", "WWW.", "WWW .", "mailto:", "mailto :")

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit-1])) + "…"
}

// visibleLines is visible for each line that says something.
func visibleLines(lines []string, most int) []string {
	var out []string
	for _, line := range lines {
		for part := range strings.Lines(line) {
			if clean := visible(part, maxName); clean != "" && len(out) < most {
				out = append(out, clean)
			}
		}
	}
	return out
}

// note is the approver's own paragraph with its line ends. It may hold a link:
// whoever may approve letters writes it.
func note(s string) string {
	var lines []string
	for part := range strings.Lines(cut(strings.TrimSpace(s), maxNote)) {
		if len(lines) == maxNoteLines {
			break
		}
		var b strings.Builder
		for _, r := range strings.TrimSpace(strings.ToValidUTF8(part, "\ufffd")) {
			switch {
			case r == '\t':
				b.WriteByte(' ')
			case unicode.Is(unicode.Cc, r):
			case unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u00ad':
				fmt.Fprintf(&b, "⟨U+%04X⟩", r)
			default:
				b.WriteRune(r)
			}
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}
