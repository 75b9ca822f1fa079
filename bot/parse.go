package bot

import (
	"slices"
	"strings"
	"unicode"
)

// Ask is what a person typed, taken apart: a verb and its arguments. Text that
// begins with no known verb is a lookup of all of it.
type Ask struct {
	Verb    Verb
	Args    []string
	Typed   string // the text as typed, cleaned
	Nearest Verb   // for a lookup of one word: the verb it may have been meant for
}

// Bounds of what is read: Slack passes up to 8,000 characters or so, and
// nobody types that.
const (
	maxAskRunes = 1000
	maxAskWords = 60
)

// ParseCommand reads a slash command: its name ("/relance", "/overdue") and
// the text after it. A short form's name is its verb.
func ParseCommand(name, text string) Ask {
	words := split(text)
	if verb, ok := shortForms[strings.TrimPrefix(strings.ToLower(name), "/")]; ok {
		return Ask{Verb: verb, Args: words, Typed: strings.Join(words, " ")}
	}
	return parseWords(words)
}

// ParseMention reads a message that mentions the bot: "@relance overdue me".
func ParseMention(botUser, text string) Ask {
	words := split(text)
	rest := words[:0:0]
	for _, w := range words {
		if id, ok := mentioned(w); ok && id == botUser {
			continue
		}
		rest = append(rest, w)
	}
	if len(rest) > 0 && strings.HasPrefix(rest[0], "/") {
		if verb, ok := shortForms[strings.ToLower(rest[0][1:])]; ok {
			return Ask{Verb: verb, Args: rest[1:], Typed: strings.Join(rest, " ")}
		}
	}
	return parseWords(rest)
}

func parseWords(words []string) Ask {
	ask := Ask{Verb: VerbHelp, Typed: strings.Join(words, " ")}
	if len(words) == 0 {
		return ask
	}
	if verb, ok := verbOf(words[0]); ok {
		ask.Verb, ask.Args = verb, words[1:]
		return ask
	}
	ask.Verb, ask.Args = VerbLookup, words
	if len(words) == 1 {
		ask.Nearest = nearestVerb(words[0])
	}
	return ask
}

// split cuts text into words. Slack escapes & < > where the app asked for it
// and leaves them where not; a mention keeps its angle brackets as one word,
// and quotes keep a name together.
func split(text string) []string {
	runes := []rune(strings.ToValidUTF8(text, ""))
	if len(runes) > maxAskRunes {
		runes = runes[:maxAskRunes]
	}
	var words []string
	var word []rune
	var quote rune
	flush := func() {
		if len(word) > 0 && len(words) < maxAskWords {
			words = append(words, unescape(string(word)))
		}
		word = word[:0]
	}
	for i, r := range runes {
		switch {
		case quote != 0 && r == quote:
			quote = 0
			flush()
		case quote == 0 && len(word) == 0 && closingQuote(r) != 0 && hasAfter(runes[i+1:], closingQuote(r)):
			quote = closingQuote(r)
		case quote == 0 && unicode.IsSpace(r) && !insideMention(word):
			flush()
		case unicode.Is(unicode.Cc, r):
			// a control character says nothing
		default:
			word = append(word, r)
		}
	}
	flush()
	return words
}

func closingQuote(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '“':
		return '”'
	case '«':
		return '»'
	}
	return 0
}

func hasAfter(runes []rune, r rune) bool {
	return slices.Contains(runes, r)
}

// insideMention tells whether the word is a mention that isn't closed yet:
// "<@U1|Camille" goes on after the space.
func insideMention(word []rune) bool {
	return len(word) > 1 && word[0] == '<' && (word[1] == '@' || word[1] == '#' || word[1] == '!') && word[len(word)-1] != '>'
}

var unescaper = strings.NewReplacer("&gt;", ">", "&lt;", "<", "&amp;", "&")

// unescape undoes Slack's escaping, except in a mention, whose angle brackets
// are real.
func unescape(word string) string {
	if _, ok := mentioned(word); ok {
		return word
	}
	return strings.TrimSpace(unescaper.Replace(word))
}

// mentioned gives the user id of <@U1> or <@U1|name>.
func mentioned(word string) (string, bool) {
	inner, ok := strings.CutPrefix(word, "<@")
	if !ok {
		return "", false
	}
	inner, ok = strings.CutSuffix(inner, ">")
	if !ok {
		return "", false
	}
	id, _, _ := strings.Cut(inner, "|")
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
		return "", false
	}
	return id, true
}
