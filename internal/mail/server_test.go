package mail_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/relance-bot/relance/internal/mail"
)

// clerk is a backend of go-smtp's server that keeps what it is given.
type clerk struct {
	mu    sync.Mutex
	taken []string
	end   error              // the answer to the dot
	hang  func(c *smtp.Conn) // instead of one
}

type clerkSession struct {
	*clerk
	conn *smtp.Conn
}

func (c *clerk) NewSession(conn *smtp.Conn) (smtp.Session, error) { return clerkSession{c, conn}, nil }
func (clerkSession) AuthMechanisms() []string                     { return []string{sasl.Plain} }

func (clerkSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, given string) error {
		if user != "relance" || given != password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (clerkSession) Mail(string, *smtp.MailOptions) error { return nil }
func (clerkSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (clerkSession) Reset()                               {}
func (clerkSession) Logout() error                        { return nil }

func (s clerkSession) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mu.Lock()
	end, hang := s.end, s.hang
	if end == nil {
		s.taken = append(s.taken, string(text))
	}
	s.mu.Unlock()
	if hang != nil {
		hang(s.conn)
	}
	return end
}

func (c *clerk) instruct(end error, hang func(*smtp.Conn)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end, c.hang = end, hang
}

func (c *clerk) letters() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.taken)
}

// TestAgainstAServerOfItsOwn talks to go-smtp's server over TCP, with its own
// STARTTLS and nothing of ours between.
func TestAgainstAServerOfItsOwn(t *testing.T) {
	certified := httptest.NewUnstartedServer(nil)
	certified.StartTLS()
	defer certified.Close()
	roots := x509.NewCertPool()
	roots.AddCert(certified.Certificate())

	desk := &clerk{}
	server := smtp.NewServer(desk)
	server.Domain = "127.0.0.1"
	server.TLSConfig = &tls.Config{Certificates: certified.TLS.Certificates, MinVersion: tls.VersionTLS12}
	server.ErrorLog = log.New(io.Discard, "", 0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(l) })
	defer serving.Wait()
	defer server.Close()

	mailer, err := mail.New(mail.Options{
		Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, RootCAs: roots, User: "relance", Password: password, Timeout: time.Minute, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	send := func(ctx context.Context) *mail.Error {
		err := mailer.Send(ctx, reminder())
		var failed *mail.Error
		if err != nil && !errors.As(err, &failed) {
			t.Fatal(err)
		}
		return failed
	}
	if failed := send(t.Context()); failed != nil || len(desk.letters()) != 1 || !strings.Contains(desk.letters()[0], "\r\nMessage-ID: <d-1@dubreuil.example>\r\n") {
		t.Fatalf("%v, %q", failed, desk.letters())
	}
	desk.instruct(&smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "Insufficient storage"}, nil)
	if failed := send(t.Context()); failed == nil || !failed.Certain || failed.Final || failed.Reply != 452 {
		t.Errorf("put off: %v", failed)
	}
	desk.instruct(&smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Spam"}, nil)
	if failed := send(t.Context()); failed == nil || !failed.Final || failed.Reply != 554 {
		t.Errorf("refused: %v", failed)
	}
	desk.instruct(nil, func(c *smtp.Conn) { _ = c.Conn().Close() })
	if failed := send(t.Context()); failed == nil || failed.Certain || len(desk.letters()) != 2 {
		t.Errorf("taken, and the connection gone: %v", failed)
	}
	release := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	desk.instruct(nil, func(*smtp.Conn) { cancel(); <-release })
	failed := send(ctx)
	close(release)
	if failed == nil || failed.Certain || len(desk.letters()) != 3 {
		t.Errorf("given up while the server had it: %v", failed)
	}
}
