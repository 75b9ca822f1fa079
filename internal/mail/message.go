package mail

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Limits of a message.
const (
	maxSubject    = 200      // characters; programs show 60 to 80
	maxRecipients = 10       // To and Cc together
	maxMessage    = 10 << 20 // bytes; what common servers take at least
)

// Message is one mail. Addresses are those of RFC 5322, with or without a name:
// "Claire Martin <claire@example.com>".
type Message struct {
	MessageID   string // without its angle brackets; see MessageID
	From        string
	To          []string
	Cc          []string
	ReplyTo     string
	Subject     string
	Text        string
	HTML        string // empty: text alone
	Attachments []Attachment
	// Automatic says that no person approved this very message (RFC 3834). It
	// keeps machines from answering; a letter that somebody sent wants to hear
	// that its reader is away.
	Automatic bool
	// References are the ids of earlier letters, so that programs show one
	// conversation; the last is the one answered to.
	References []string
}

// Attachment is a file that goes with a message.
type Attachment struct {
	Name        string
	ContentType string // "application/pdf"
	Content     []byte
}

// MessageID is the id of the mail that carries a delivery, in the domain of the
// sender. One delivery has one id, so that a copy sent again is known as such.
func MessageID(deliveryID, from string) (string, error) {
	address, err := netmail.ParseAddress(from)
	if err != nil {
		return "", fmt.Errorf("sender's address: %w", err)
	}
	var b strings.Builder
	for i := range len(deliveryID) {
		switch c := deliveryID[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '_':
			b.WriteByte(c)
		default: // all else in hexadecimal, so that two ids never meet
			fmt.Fprintf(&b, "=%02X", c)
		}
	}
	if b.Len() == 0 {
		return "", errors.New("a delivery without an id")
	}
	return b.String() + address.Address[strings.LastIndexByte(address.Address, '@'):], nil
}

// envelope is a message ready to be handed to a server.
type envelope struct {
	from    string
	to      []string
	unicode bool // an address that isn't ASCII: the server must know SMTPUTF8
	content []byte
}

// seal checks a message and writes it in the form of RFC 5322.
func (m Message) seal(now time.Time) (envelope, error) {
	if err := m.check(); err != nil {
		return envelope{}, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	for _, set := range []error{
		msg.From(m.From), msg.To(m.To...), msg.Cc(m.Cc...), replyTo(msg, m.ReplyTo),
	} {
		if set != nil {
			return envelope{}, set
		}
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(now)
	msg.SetMessageIDWithValue(m.MessageID)
	if m.Automatic {
		msg.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	if n := len(m.References); n > 0 {
		msg.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, "<"+m.References[n-1]+">")
		msg.SetGenHeaderPreformatted(gomail.HeaderReferences, "<"+strings.Join(m.References, ">\r\n <")+">")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, a := range m.Attachments {
		if err := msg.AttachReader(a.Name, bytes.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.ContentType))); err != nil {
			return envelope{}, err
		}
	}
	var content bytes.Buffer
	if _, err := msg.WriteTo(&content); err != nil {
		return envelope{}, err
	}
	if content.Len() > maxMessage {
		return envelope{}, fmt.Errorf("the message has %d bytes; at most %d are sent", content.Len(), maxMessage)
	}
	return m.address(content.Bytes())
}

func replyTo(msg *gomail.Msg, address string) error {
	if address == "" {
		return nil
	}
	return msg.ReplyTo(address)
}

// address is the envelope: bare addresses, each once, Cc among them.
func (m Message) address(content []byte) (envelope, error) {
	e := envelope{content: content}
	bare := func(s string) (string, error) {
		a, err := netmail.ParseAddress(s)
		if err != nil {
			return "", err
		}
		e.unicode = e.unicode || strings.ContainsFunc(a.Address, func(r rune) bool { return r > unicode.MaxASCII })
		return a.Address, nil
	}
	var err error
	if e.from, err = bare(m.From); err != nil {
		return e, err
	}
	seen := map[string]bool{}
	for _, s := range append(append([]string(nil), m.To...), m.Cc...) {
		to, err := bare(s)
		if err != nil {
			return e, err
		}
		if key := strings.ToLower(to); !seen[key] {
			seen[key] = true
			e.to = append(e.to, to)
		}
	}
	return e, nil
}

// check refuses what must not reach a header.
func (m Message) check() error {
	if n := len(m.To) + len(m.Cc); len(m.To) == 0 || n > maxRecipients {
		return fmt.Errorf("%d recipients; expected 1 to %d, one of them in To", n, maxRecipients)
	}
	if strings.TrimSpace(m.Subject) == "" || len([]rune(m.Subject)) > maxSubject {
		return fmt.Errorf("a subject of %d characters; expected 1 to %d", len([]rune(m.Subject)), maxSubject)
	}
	if strings.TrimSpace(m.Text) == "" {
		return errors.New("a message without text")
	}
	headers := append([]string{m.Subject, m.From, m.ReplyTo}, m.To...)
	for _, a := range m.Attachments {
		if a.Name != filepath.Base(a.Name) || strings.ContainsAny(a.Name, `"\/`) {
			return fmt.Errorf("an attachment named %q", a.Name)
		}
		headers = append(headers, a.Name, a.ContentType)
	}
	for _, s := range append(headers, m.Cc...) {
		if strings.ContainsFunc(s, unsafe) {
			return fmt.Errorf("a control or invisible character in %q", s)
		}
	}
	for _, s := range append([]string{m.From}, append(m.To, m.Cc...)...) {
		if err := checkAddress(s); err != nil {
			return err
		}
	}
	if m.ReplyTo != "" {
		if err := checkAddress(m.ReplyTo); err != nil {
			return err
		}
	}
	for _, id := range append([]string{m.MessageID}, m.References...) {
		if !isMessageID(id) {
			return fmt.Errorf("%q is no message id", id)
		}
	}
	return nil
}

// unsafe tells what never stands in a header of ours: line ends and other
// controls, separators of lines, and characters that reorder or hide text.
func unsafe(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar
}

// CheckAddress tells why s is no address that a letter can go to: it must have
// one @, a domain with a dot, and nothing that a server would take amiss.
func CheckAddress(s string) error {
	if strings.ContainsFunc(s, unsafe) {
		return fmt.Errorf("a control or invisible character in %q", s)
	}
	return checkAddress(s)
}

func checkAddress(s string) error {
	a, err := netmail.ParseAddress(s)
	if err != nil {
		return fmt.Errorf("%q is no e-mail address: %w", s, err)
	}
	at := strings.LastIndexByte(a.Address, '@')
	local, domain := a.Address[:at], a.Address[at+1:]
	// A quoted local part may hold spaces and brackets, which SMTP would need
	// quoted again; no customer has one.
	if strings.ContainsAny(local, " <>()[]\\,;:\"") || !strings.Contains(domain, ".") || strings.HasPrefix(domain, "[") || len(local) > 64 || len(a.Address) > 254 {
		return fmt.Errorf("%q is no e-mail address that can be written to", s)
	}
	return nil
}

// isMessageID tells whether s is left@right in the plain form (RFC 5322, 3.6.4).
func isMessageID(s string) bool {
	left, right, found := strings.Cut(s, "@")
	if !found || left == "" || right == "" || len(s) > 250 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>()[]\\,;:\"", r)
	}) && !strings.Contains(right, "@")
}
