package mail_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/mail"
	"github.com/relance-bot/relance/internal/sim/mailsim"
)

const password = "hunter2-and-more"

func reminder() mail.Message {
	return mail.Message{
		MessageID: "d-1@dubreuil.example", From: "Atelier Dubreuil <compta@dubreuil.example>", To: []string{"Claire Œuvrard <claire@oeuvrard.example>"},
		ReplyTo: "Hélène Garnier <helene@dubreuil.example>", Subject: "Facture F-1042, échue le 8 novembre 2026",
		Text: "Bonjour,\n\nIl reste 1\u202f000,00\u00a0€ à régler.\n.\n..\nMerci.\n", HTML: "<p>Il reste 1\u202f000,00\u00a0€ à régler.</p>\n",
	}
}

// server starts a simulated server and a Mailer that knows how to reach it.
func server(t *testing.T, o mailsim.Options, change func(*mail.Options)) (*mailsim.Sim, *mail.Mailer) {
	t.Helper()
	sim, err := mailsim.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	options := mail.Options{
		Host: "mail.example.com", Port: 587, RootCAs: sim.RootCAs(), User: o.User, Password: o.Password,
		Timeout: 10 * time.Second, Now: time.Now, Dial: sim.Dial,
	}
	if change != nil {
		change(&options)
	}
	mailer, err := mail.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return sim, mailer
}

func TestAMessageArrivesAsItWasWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, mailer := server(t, mailsim.Options{User: "relance", Password: password}, nil)
		m := reminder()
		m.Cc = []string{"finance@dubreuil.example"}
		m.Attachments = []mail.Attachment{{Name: "relevé.pdf", ContentType: "application/pdf", Content: []byte("%PDF-1.7\x00\xff\n")}}
		m.References = []string{"d-0@dubreuil.example"}
		if err := mailer.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		got := sim.To("claire@oeuvrard.example")
		if len(got) != 1 {
			t.Fatalf("%d messages", len(got))
		}
		in := got[0]
		for _, field := range []struct{ what, got, want string }{
			{"id", in.MessageID, m.MessageID},
			{"subject", in.Subject, m.Subject},
			{"text", in.Text, m.Text},
			{"page", in.HTML, m.HTML},
			{"envelope", in.From + " " + strings.Join(in.Recipients, " "), "compta@dubreuil.example claire@oeuvrard.example finance@dubreuil.example"},
			{"reply-to", in.Header.Get("Reply-To"), "=?utf-8?q?H=C3=A9l=C3=A8ne_Garnier?= <helene@dubreuil.example>"},
			{"reference", in.Header.Get("In-Reply-To") + in.Header.Get("References"), "<d-0@dubreuil.example><d-0@dubreuil.example>"},
			{"automatic", in.Header.Get("Auto-Submitted"), ""},
			{"blind copies", in.Header.Get("Bcc"), ""},
		} {
			if field.got != field.want {
				t.Errorf("%s: %q, want %q", field.what, field.got, field.want)
			}
		}
		if at, err := in.Header.Date(); err != nil || !at.Equal(time.Now().Truncate(time.Second)) {
			t.Errorf("dated %s, %v", at, err)
		}
		if len(in.Attachments) != 1 || string(in.Attachments[0].Content) != "%PDF-1.7\x00\xff\n" || in.Attachments[0].Name != "relevé.pdf" {
			t.Errorf("attachments %+v", in.Attachments)
		}
	})
}

func TestEveryWayToConnect(t *testing.T) {
	for _, row := range []struct {
		story  string
		server mailsim.Options
		change func(*mail.Options)
		step   mail.Step // where it ends; empty: sent
	}{
		{"STARTTLS and PLAIN", mailsim.Options{User: "u", Password: password}, nil, ""},
		{"STARTTLS and LOGIN, where that alone is offered", mailsim.Options{User: "u", Password: password, Mechanisms: []string{"LOGIN"}}, nil, ""},
		{"TLS from the first byte", mailsim.Options{Encryption: mailsim.ImplicitTLS}, func(o *mail.Options) { o.TLS = mail.Implicit }, ""},
		{"a relay without encryption, as configured", mailsim.Options{Encryption: mailsim.Plain}, func(o *mail.Options) { o.TLS = mail.NoTLS }, ""},
		{"no STARTTLS offered", mailsim.Options{Encryption: mailsim.Plain}, nil, mail.StepTLS},
		{"a certificate that nobody trusts", mailsim.Options{}, func(o *mail.Options) { o.RootCAs = nil }, mail.StepTLS},
		{"a certificate of another host", mailsim.Options{Host: "mail.elsewhere.example"}, nil, mail.StepTLS},
		{"a wrong password", mailsim.Options{User: "u", Password: password}, func(o *mail.Options) { o.Password = "wrong-password" }, mail.StepAuth},
		{"a wrong password by LOGIN", mailsim.Options{User: "u", Password: password, Mechanisms: []string{"LOGIN"}}, func(o *mail.Options) { o.Password = "wrong-password" }, mail.StepAuth},
		{"no mechanism that we know", mailsim.Options{User: "u", Password: password, Mechanisms: []string{"CRAM-MD5"}}, nil, mail.StepAuth},
		{"a password is never sent in the clear", mailsim.Options{Encryption: mailsim.Plain, User: "u", Password: password}, func(o *mail.Options) { o.TLS = mail.NoTLS }, mail.StepAuth},
		{"a login that the server wants and nobody configured", mailsim.Options{User: "u", Password: password}, func(o *mail.Options) { o.User = "" }, mail.StepFrom},
	} {
		t.Run(row.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim, mailer := server(t, row.server, row.change)
				err := mailer.Send(t.Context(), reminder())
				if row.step == "" {
					if err != nil || len(sim.Messages()) != 1 {
						t.Fatalf("%d messages, %v", len(sim.Messages()), err)
					}
					return
				}
				var failed *mail.Error
				if !errors.As(err, &failed) || failed.Step != row.step || !failed.Certain {
					t.Fatalf("got %v, want a certain no at %s", err, row.step)
				}
				if n := len(sim.Messages()); n != 0 {
					t.Errorf("%d messages", n)
				}
				if strings.Contains(err.Error(), password) || strings.Contains(err.Error(), "wrong-password") {
					t.Errorf("the error shows a password: %v", err)
				}
			})
		})
	}
}

// TestWhatIsKnownOfAFailure: the whole of the dialogue, with everything that
// may go wrong at each step. A certain no must be one, and the other way round
// whatever the box holds must not be called a certain no.
func TestWhatIsKnownOfAFailure(t *testing.T) {
	type want struct {
		certain, final bool
		step           mail.Step
		reply          int
	}
	no := func(step mail.Step, reply int) want { return want{certain: true, step: step, reply: reply} }
	refused := func(step mail.Step, reply int) want {
		return want{certain: true, final: true, step: step, reply: reply}
	}
	doubt := want{step: mail.StepEnd}
	late := 30 * time.Second // beyond the timeout
	for _, row := range []struct {
		story  string
		step   mailsim.Step
		effect mailsim.Effect
		want   want
		boxed  int
	}{
		{"a connection refused", mailsim.Connect, mailsim.Refuse(), no(mail.StepDial, 0), 0},
		{"a host that doesn't answer", mailsim.Connect, mailsim.Delay(late), no(mail.StepDial, 0), 0},
		{"a server that turns everybody away", mailsim.Greeting, mailsim.Reply(554, "No SMTP service here"), no(mail.StepGreeting, 554), 0},
		{"a server too busy to greet", mailsim.Greeting, mailsim.Reply(421, "Too busy"), no(mail.StepGreeting, 421), 0},
		{"dropped instead of a greeting", mailsim.Greeting, mailsim.Drop(), no(mail.StepGreeting, 0), 0},
		{"a greeting that never comes", mailsim.Greeting, mailsim.Delay(late), no(mail.StepGreeting, 0), 0},
		{"what greets is no mail server", mailsim.Greeting, mailsim.Garbage(), no(mail.StepGreeting, 0), 0},
		{"EHLO refused", mailsim.Hello, mailsim.Reply(421, "Later"), no(mail.StepHello, 0), 0},
		{"dropped at EHLO", mailsim.Hello, mailsim.Drop(), no(mail.StepHello, 0), 0},
		{"STARTTLS offered and then refused", mailsim.StartTLS, mailsim.Reply(454, "TLS not available"), no(mail.StepTLS, 454), 0},
		{"dropped at STARTTLS", mailsim.StartTLS, mailsim.Drop(), no(mail.StepTLS, 0), 0},
		{"the login temporarily out of order", mailsim.Auth, mailsim.Reply(454, "Temporary authentication failure"), no(mail.StepAuth, 454), 0},
		{"the login refused: the operator's to mend, not the letter's end", mailsim.Auth, mailsim.Reply(535, "Bad credentials"), no(mail.StepAuth, 535), 0},
		{"dropped at AUTH", mailsim.Auth, mailsim.Drop(), no(mail.StepAuth, 0), 0},
		{"the sender put off", mailsim.Mail, mailsim.Reply(451, "Greylisted"), no(mail.StepFrom, 451), 0},
		{"the sender refused", mailsim.Mail, mailsim.Reply(550, "Not yours"), refused(mail.StepFrom, 550), 0},
		{"dropped at MAIL", mailsim.Mail, mailsim.Drop(), no(mail.StepFrom, 0), 0},
		{"dropped after MAIL", mailsim.Mail, mailsim.DropAfter(), no(mail.StepFrom, 0), 0},
		{"the customer's box full for now", mailsim.Rcpt, mailsim.Reply(452, "Mailbox full"), no(mail.StepTo, 452), 0},
		{"the customer unknown", mailsim.Rcpt, mailsim.Reply(550, "No such user"), refused(mail.StepTo, 550), 0},
		{"dropped at RCPT", mailsim.Rcpt, mailsim.Drop(), no(mail.StepTo, 0), 0},
		{"a server slower at RCPT than the deadline", mailsim.Rcpt, mailsim.DelayReply(late), no(mail.StepTo, 0), 0},
		{"DATA put off", mailsim.Data, mailsim.Reply(451, "Try again"), no(mail.StepData, 451), 0},
		{"DATA refused", mailsim.Data, mailsim.Reply(554, "No valid recipients"), refused(mail.StepData, 554), 0},
		{"dropped at DATA", mailsim.Data, mailsim.Drop(), no(mail.StepData, 0), 0},
		{"dropped when the message was asked for", mailsim.Data, mailsim.DropAfter(), no(mail.StepData, 0), 0},
		{"dropped in the middle of the message", mailsim.Content, mailsim.Drop(), no(mail.StepContent, 0), 0},
		{"a server that takes the message too slowly", mailsim.Content, mailsim.Delay(late), no(mail.StepContent, 0), 0},
		{"the message put off at its end", mailsim.End, mailsim.Reply(452, "Insufficient storage"), no(mail.StepEnd, 452), 0},
		{"the message refused at its end", mailsim.End, mailsim.Reply(554, "Looks like spam"), refused(mail.StepEnd, 554), 0},
		{"dropped at the dot, the message not taken", mailsim.End, mailsim.Drop(), doubt, 0},
		{"dropped after the dot, the message taken", mailsim.End, mailsim.DropAfter(), doubt, 1},
		{"a reply later than the deadline, the message taken", mailsim.End, mailsim.DelayReply(late), doubt, 1},
		{"the dot taken later than the deadline", mailsim.End, mailsim.Delay(late), doubt, 1},
		{"a reply that is none, the message taken", mailsim.End, mailsim.Garbage(), doubt, 1},
		{"a reply that says neither yes nor no", mailsim.End, mailsim.ReplyAfter(354, "Go on"), doubt, 1},
	} {
		t.Run(row.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim, mailer := server(t, mailsim.Options{User: "u", Password: password}, nil)
				sim.Faults.On(row.step, 1, row.effect)
				m := reminder()
				m.Text += strings.Repeat(strings.Repeat("to fill more than one record of TLS ", 2)+"\n", 400)
				err := mailer.Send(t.Context(), m)
				var failed *mail.Error
				if !errors.As(err, &failed) {
					t.Fatalf("got %v", err)
				}
				got := want{failed.Certain, failed.Final, failed.Step, failed.Reply}
				if row.step == mailsim.Hello { // two errors in one; its codes aren't told apart
					got.reply = 0
				}
				if got != row.want {
					t.Errorf("got %+v, want %+v: %v", got, row.want, err)
				}
				time.Sleep(time.Minute) // in the bubble: what the server still had to do is done
				if n := len(sim.Messages()); n != row.boxed {
					t.Errorf("%d messages in the box, want %d", n, row.boxed)
				}
				if err := mailer.Send(t.Context(), m); err != nil {
					t.Errorf("the next one: %v", err)
				}
			})
		})
	}
}

func TestAfterTheYesNothingCanUndoIt(t *testing.T) {
	for story, effect := range map[string]mailsim.Effect{
		"QUIT dropped": mailsim.Drop(), "QUIT refused": mailsim.Reply(500, "What?"), "QUIT never answered": mailsim.DelayReply(time.Hour),
	} {
		t.Run(story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim, mailer := server(t, mailsim.Options{}, nil)
				sim.Faults.On(mailsim.Quit, 1, effect)
				if err := mailer.Send(t.Context(), reminder()); err != nil {
					t.Errorf("taken, and yet: %v", err)
				}
				if len(sim.Messages()) != 1 {
					t.Errorf("%d messages", len(sim.Messages()))
				}
			})
		})
	}
}

func TestACancelledSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, mailer := server(t, mailsim.Options{}, nil)
		for _, row := range []struct {
			step    mailsim.Step
			certain bool
		}{{mailsim.Rcpt, true}, {mailsim.End, false}} {
			sim.Faults.On(row.step, 1, mailsim.DelayReply(5*time.Second))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			var failed *mail.Error
			if err := mailer.Send(ctx, reminder()); !errors.As(err, &failed) || failed.Certain != row.certain {
				t.Errorf("cancelled at %s: %v", row.step, err)
			}
			cancel()
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var failed *mail.Error
		if err := mailer.Send(ctx, reminder()); !errors.As(err, &failed) || !failed.Certain || failed.Step != mail.StepDial {
			t.Errorf("cancelled before it began: %v", err)
		}
	})
}

// TestACopyIsRefused: all recipients take a message, or none.
func TestACopyIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, mailer := server(t, mailsim.Options{Boxes: []string{"claire@oeuvrard.example"}}, nil)
		m := reminder()
		m.Cc = []string{"gone@dubreuil.example"}
		var failed *mail.Error
		if err := mailer.Send(t.Context(), m); !errors.As(err, &failed) || !failed.Final || failed.Step != mail.StepTo {
			t.Errorf("got %v", err)
		}
		if len(sim.Messages()) != 0 {
			t.Error("half of it was sent")
		}
	})
}

func TestCheckSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, mailer := server(t, mailsim.Options{User: "u", Password: password}, nil)
		if err := mailer.Check(t.Context()); err != nil {
			t.Error(err)
		}
		sim.Faults.On(mailsim.Auth, 1, mailsim.Reply(535, "No"))
		if err := mailer.Check(t.Context()); err == nil {
			t.Error("a login that is refused passes the check")
		}
		if len(sim.Messages()) != 0 {
			t.Error("the check sent something")
		}
	})
}

// TestAServerThatRepeatsThePassword: what it says goes into logs.
func TestAServerThatRepeatsThePassword(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, mailer := server(t, mailsim.Options{User: "u", Password: password}, nil)
		for _, said := range []string{password, base64.StdEncoding.EncodeToString([]byte(password)), base64.StdEncoding.EncodeToString([]byte("\x00u\x00" + password))} {
			sim.Faults.On(mailsim.Auth, 1, mailsim.Reply(535, "5.7.8 Not "+said))
			err := mailer.Send(t.Context(), reminder())
			var failed *mail.Error
			if !errors.As(err, &failed) || failed.Reply != 535 || strings.Contains(err.Error(), said) || !strings.Contains(err.Error(), "5.7.8 Not [secret]") {
				t.Errorf("got %v", err)
			}
		}
	})
}

// TestOverSockets runs the same client and server over TCP.
func TestOverSockets(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	sim, mailer := server(t, mailsim.Options{Host: "127.0.0.1", User: "u", Password: password}, func(o *mail.Options) {
		o.Host, o.Port, o.Dial = "127.0.0.1", port, nil
	})
	served := make(chan error, 1)
	go func() { served <- sim.Serve(l) }()
	if err := mailer.Send(t.Context(), reminder()); err != nil {
		t.Error(err)
	}
	sim.Faults.On(mailsim.End, 1, mailsim.DropAfter())
	var failed *mail.Error
	if err := mailer.Send(t.Context(), reminder()); !errors.As(err, &failed) || failed.Certain {
		t.Errorf("dropped after the dot: %v", err)
	}
	if n := len(sim.Messages()); n != 2 {
		t.Errorf("%d messages", n)
	}
	sim.Close()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if err := mailer.Send(t.Context(), reminder()); !errors.As(err, &failed) || failed.Step != mail.StepDial {
		t.Errorf("nobody listens: %v", err)
	}
}
