package mail_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/relance-bot/relance/internal/mail"
	"github.com/relance-bot/relance/internal/sim/mailsim"
)

func TestMessagesThatAreNeverSent(t *testing.T) {
	for _, row := range []struct {
		story  string
		change func(*mail.Message)
		said   string
	}{
		{"a subject that adds a header", func(m *mail.Message) { m.Subject = "Facture\r\nBcc: x@evil.example" }, "control"},
		{"a subject with a bare line feed", func(m *mail.Message) { m.Subject = "a\nb" }, "control"},
		{"a subject that reads backwards", func(m *mail.Message) { m.Subject = "a\u202eb" }, "invisible"},
		{"no subject", func(m *mail.Message) { m.Subject = " " }, "subject"},
		{"a subject without end", func(m *mail.Message) { m.Subject = strings.Repeat("é", 201) }, "subject of 201"},
		{"no text", func(m *mail.Message) { m.Text = "\n" }, "without text"},
		{"nobody to write to", func(m *mail.Message) { m.To, m.Cc = nil, []string{"a@b.example"} }, "recipients"},
		{"a crowd", func(m *mail.Message) { m.Cc = strings.Split(strings.Repeat("a@b.example ", 10)+"a@b.example", " ") }, "recipients"},
		{"an address that adds a header", func(m *mail.Message) { m.To[0] = "a@b.example>\r\nRCPT TO:<x@evil.example" }, "control"},
		{"two addresses in one", func(m *mail.Message) { m.To[0] = "a@b.example, c@d.example" }, "no e-mail address"},
		{"an address without a domain", func(m *mail.Message) { m.To[0] = "claire" }, "no e-mail address"},
		{"an address of a host without a dot", func(m *mail.Message) { m.To[0] = "root@localhost" }, "can be written to"},
		{"an address of a number", func(m *mail.Message) { m.To[0] = "a@[127.0.0.1]" }, "can be written to"},
		{"a quoted address with a space", func(m *mail.Message) { m.To[0] = `"a b"@c.example` }, "can be written to"},
		{"a reply address that is none", func(m *mail.Message) { m.ReplyTo = "me" }, "no e-mail address"},
		{"a name that adds a header", func(m *mail.Message) { m.ReplyTo = "\"A\r\nBcc: x@evil.example\" <a@b.example>" }, "control"},
		{"no id", func(m *mail.Message) { m.MessageID = "" }, "message id"},
		{"an id that ends its header", func(m *mail.Message) { m.MessageID = "a@b>\r\nX: y" }, "message id"},
		{"a reference that is none", func(m *mail.Message) { m.References = []string{"no"} }, "message id"},
		{"an attachment with a path", func(m *mail.Message) {
			m.Attachments = []mail.Attachment{{Name: "../etc/passwd", ContentType: "text/plain"}}
		}, "attachment"},
		{"an attachment too large", func(m *mail.Message) {
			m.Attachments = []mail.Attachment{{Name: "a.pdf", ContentType: "application/pdf", Content: make([]byte, 9<<20)}}
		}, "at most"},
	} {
		t.Run(row.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim, mailer := server(t, mailsim.Options{}, nil)
				m := reminder()
				row.change(&m)
				err := mailer.Send(t.Context(), m)
				var failed *mail.Error
				if !errors.As(err, &failed) || !failed.Final || failed.Step != mail.StepMessage || !strings.Contains(err.Error(), row.said) {
					t.Errorf("got %v, want a final no that says %q", err, row.said)
				}
				if len(sim.Messages()) != 0 {
					t.Error("it was sent")
				}
			})
		})
	}
}

func TestAddressesBeyondASCII(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := reminder()
		m.To = []string{"hélène@œuvre.example"}
		plain, mailer := server(t, mailsim.Options{}, nil)
		var failed *mail.Error
		if err := mailer.Send(t.Context(), m); !errors.As(err, &failed) || !failed.Final || len(plain.Messages()) != 0 {
			t.Errorf("a server without SMTPUTF8: %v", err)
		}
		able, mailer := server(t, mailsim.Options{SMTPUTF8: true}, nil)
		if err := mailer.Send(t.Context(), m); err != nil || len(able.To("hélène@œuvre.example")) != 1 {
			t.Errorf("a server with SMTPUTF8: %v", err)
		}
	})
}

func TestAnAutomaticLetterSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, mailer := server(t, mailsim.Options{}, nil)
		m := reminder()
		m.Automatic = true
		m.To = append(m.To, "CLAIRE@oeuvrard.example")
		if err := mailer.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		got := sim.Messages()[0]
		if got.Header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("headers %v", got.Header)
		}
		if len(got.Recipients) != 1 {
			t.Errorf("one reader gets %d copies", len(got.Recipients))
		}
	})
}

func TestMessageID(t *testing.T) {
	seen := map[string]string{}
	for _, id := range []string{"l-7f3k2", "l:7f3k2", "l.7f3k2", "l=3A7f3k2", "l 7f3k2", "é", "a@b", "a\r\nb"} {
		got, err := mail.MessageID(id, "Atelier <compta@dubreuil.example>")
		if err != nil || !strings.HasSuffix(got, "@dubreuil.example") || strings.ContainsAny(got, " \r\n<>:") || strings.Count(got, "@") != 1 {
			t.Errorf("%q gives %q, %v", id, got, err)
		}
		if other, taken := seen[got]; taken {
			t.Errorf("%q and %q share %q", id, other, got)
		}
		seen[got] = id
	}
	if _, err := mail.MessageID("", "a@b.example"); err == nil {
		t.Error("no delivery has an id")
	}
	if _, err := mail.MessageID("x", "nobody"); err == nil {
		t.Error("a sender without a domain has one")
	}
}
