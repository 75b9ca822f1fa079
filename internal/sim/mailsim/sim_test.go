package mailsim

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// talk runs a dialogue in the clear: each step is a line (or a message up to
// its dot) and how the reply begins.
func talk(t *testing.T, s *Sim, steps ...string) {
	t.Helper()
	conn, err := s.Dial(t.Context(), "tcp", "")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	read := func() string {
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return err.Error()
			}
			if len(line) > 3 && line[3] == ' ' {
				return line
			}
		}
	}
	if got := read(); !strings.HasPrefix(got, "220 ") {
		t.Fatalf("greeted with %q", got)
	}
	for i := 0; i < len(steps); i += 2 {
		if _, err := conn.Write([]byte(steps[i] + "\r\n")); err != nil {
			t.Fatal(err)
		}
		if got := read(); !strings.HasPrefix(got, steps[i+1]) {
			t.Fatalf("%q was answered %q, want %s", steps[i], got, steps[i+1])
		}
	}
}

const good = "From: a@a.example\r\nTo: b@b.example\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@a.example>\r\nSubject: =?utf-8?q?=C3=A9ch=C3=A9ance?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nText.\r\n..dot\r\n."

func TestStrictness(t *testing.T) {
	hello := []string{"EHLO us.example", "250", "MAIL FROM:<a@a.example>", "250"}
	message := func(old, new string) []string {
		text := strings.Replace(good, old, new, 1)
		return append(append([]string(nil), hello...), "RCPT TO:<b@b.example>", "250", "DATA", "354", text, "554")
	}
	for _, row := range []struct {
		story string
		steps []string
	}{
		{"mail before EHLO", []string{"MAIL FROM:<a@a.example>", "502"}},
		{"a recipient before a sender", []string{"EHLO us.example", "250", "RCPT TO:<b@b.example>", "502"}},
		{"a message without a recipient", append(append([]string(nil), hello...), "DATA", "502")},
		{"an address without brackets", []string{"EHLO us.example", "250", "MAIL FROM:a@@a", "501"}},
		{"an address without a domain", append(append([]string(nil), hello...), "RCPT TO:<b>", "501")},
		{"an address of a bare host", append(append([]string(nil), hello...), "RCPT TO:<b@localhost>", "501")},
		{"an address that ends in a dot", append(append([]string(nil), hello...), "RCPT TO:<b@b.example.>", "501")},
		{"an address beyond ASCII", append(append([]string(nil), hello...), "RCPT TO:<é@b.example>", "55")},
		{"no From", message("From: a@a.example\r\n", "")},
		{"two From", message("From:", "From: x@x.example\r\nFrom:")},
		{"no To", message("To: b@b.example\r\n", "")},
		{"no Date", message("Date: Mon, 23 Nov 2026 08:00:00 +0000\r\n", "")},
		{"a Date that is none", message("Mon, 23 Nov 2026 08:00:00 +0000", "yesterday")},
		{"no Message-ID", message("Message-ID: <1@a.example>\r\n", "")},
		{"a Message-ID without brackets", message("<1@a.example>", "1@a.example")},
		{"no Subject", message("Subject: =?utf-8?q?=C3=A9ch=C3=A9ance?=\r\n", "")},
		{"a revealed blind copy", message("To: b", "Bcc: c@c.example\r\nTo: b")},
		{"a malformed To", message("To: b@b.example", "To: b@b.example,,@")},
		{"a header without a colon", message("Subject:", "Subject")},
		{"bytes beyond ASCII without 8BITMIME", message("Text.", "échéance")},
		{"a line too long", message("Text.", strings.Repeat("x", 999))},
		{"a bare line feed", message("Text.", "Te\nxt.")},
		{"MIME without its boundary", message("text/plain; charset=utf-8", "multipart/mixed; boundary=x")},
	} {
		t.Run(row.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := start(t, Options{Encryption: Plain})
				talk(t, s, row.steps...)
				if len(s.Messages()) != 0 {
					t.Error("and yet it is in the box")
				}
			})
		})
	}
}

func start(t *testing.T, o Options) *Sim {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestWhatIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{Encryption: Plain})
		talk(
			t, s, "HELO us.example", "250", "MAIL FROM:<a@a.example> BODY=8BITMIME", "250", "RCPT TO:<b@b.example>", "250", "DATA", "354", strings.Replace(good, "Text", "Échéance", 1), "250",
			"NOOP", "250", "MAIL FROM:<a@a.example>", "250", "RSET", "250", "DATA", "502", "QUIT", "221",
		)
		got := s.Messages()
		if len(got) != 1 || got[0].Subject != "échéance" || got[0].Text != "Échéance.\n.dot\n" || got[0].MessageID != "1@a.example" || !got[0].At.Equal(time.Now()) {
			t.Errorf("%+v", got)
		}
	})
}

func TestNothingInTheClear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{User: "u", Password: "p"})
		plain := base64.StdEncoding.EncodeToString([]byte("\x00u\x00p"))
		talk(t, s, "EHLO us.example", "250 STARTTLS", "AUTH PLAIN "+plain, "538", "MAIL FROM:<a@a.example>", "530")
		open := start(t, Options{Encryption: Plain, User: "u", Password: "p"})
		talk(
			t, open, "EHLO us.example", "250", "MAIL FROM:<a@a.example>", "530", "AUTH PLAIN AHUAeA==", "535", "AUTH CRAM-MD5", "504",
			"AUTH LOGIN", "334", base64.StdEncoding.EncodeToString([]byte("u")), "334", base64.StdEncoding.EncodeToString([]byte("p")), "235", "MAIL FROM:<a@a.example>", "250",
		)
	})
}

func TestAMessageWithoutItsEndIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{Encryption: Plain})
		conn, err := s.Dial(t.Context(), "tcp", "")
		if err != nil {
			t.Fatal(err)
		}
		go func() { // the replies, unread by us
			for r := bufio.NewReader(conn); ; {
				if _, err := r.ReadByte(); err != nil {
					return
				}
			}
		}()
		for _, line := range []string{"EHLO us.example", "MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA", strings.TrimSuffix(good, "\r\n.")} {
			fmt.Fprintf(conn, "%s\r\n", line)
		}
		_ = conn.Close()
		synctest.Wait()
		if len(s.Messages()) != 0 {
			t.Error("half a message is in the box")
		}
	})
}

func TestFaultsComeAndGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{Encryption: Plain, Seed: 7})
		s.Faults.On(Mail, 2, Reply(451, "Later"))
		take := s.Faults.On(Rcpt, Every, Reply(450, "Full"))
		talk(t, s, "EHLO us.example", "250", "MAIL FROM:<a@a.example>", "250", "RCPT TO:<b@b.example>", "450", "RCPT TO:<b@b.example>", "450", "RSET", "250", "MAIL FROM:<a@a.example>", "451 Later", "MAIL FROM:<a@a.example>", "250")
		take()
		talk(t, s, "EHLO us.example", "250", "MAIL FROM:<a@a.example>", "250", "RCPT TO:<b@b.example>", "250")
		s.Faults.Sometimes(Connect, 0.5, Refuse())
		refused := 0
		for range 40 {
			conn, err := s.Dial(t.Context(), "tcp", "")
			if err != nil {
				refused++
				continue
			}
			_ = conn.Close()
		}
		if refused < 10 || refused > 30 {
			t.Errorf("%d of 40 refused", refused)
		}
		s.Faults.Clear()
		if _, err := s.Dial(t.Context(), "tcp", ""); err != nil {
			t.Error(err)
		}
	})
}

func TestClosedIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{})
		conn, err := s.Dial(t.Context(), "tcp", "")
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		s.Close()
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			if _, err = bufio.NewReader(conn).ReadString(0); err == nil {
				t.Error("a connection outlives its server")
			}
		}
		if c, err := s.Dial(t.Context(), "tcp", ""); err == nil {
			t.Errorf("dialled %v", c)
		}
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Serve(l); err != nil {
			t.Error(err)
		}
	})
}
