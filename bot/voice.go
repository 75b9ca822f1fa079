package bot

import (
	"embed"
	"encoding/json"
	"fmt"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
)

//go:embed language/*.json
var languages embed.FS

var bundle = loadBundle()

func loadBundle() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("json", json.Unmarshal)
	for _, tag := range []string{"en", "fr"} {
		if _, err := b.LoadMessageFileFS(languages, "language/"+tag+".json"); err != nil {
			panic(fmt.Sprintf("bot: embedded language %s: %v", tag, err)) // a broken build
		}
	}
	return b
}

// voice says things in one language.
type voice struct {
	locale.Locale
	words *i18n.Localizer
}

func newVoice(tag string) voice {
	l := locale.For(tag)
	return voice{Locale: l, words: i18n.NewLocalizer(bundle, l.Language())}
}

// with are the values a sentence is filled with, by name. Count also chooses
// between singular and plural.
type with map[string]any

// say is a sentence for plain text. Values that came from people are cleaned.
func (v voice) say(id string, args ...with) string { return v.fill(id, clean, args) }

// mark is a sentence for mrkdwn: the same, and values are escaped.
func (v voice) mark(id string, args ...with) string { return v.fill(id, escape, args) }

func (v voice) fill(id string, treat func(string) string, args []with) string {
	config := &i18n.LocalizeConfig{MessageID: id}
	if len(args) > 0 {
		data := make(with, len(args[0])+1)
		for name, value := range args[0] {
			data[name] = v.value(value, treat)
		}
		config.TemplateData = data
		if n, ok := args[0]["Count"].(int); ok {
			config.PluralCount = n
		}
	}
	text, err := v.words.Localize(config)
	if err != nil && config.PluralCount != nil {
		config.PluralCount = nil // a sentence with a number and one form
		text, err = v.words.Localize(config)
	}
	if text == "" || err != nil {
		// A test compares the keys in the code with the files; should one slip
		// through, its name says more than nothing.
		return id
	}
	return text
}

// value is how a value reads in the language.
func (v voice) value(value any, treat func(string) string) any {
	switch x := value.(type) {
	case string:
		return treat(x)
	case ready:
		return string(x)
	case ledger.Key:
		return treat(string(x))
	case ledger.Money:
		return v.Money(x)
	case ledger.Date:
		return v.Date(x)
	case int:
		return v.Int(x)
	case fmt.Stringer:
		return treat(x.String())
	}
	return value
}

// ready is text that is fit for its place as it is: a sentence of ours.
type ready string
