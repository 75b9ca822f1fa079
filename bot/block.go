package bot

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// Message is what a person sees: Text for notifications and screen readers,
// Blocks for the eye.
type Message struct {
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks"`
	// Plain are blocks that any client shows, for where Slack refuses Blocks.
	Plain []slack.Block `json:"-"`
}

// JSON is the payload {"text","blocks"}.
func (m Message) JSON() ([]byte, error) { return json.Marshal(m) }

// Limits of docs.slack.dev/reference/block-kit that the views keep.
const (
	maxBlocks       = 50
	maxHomeBlocks   = 100
	maxSectionText  = 3000
	maxButtonText   = 75
	maxHeaderText   = 150
	maxModalTitle   = 24
	maxButtonValue  = 2000
	maxFallbackText = 3000 // of the text field; chat.update takes 4,000
)

func plainText(s string, limit int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, cut(orDash(s), limit), true, false)
}

// orDash stands for the empty texts that Slack refuses.
func orDash(s string) string {
	if strings.TrimSpace(s) == "" {
		return "–"
	}
	return s
}

// section is a paragraph of mrkdwn. Verbatim: what looks like a channel or a
// link in a customer's name stays what it is.
func section(mrkdwn string) *slack.SectionBlock {
	return slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, cutMark(orDash(mrkdwn), maxSectionText), false, true), nil, nil)
}

func sectionWith(mrkdwn string, button *slack.ButtonBlockElement) *slack.SectionBlock {
	s := section(mrkdwn)
	s.Accessory = slack.NewAccessory(button)
	return s
}

// cutMark shortens mrkdwn at a line's end where it can, so that no mark or
// entity is cut in two.
func cutMark(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	head := string([]rune(s)[:limit-2])
	if i := strings.LastIndexByte(head, '\n'); i > 0 {
		head = head[:i]
	} else if i := strings.LastIndexByte(head, '&'); i > len(head)-6 && i >= 0 {
		head = head[:i]
	}
	return head + "\n…"
}

func header(text string) *slack.HeaderBlock {
	return slack.NewHeaderBlock(plainText(text, maxHeaderText))
}

func aside(mrkdwn string) *slack.ContextBlock {
	return slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType, cutMark(orDash(mrkdwn), maxSectionText), false, true))
}

func button(id, label string, value token) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(id, value.String(), plainText(label, maxButtonText))
}

func primary(e *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	e.Style = slack.StylePrimary
	return e
}

// maxConfirmText is Slack's limit of a confirmation's buttons.
const maxConfirmText = 30

// confirmed asks before the button does what it says.
func (v voice) confirmed(e *slack.ButtonBlockElement, question string) *slack.ButtonBlockElement {
	label, yes := strings.TrimRight(e.Text.Text, "…"), v.say("confirm_yes")
	if utf8.RuneCountInString(label) <= maxConfirmText {
		yes = label
	}
	e.Confirm = slack.NewConfirmationBlockObject(
		plainText(v.say("confirm_title", with{"Button": label}), 100), plainText(question, 300),
		plainText(yes, maxConfirmText), plainText(v.say("confirm_no"), maxConfirmText),
	)
	return e
}

// row is a line of buttons; without any, no block.
func row(buttons ...*slack.ButtonBlockElement) []slack.Block {
	var elements []slack.BlockElement
	for _, e := range buttons {
		if e != nil {
			elements = append(elements, e)
		}
	}
	if len(elements) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", elements...)}
}

// message puts blocks together under their sentence, within the limit.
func message(text string, blocks ...slack.Block) Message {
	if len(blocks) > maxBlocks {
		blocks = blocks[:maxBlocks]
	}
	return Message{Text: cutMark(orDash(text), maxFallbackText), Blocks: blocks}
}

// sentence is a message of one paragraph.
func sentence(mrkdwn string) Message { return message(mrkdwn, section(mrkdwn)) }
