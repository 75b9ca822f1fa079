package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take on a busy machine before the test
// gives up. Nothing waits that long when all is well.
const patience = 60 * time.Second

// pollEvery is how often a state is looked at.
const pollEvery = 40 * time.Millisecond

// buildRelance builds the binary as the tests themselves are built.
func buildRelance(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "relance")
	args := []string{"build", "-o", path}
	if raceEnabled {
		args = append(args, "-race")
	}
	out, err := exec.CommandContext(t.Context(), "go", append(args, ".")...).CombinedOutput()
	if err != nil {
		t.Fatalf("build relance: %v\n%s", err, out)
	}
	return path
}

// process is one run of the binary.
type process struct {
	cmd  *exec.Cmd
	gone chan struct{} // closed when it has ended
	log  *output
}

// output keeps what a process wrote.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// tail is the end of it, for a person to read.
func (o *output) tail() string {
	const most = 12000
	text := o.String()
	return text[max(0, len(text)-most):]
}

// startProcess runs the binary; stdout may be nil. It ends with the test.
func startProcess(t *testing.T, stdout io.Writer, binary, home string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.CommandContext(context.Background(), binary, args...), gone: make(chan struct{}), log: &output{}}
	p.cmd.Stdout, p.cmd.Stderr = stdout, p.log
	p.cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME="+home)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is asked of ProcessState
		close(p.gone)
	}()
	t.Cleanup(func() { p.end(syscall.SIGKILL) })
	return p
}

// end sends a signal and waits; false if it took too long. A process that stops
// itself at a failpoint on its way out is woken: it hears of nothing else.
func (p *process) end(signal syscall.Signal) bool {
	_ = p.cmd.Process.Signal(signal)
	for late := time.Now().Add(patience); time.Now().Before(late); {
		if p.waitEnd(pollEvery) {
			return true
		}
		if p.isStopped() {
			_ = p.cmd.Process.Signal(syscall.SIGCONT)
		}
	}
	return false
}

func (p *process) waitEnd(most time.Duration) bool {
	select {
	case <-p.gone:
		return true
	case <-time.After(most):
		return false
	}
}

func (p *process) running() bool {
	select {
	case <-p.gone:
		return false
	default:
		return true
	}
}

// wasKilled tells that it ended by kill -9.
func (p *process) wasKilled() bool {
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// isStopped tells that it stands still on a SIGSTOP.
func (p *process) isStopped() bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return false
	}
	// The state follows the name, which stands in brackets and may hold any.
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return bytes.HasPrefix(rest, []byte("T"))
}

// startSim starts `relance sim` and gives its way in.
func startSim(t *testing.T, binary, home, service string, args ...string) control {
	t.Helper()
	reader, writer := io.Pipe()
	p := startProcess(t, writer, binary, home, append([]string{"sim", service, "--listen", "127.0.0.1:0"}, args...)...)
	t.Cleanup(func() { _ = writer.Close() })
	line := make(chan string, 1)
	go func() {
		s := bufio.NewScanner(reader)
		for s.Scan() {
			select {
			case line <- s.Text():
			default:
			}
		}
	}()
	select {
	case text := <-line:
		_, address, ok := strings.Cut(text, " on ")
		if !ok {
			t.Fatalf("the simulator of %s said %q", service, text)
		}
		return control{t, address}
	case <-p.gone:
		t.Fatalf("the simulator of %s ended: %s", service, p.log.tail())
	case <-time.After(patience):
		t.Fatalf("the simulator of %s says nothing", service)
	}
	return control{}
}

// control drives a simulator.
type control struct {
	t    *testing.T
	base string
}

func (c control) post(path string, in, out any) {
	c.t.Helper()
	if err := c.try(http.MethodPost, "/_control"+path, in, out); err != nil {
		c.t.Fatal(err)
	}
}

func (c control) get(path string, out any) {
	c.t.Helper()
	if err := c.try(http.MethodGet, path, nil, out); err != nil {
		c.t.Fatal(err)
	}
}

// try is one request; out may be nil.
func (c control) try(method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return err
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = reply.Body.Close() }()
	answer, err := io.ReadAll(reply.Body)
	if err != nil {
		return err
	}
	if reply.StatusCode != http.StatusOK {
		return errors.New(method + " " + path + ": " + reply.Status + ": " + string(answer))
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}
