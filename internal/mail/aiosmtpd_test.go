package mail_test

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/mail"
)

// taken is a message as aiosmtpd took it.
type taken struct {
	To            []string `json:"to"`
	From          string   `json:"from"`
	Size          int      `json:"size"`
	Content       string   `json:"content"`
	TLS           bool     `json:"tls"`
	Authenticated bool     `json:"authenticated"`
}

// aiosmtpd is Debian's mail server of that name, in a process of its own. What
// it took comes line by line.
func aiosmtpd(t *testing.T) (port int, roots *x509.CertPool, lines *bufio.Reader) {
	t.Helper()
	python := "/usr/bin/python3" // Debian's: its packages are seen by no other
	if err := exec.CommandContext(t.Context(), python, "-c", "import aiosmtpd").Run(); err != nil {
		t.Skip("python3-aiosmtpd is not installed: letters are not sent through it")
	}
	certified := httptest.NewUnstartedServer(nil)
	certified.StartTLS()
	pair := certified.TLS.Certificates[0]
	certified.Close()
	roots = x509.NewCertPool()
	roots.AddCert(certified.Certificate())
	private, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, kind string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	server := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "mailserver.py"),
		write("cert.pem", "CERTIFICATE", pair.Certificate[0]), write("key.pem", "PRIVATE KEY", private), "relance", password)
	var said bytes.Buffer
	server.Stderr = &said
	in, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = server.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	lines = bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("it didn't come up: %v", err)
	}
	if port, err = strconv.Atoi(strings.TrimSpace(line)); err != nil {
		t.Fatal(err)
	}
	return port, roots, lines
}

// A server of another family than ours: STARTTLS, a password, a limit of size,
// refusals before and after the message, and connections lost at both moments.
func TestAgainstDebiansAiosmtpd(t *testing.T) {
	port, roots, lines := aiosmtpd(t)
	mailer := func(secret string) *mail.Mailer {
		m, err := mail.New(mail.Options{Host: "127.0.0.1", Port: port, RootCAs: roots, User: "relance", Password: secret, Timeout: time.Minute, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	desk := mailer(password)
	next := func() taken {
		t.Helper()
		line, err := lines.ReadString('\n')
		var m taken
		if err == nil {
			err = json.Unmarshal([]byte(line), &m)
		}
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, row := range []struct {
		story          string
		to             string
		secret         string
		attached       int // bytes
		certain, final bool
		reply          int
		takes          bool
	}{
		{story: "it is taken", to: "claire@acme.example", takes: true},
		{story: "with the PDF of a formal notice", to: "claire@acme.example", attached: 40_000, takes: true},
		{story: "the password is wrong", to: "claire@acme.example", secret: "wrong", certain: true, reply: 535},
		{story: "greylisted", to: "later@acme.example", certain: true, reply: 451},
		{story: "no such mailbox", to: "gone@acme.example", certain: true, final: true, reply: 550},
		{story: "larger than it takes", to: "claire@acme.example", attached: 200_000, certain: true, final: true, reply: 552},
		{story: "full, it says after the dot", to: "full@acme.example", certain: true, reply: 452},
		{story: "refused after the dot", to: "spam@acme.example", certain: true, final: true, reply: 554},
		{story: "the connection is lost while it is sent", to: "lost@acme.example", certain: true},
		{story: "taken, and the connection is lost before it says so", to: "unknown@acme.example", takes: true},
	} {
		m := reminder()
		m.To = []string{row.to}
		if row.attached > 0 {
			m.Attachments = []mail.Attachment{{Name: "notice.pdf", ContentType: "application/pdf", Content: []byte(strings.Repeat("x", row.attached))}}
		}
		through := desk
		if row.secret != "" {
			through = mailer(row.secret)
		}
		err := through.Send(t.Context(), m)
		var failed *mail.Error
		switch {
		case err == nil:
			if row.certain || !row.takes || row.to == "unknown@acme.example" {
				t.Errorf("%s: it was sent", row.story)
			}
		case !errors.As(err, &failed):
			t.Errorf("%s: %v", row.story, err)
		case row.story == "the connection is lost while it is sent":
			// How much the kernel had taken by then decides; a certain yes it never is.
		case failed.Certain != row.certain || failed.Final != row.final || failed.Reply != row.reply:
			t.Errorf("%s: certain %v, final %v, reply %d: %v", row.story, failed.Certain, failed.Final, failed.Reply, failed)
		}
		if !row.takes {
			continue
		}
		got := next()
		if len(got.To) != 1 || got.To[0] != row.to || got.From != "compta@dubreuil.example" || !got.TLS || !got.Authenticated || got.Size < row.attached ||
			!strings.Contains(got.Content, "Message-ID: <d-1@dubreuil.example>") {
			t.Errorf("%s: it took %d bytes for %v of %s, TLS %v, authenticated %v", row.story, got.Size, got.To, got.From, got.TLS, got.Authenticated)
		}
	}
}
