package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// demoPatience bounds each wait for the demo's process on a busy machine.
const demoPatience = 90 * time.Second

// runningDemo is the built binary, serving its page.
type runningDemo struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string
	stderr  *bytes.Buffer
	ended   chan error
}

// startDemo starts the binary and reads the page's address from what it says.
func startDemo(t *testing.T, binary, dir string) *runningDemo {
	t.Helper()
	d := &runningDemo{t: t, stderr: &bytes.Buffer{}, ended: make(chan error, 1)}
	d.cmd = exec.Command(binary, "demo", "--no-browser", "--listen", "127.0.0.1:0", "--data", dir)
	d.cmd.Stderr = d.stderr
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.cmd.Process.Kill() })
	said := make(chan string, 1)
	go func() {
		scanner := bufio.NewScanner(out)
		address, lines := "", []string{}
		for scanner.Scan() {
			lines = append(lines, scanner.Text())
			if line := strings.TrimSpace(scanner.Text()); strings.HasPrefix(line, "http://") {
				address = line
			}
			if strings.Contains(scanner.Text(), "Ctrl-C") { // the last line
				said <- address
			}
		}
		if address == "" {
			said <- "nothing, but: " + strings.Join(lines, "\n")
		}
		d.ended <- d.cmd.Wait()
	}()
	select {
	case d.address = <-said:
	case <-time.After(demoPatience):
		t.Fatal("the demo named no address")
	}
	if !strings.HasPrefix(d.address, "http://127.0.0.1:") {
		t.Fatalf("the demo's address is %s\n%s", d.address, d.stderr)
	}
	return d
}

// ask sends a request to the page and gives its answer.
func (d *runningDemo) ask(method, path, body string) []byte {
	d.t.Helper()
	request, err := http.NewRequestWithContext(d.t.Context(), method, d.address+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode/100 != 2 {
		d.t.Fatalf("%s %s: %s, %v\n%s", method, path, response.Status, err, text)
	}
	return text
}

// follow reads the page's events until one is the one.
func (d *runningDemo) follow(isIt func(topic string, data []byte) bool) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), demoPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.address+"/events?user="+visitor, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	reader := bufio.NewReader(response.Body)
	topic := ""
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			d.t.Fatalf("the events ended before what was awaited: %v", err)
		}
		if rest, ok := strings.CutPrefix(line, "event: "); ok {
			topic = strings.TrimSpace(rest)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok && isIt(topic, []byte(data)) {
			return
		}
	}
}

// visitor is whom the test is on the page.
const visitor = "U0SOPHIE09"

// restingClock is the time on the page once no move is under way.
func (d *runningDemo) restingClock() time.Time {
	d.t.Helper()
	var clock struct {
		Now     time.Time `json:"now"`
		Running bool      `json:"running"`
		Error   string    `json:"error"`
	}
	d.follow(func(topic string, data []byte) bool {
		if topic != "clock" {
			return false
		}
		if err := json.Unmarshal(data, &clock); err != nil || clock.Error != "" {
			d.t.Fatalf("the clock says %s (%v)", data, err)
		}
		return !clock.Running
	})
	return clock.Now
}

// firstTab is the id of the invoices' tab.
func (d *runningDemo) firstTab() (id int) {
	d.t.Helper()
	d.follow(func(topic string, data []byte) bool {
		var sheet struct {
			Tabs []struct {
				ID int `json:"id"`
			} `json:"tabs"`
		}
		if topic != "sheet" {
			return false
		}
		if err := json.Unmarshal(data, &sheet); err != nil || len(sheet.Tabs) == 0 {
			d.t.Fatalf("the sheet says %s (%v)", data, err)
		}
		id = sheet.Tabs[0].ID
		return true
	})
	return id
}

// interrupt is Ctrl-C: the process ends by itself, with code 0 and no trace.
func (d *runningDemo) interrupt() {
	d.t.Helper()
	began := time.Now()
	if err := d.cmd.Process.Signal(syscall.SIGINT); err != nil {
		d.t.Fatal(err)
	}
	select {
	case err := <-d.ended:
		if err != nil {
			d.t.Errorf("after Ctrl-C: %v", err)
		}
	case <-time.After(demoPatience):
		d.t.Fatal("Ctrl-C did not end the demo")
	}
	d.t.Logf("Ctrl-C took %s", time.Since(began).Round(time.Millisecond))
	if d.stderr.Len() > 0 {
		d.t.Errorf("it complained:\n%s", d.stderr)
	}
}

// TestTheDemoAsAProcess runs the built binary twice on one folder: the second
// run goes on where the first was ended by Ctrl-C.
func TestTheDemoAsAProcess(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "relance")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dir := filepath.Join(t.TempDir(), "kept")
	first := startDemo(t, binary, dir)
	if page := first.ask("GET", "/", ""); !strings.Contains(string(page), "<html") {
		t.Errorf("the page is %.200s", page)
	}
	tab := first.firstTab()
	opened := first.restingClock()
	first.ask("POST", "/api/sheet/type", fmt.Sprintf(`{"user":%q,"tab":%d,"cells":[{"row":4,"column":23,"text":"call on Friday"}]}`, visitor, tab))
	first.ask("POST", "/api/clock/advance", `{"days":2}`)
	day := first.restingClock()
	if days := day.Sub(opened); days < 47*time.Hour || days > 49*time.Hour {
		t.Errorf("two days took the clock from %s to %s", opened, day)
	}
	first.interrupt()
	if t.Failed() {
		return
	}
	for _, name := range []string{"relance.db", "slack.json", "sheets.json", "world.json"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s was not kept: %v", name, err)
		}
	}

	second := startDemo(t, binary, dir)
	if rows := second.ask("GET", fmt.Sprintf("/api/sheet?tab=%d", tab), ""); !strings.Contains(string(rows), "call on Friday") {
		t.Error("the second run has lost the cell")
	}
	if again := second.restingClock(); again.Before(day) || again.Sub(day) > time.Hour {
		t.Errorf("the second run begins on %s, the first ended on %s", again, day)
	}
	second.interrupt()
}
