package mailsim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/emersion/go-smtp"
)

// Encryption is how connections are encrypted.
type Encryption int

// The ways: STARTTLS is offered and demanded, TLS from the first byte, or none.
const (
	STARTTLS Encryption = iota
	ImplicitTLS
	Plain
)

// Options describe a server. The zero value takes any mail over STARTTLS.
type Options struct {
	Host           string           // its name, also in the certificate; default mail.example.com
	Now            func() time.Time // default: the time package's clock
	Encryption     Encryption
	User, Password string   // empty: no login is wanted
	Mechanisms     []string // default PLAIN and LOGIN
	Boxes          []string // addresses that are served; empty: all
	SMTPUTF8       bool
	Seed           int64
}

// Sim is a mail server.
type Sim struct {
	Faults *Faults

	o      Options
	tls    *tls.Config
	roots  *x509.CertPool
	server *smtp.Server
	inner  *pipeListener // from the fronts to go-smtp
	outer  *pipeListener // from Dial
	done   chan struct{}
	wg     sync.WaitGroup

	mu    sync.Mutex
	box   []Message
	conns map[net.Conn]bool
	subs  map[chan struct{}]bool
}

// Start runs a server until Close.
func Start(o Options) (*Sim, error) {
	if o.Host == "" {
		o.Host = "mail.example.com"
	}
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // the default of a simulator that stands alone
	}
	if len(o.Mechanisms) == 0 {
		o.Mechanisms = []string{"PLAIN", "LOGIN"}
	}
	c, err := certify(o.Host)
	if err != nil {
		return nil, err
	}
	s := &Sim{
		Faults: &Faults{rng: rand.New(rand.NewPCG(uint64(o.Seed), 0x3a11))}, //nolint:gosec // a seed, whatever its sign
		o:      o, roots: c.roots, inner: newPipeListener(), outer: newPipeListener(), done: make(chan struct{}), conns: map[net.Conn]bool{},
		// A ticket would be written into an unbuffered pipe that the client
		// reads only after it has written itself.
		tls: &tls.Config{Certificates: []tls.Certificate{c.certificate}, MinVersion: tls.VersionTLS12, SessionTicketsDisabled: true, Time: o.Now},
	}
	s.server = smtp.NewServer(smtp.BackendFunc(s.session))
	s.server.Domain = o.Host
	s.server.AllowInsecureAuth = true // the front has seen to encryption
	s.server.MaxMessageBytes = 20 << 20
	s.server.MaxRecipients = 50
	s.server.EnableSMTPUTF8 = o.SMTPUTF8
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	s.wg.Go(func() { _ = s.server.Serve(s.inner) })
	s.wg.Go(func() { _ = s.Serve(s.outer) })
	return s, nil
}

// RootCAs trust the server's certificate.
func (s *Sim) RootCAs() *x509.CertPool { return s.roots }

// Dial opens a connection that needs no socket; it is a client's dial function.
func (s *Sim) Dial(ctx context.Context, network, _ string) (net.Conn, error) {
	switch e := s.Faults.take(Connect); e.kind {
	case refuse:
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	case delayed:
		select {
		case <-time.After(e.delay):
		case <-ctx.Done():
			return nil, &net.OpError{Op: "dial", Net: network, Err: ctx.Err()}
		}
	}
	return s.outer.dial(ctx)
}

// Serve takes connections from l until Close, or until l is closed.
func (s *Sim) Serve(l net.Listener) error {
	s.wg.Go(func() { <-s.done; _ = l.Close() })
	for {
		conn, err := l.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return err
		}
		if l != net.Listener(s.outer) && s.Faults.take(Connect).kind == refuse {
			_ = conn.Close() // a socket is connected by now; nothing was said on it
			continue
		}
		s.wg.Go(func() { s.serve(conn) })
	}
}

// Close ends every connection and waits until nothing runs any more.
func (s *Sim) Close() {
	s.mu.Lock()
	select {
	case <-s.done:
	default:
		close(s.done)
	}
	for conn := range s.conns {
		_ = conn.Close()
	}
	s.mu.Unlock()
	_ = s.inner.Close() // go-smtp closes it only if it serves already
	_ = s.server.Close()
	s.wg.Wait()
}

// hold keeps a connection for Close; false if the server is closed already.
func (s *Sim) hold(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.done:
		return false
	default:
		s.conns[conn] = true
		return true
	}
}

func (s *Sim) release(conn net.Conn) {
	_ = conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

// Messages are what the server took, in order: a message that came twice is
// there twice.
func (s *Sim) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.box)
}

// To are the messages for one address.
func (s *Sim) To(address string) []Message {
	var found []Message
	for _, m := range s.Messages() {
		if slices.ContainsFunc(m.Recipients, func(to string) bool { return strings.EqualFold(to, address) }) {
			found = append(found, m)
		}
	}
	return found
}

func (s *Sim) keep(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.box = append(s.box, m)
	for c := range s.subs {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Subscribe wakes whoever waits for mail until end is called. Wakes merge: one
// stands for any number of messages.
func (s *Sim) Subscribe() (moved <-chan struct{}, end func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.subs == nil {
		s.subs = map[chan struct{}]bool{}
	}
	s.subs[c] = true
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subs, c)
	}
}

// wait sleeps for d, or until Close.
func (s *Sim) wait(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.done:
	}
}

// pipeListener accepts the far ends of pipes.
type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
}

func (l *pipeListener) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: ctx.Err()}
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "mailsim" }
