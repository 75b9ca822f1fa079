package redistest

import (
	"context"
	"fmt"
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

// patience is how long a server may take to start or to end.
const patience = 15 * time.Second

// Server is one running redis-server.
type Server struct {
	t    testing.TB
	dir  string
	port int
	args []string
	cmd  *exec.Cmd
}

// Start starts a server that keeps nothing on disk, unless args say otherwise
// (Durable), and gives its address. It ends with the test. Without a
// redis-server on the machine the test fails.
func Start(t testing.TB, args ...string) (string, *Server) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatal(install)
	}
	s := &Server{t: t, dir: t.TempDir(), port: freePort(t), args: args}
	s.start()
	t.Cleanup(func() {
		s.Kill()
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			t.Logf("redis-server said:\n%s", log)
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
	s.t.Helper()
	s.end(syscall.SIGTERM)
	s.start()
}

// Kill is kill -9.
func (s *Server) Kill() { s.end(syscall.SIGKILL) }

// Pause stops the process until Resume.
func (s *Server) Pause() { _ = s.cmd.Process.Signal(syscall.SIGSTOP) }

// Resume lets it go on.
func (s *Server) Resume() { _ = s.cmd.Process.Signal(syscall.SIGCONT) }

// StartAgain starts it after a Kill, on the same port and data.
func (s *Server) StartAgain() {
	s.t.Helper()
	s.start()
}

func (s *Server) start() {
	s.t.Helper()
	args := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.dir, "--logfile", filepath.Join(s.dir, "log"),
		"--save", "", "--appendonly", "no",
	}, s.args...)
	// Its life is the test's, not that of a context: Cleanup ends it.
	s.cmd = exec.CommandContext(context.Background(), "redis-server", args...) //nolint:gosec // the tests' own arguments
	if err := s.cmd.Start(); err != nil {
		s.t.Fatalf("start redis-server: %v", err)
	}
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		err := s.ping()
		if err == nil {
			return
		}
		select {
		case <-deadline.C:
			s.t.Fatalf("redis-server on %s: %v", s.Addr(), err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// ping asks in Redis' own words, so that a server still loading is not ready.
func (s *Server) ping() error {
	conn, err := net.DialTimeout("tcp", s.Addr(), time.Second)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // only asked
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	reply := make([]byte, 64)
	n, err := conn.Read(reply)
	if err != nil {
		return err
	}
	if answer := string(reply[:n]); !strings.HasPrefix(answer, "+PONG") {
		return fmt.Errorf("answered %q", answer)
	}
	return nil
}

func (s *Server) end(signal syscall.Signal) {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGCONT) // a stopped process would not end
	_ = s.cmd.Process.Signal(signal)
	ended := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	_ = s.cmd.Wait()
	ended.Stop()
	s.cmd = nil
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // at once
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }() // the server takes it next
	return l.Addr().(*net.TCPAddr).Port
}
