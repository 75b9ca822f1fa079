package bot

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNameRunes bounds a name or number from the sheet within a message.
const maxNameRunes = 80

// clean makes text from the sheet fit to show: on one line, of bounded length,
// with characters that would deceive the eye made visible.
func clean(s string) string { return cut(visible(s), maxNameRunes) }

func visible(s string) string {
	if isTame(s) {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f', unicode.Is(unicode.Cc, r):
			space = b.Len() > 0
			continue
		case deceives(r):
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isTame tells that there is nothing to do: most names, and it is cheap.
func isTame(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == ' ' && i+1 < len(s) && s[i+1] == ' ' {
			return false
		}
	}
	return strings.TrimSpace(s) == s
}

// deceives tells format characters that change how the text around them reads
// or hide in it. The joiner of emoji is let through.
func deceives(r rune) bool { return unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u00ad' }

// escaper replaces the three characters that mean something to Slack.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape is clean for mrkdwn.
func escape(s string) string { return escaper.Replace(clean(s)) }

// whole is escape without a limit: for sentences of ours, and what a row says.
func whole(s string) string { return escaper.Replace(visible(s)) }

// cut shortens to at most n characters, with an ellipsis for what is gone.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	return strings.TrimSpace(string(runes[:n-1])) + "…"
}
