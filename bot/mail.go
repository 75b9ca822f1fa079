package bot

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"

	"github.com/slack-go/slack"
)

// Mail is a message of the reminder cycle for somebody without a Slack account.
type Mail struct {
	Subject string
	Text    string
	HTML    string
}

// MailFoot is what a mail ends with, where the buttons would be.
type MailFoot struct {
	ReplyTo  string                 // whom an answer reaches; empty: nobody
	SheetURL string                 // empty: not known
	NameOf   func(id string) string // of people and channels that are named by Slack's ids; empty: unknown
}

// ComposeMail words a digest or a direct message as a mail. It says what the
// message in Slack would say, word for word, without what is there to be
// pressed.
func ComposeMail(c Content, foot MailFoot) (Mail, error) {
	if c.Digest == nil && c.Direct == nil {
		return Mail{}, fmt.Errorf("compose %q as a mail: nothing to say", c.Kind)
	}
	m, err := Compose(c)
	if err != nil {
		return Mail{}, err
	}
	v := newVoice(c.Language)
	p := paper{nameOf: foot.NameOf}
	var parts []string
	for _, b := range m.Blocks {
		parts = append(parts, wordsOf(b)...)
	}
	parts = append(parts, v.mailFoot(foot))
	subject := p.text(m.Text)
	if c.Digest != nil {
		subject = v.say("mail_digest_quiet", with{"Day": c.Day})
		if n := len(c.Digest.Customers); n > 0 {
			subject = v.say("mail_digest", with{"Day": c.Day, "Count": n})
		}
	}
	out := Mail{Subject: subjectLine(subject)}
	var text, body []string
	for _, part := range parts {
		text = append(text, p.text(part))
		body = append(body, "<p>"+p.html(part)+"</p>")
	}
	out.Text = strings.Join(text, "\n\n") + "\n"
	out.HTML = `<!DOCTYPE html><html lang="` + v.Language() + `"><head><meta charset="utf-8"><title>` + html.EscapeString(out.Subject) +
		`</title></head><body style="font-family:sans-serif;max-width:40em">` + "\n" + strings.Join(body, "\n") + "\n</body></html>\n"
	return out, nil
}

// mailFoot says how to answer, and where the sheet is.
func (v voice) mailFoot(foot MailFoot) string {
	text := v.mark("mail_no_answer")
	if foot.ReplyTo != "" {
		text = v.mark("mail_answer", with{"Who": foot.ReplyTo})
	}
	if foot.SheetURL != "" {
		text += "\n" + v.mark("mail_sheet", with{"Link": ready("<" + foot.SheetURL + ">")})
	}
	return text
}

// maxMailSubject is what mail programs show of a subject, with room to spare.
const maxMailSubject = 120

// subjectLine is text fit for a header: one line, without characters that are
// not seen.
func subjectLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return cut(strings.Join(strings.Fields(text), " "), maxMailSubject)
}

// wordsOf are the paragraphs of a block, in mrkdwn. What is there to be pressed
// has none.
func wordsOf(b slack.Block) []string {
	switch b := b.(type) {
	case *slack.SectionBlock:
		var parts []string
		if b.Text != nil {
			parts = append(parts, mrkdwnOf(b.Text))
		}
		for _, f := range b.Fields {
			parts = append(parts, mrkdwnOf(f))
		}
		return parts
	case *slack.HeaderBlock:
		return []string{"*" + mrkdwnOf(b.Text) + "*"}
	case *slack.ContextBlock:
		var parts []string
		for _, e := range b.ContextElements.Elements {
			if t, ok := e.(*slack.TextBlockObject); ok {
				parts = append(parts, mrkdwnOf(t))
			}
		}
		return parts
	}
	return nil
}

func mrkdwnOf(t *slack.TextBlockObject) string {
	if t.Type == slack.PlainTextType {
		return escaper.Replace(t.Text)
	}
	return t.Text
}

// paper turns mrkdwn into what a mail program shows.
type paper struct{ nameOf func(string) string }

var (
	// Bold begins at a word's start and ends at its end, as in Slack.
	boldMark = regexp.MustCompile(`(^|[\s(])\*([^*\s](?:[^*\n]*[^*\s])?)\*($|[\s.,:;!?)])`)
	// <https://…|label>, <https://…>, <@U…>, <#C…>.
	angleMark = regexp.MustCompile(`<([@#])([A-Z0-9]+)(?:\|([^<>]*))?>|<(https://[^|<>\s]+)(?:\|([^<>]*))?>`)
)

func (p paper) text(mrkdwn string) string {
	s := p.bold(mrkdwn, "$1$2$3")
	return unescaper.Replace(p.angles(s, func(link, label string) string {
		if label == link {
			return link
		}
		return label + " (" + link + ")"
	}))
}

func (p paper) html(mrkdwn string) string {
	// Only & < > are escaped in mrkdwn, as HTML wants them in text.
	s := p.angles(mrkdwn, func(link, label string) string {
		return `<a href="` + strings.ReplaceAll(link, `"`, "%22") + `">` + label + `</a>`
	})
	return strings.ReplaceAll(p.bold(s, "$1<strong>$2</strong>$3"), "\n", "<br>\n")
}

// bold twice: a mark that ends one match may begin the next.
func (paper) bold(s, with string) string {
	return boldMark.ReplaceAllString(boldMark.ReplaceAllString(s, with), with)
}

// angles puts names and links for what stands in angle brackets.
func (p paper) angles(s string, link func(link, label string) string) string {
	return angleMark.ReplaceAllStringFunc(s, func(mark string) string {
		m := angleMark.FindStringSubmatch(mark)
		if m[4] != "" {
			label := m[5]
			if label == "" {
				label = m[4]
			}
			return link(m[4], label)
		}
		name := m[3]
		if name == "" && p.nameOf != nil {
			name = escape(p.nameOf(m[2]))
		}
		if name == "" {
			name = m[2]
		}
		return m[1] + name
	})
}
