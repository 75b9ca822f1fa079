package redistest

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// install is what to do where there is no redis-server.
const install = "redis-server is not installed: apt-get install -y --no-install-recommends redis-server, or brew install redis"

// startTries: the port may be taken between our look and the server's start.
const startTries = 5

// maxPort leaves room for a cluster's bus, which listens 10000 ports higher.
const maxPort = 55535

// patience is how long a server may take to start or to end.
const patience = 15 * time.Second

// Server is one running redis-server.
type Server struct {
	tb   testing.TB
	dir  string
	port int
	args []string
	cmd  *exec.Cmd
	gone chan struct{} // closed when cmd has ended
}

// Start starts a server that keeps nothing on disk, unless args say otherwise
// (Durable), and gives its address. It ends with the test. Without a
// redis-server on the machine the test fails.
func Start(tb testing.TB, args ...string) (string, *Server) {
	tb.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		tb.Fatal(install)
	}
	s := &Server{tb: tb, dir: tb.TempDir(), args: args}
	for try := 1; ; try++ {
		s.port = freePort(tb)
		err := s.start()
		if err == nil {
			break
		}
		if try == startTries {
			tb.Fatalf("start redis-server: %v", err)
		}
	}
	tb.Cleanup(func() {
		s.Kill()
		if tb.Failed() {
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			tb.Logf("redis-server said:\n%s", log)
		}
	})
	return s.Addr(), s
}

// Durable are the arguments of a server that keeps its data over a restart and
// a kill -9.
var Durable = []string{"--appendonly", "yes", "--appendfsync", "always"}

// Addr is where it listens.
func (s *Server) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// URL is Addr for redisstore.Open.
func (s *Server) URL() string { return "redis://" + s.Addr() }

// Restart ends the server in order and starts it on the same port and data.
func (s *Server) Restart() {
	s.tb.Helper()
	s.end(syscall.SIGTERM)
	s.StartAgain()
}

// Kill is kill -9.
func (s *Server) Kill() { s.end(syscall.SIGKILL) }

// Pause stops the process until Resume.
func (s *Server) Pause() { _ = s.cmd.Process.Signal(syscall.SIGSTOP) }

// Resume lets it go on.
func (s *Server) Resume() { _ = s.cmd.Process.Signal(syscall.SIGCONT) }

// StartAgain starts it after a Kill, on the same port and data.
func (s *Server) StartAgain() {
	s.tb.Helper()
	if err := s.start(); err != nil {
		s.tb.Fatalf("start redis-server again on %s: %v", s.Addr(), err)
	}
}

func (s *Server) start() error {
	args := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.dir, "--logfile", filepath.Join(s.dir, "log"),
		"--save", "", "--appendonly", "no",
	}, s.args...)
	// Its life is the test's, not that of a context: Cleanup ends it.
	cmd := exec.CommandContext(context.Background(), "redis-server", args...) //nolint:gosec // the tests' own arguments
	if err := cmd.Start(); err != nil {
		return err
	}
	s.cmd, s.gone = cmd, make(chan struct{})
	gone := s.gone
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(gone)
	}()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		err := s.ping()
		if err == nil {
			return nil
		}
		select {
		case <-gone:
			return fmt.Errorf("it ended at once: %w", err)
		case <-deadline.C:
			s.end(syscall.SIGKILL)
			return err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// ping asks whether our server answers: not while it loads its data, and not
// another one that took the port.
func (s *Server) ping() error {
	dialer := net.Dialer{Timeout: time.Second}
	conn, err := dialer.DialContext(context.Background(), "tcp", s.Addr()) // bounded by its own timeout
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()                                   // only asked
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil { //nolint:forbidigo // a socket's deadline
		return err
	}
	if _, err := conn.Write([]byte("PING\r\nINFO server\r\nQUIT\r\n")); err != nil {
		return err
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(string(answer), "+PONG") || !strings.Contains(string(answer), fmt.Sprintf("process_id:%d\r", s.cmd.Process.Pid)) {
		return fmt.Errorf("answered %.60q", answer)
	}
	return nil
}

func (s *Server) end(signal syscall.Signal) {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGCONT) // a stopped process would not end
	_ = s.cmd.Process.Signal(signal)
	select {
	case <-s.gone:
	case <-time.After(patience):
		_ = s.cmd.Process.Kill()
		<-s.gone
	}
	s.cmd = nil
}

func freePort(tb testing.TB) int {
	tb.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // at once
		if err != nil {
			tb.Fatal(err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		_ = l.Close() // the server takes it next
		if port <= maxPort {
			return port
		}
	}
}
