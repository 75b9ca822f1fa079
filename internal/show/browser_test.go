package show_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/relance-bot/relance/internal/show"
)

// patience bounds one wait in the browser; a page that takes longer is broken.
const patience = 5 * time.Minute

// page is the demo's page in Chromium.
type page struct {
	t   *testing.T
	w   *show.World
	ctx context.Context
}

// browse serves the world's page and opens it. What the page throws or logs as
// an error fails the test.
func browse(t *testing.T, w *show.World, width, height int) page {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("this test drives the page in Chromium, which is missing: apt-get install chromium")
	}
	console := w.Console()
	server := httptest.NewServer(console)
	t.Cleanup(func() { console.Close(); server.Close() })
	profile, err := os.MkdirTemp("", "show-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile), chromedp.WindowSize(width, height),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en"),
	)
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endTab := chromedp.NewContext(allocator)
	p := page{t, w, ctx}
	var wg sync.WaitGroup
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("closing the browser: %v", err)
		}
		endTab()
		endAllocator()
		wg.Wait()
		_ = os.RemoveAll(profile)
	})
	messages := chromedp.Console(ctx)
	wg.Go(func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if kind := string(m.Type); kind == "error" || kind == string(chromedp.ConsoleException) {
				t.Errorf("the page reported: %s", m.Text)
			}
		}
	})
	p.do(chromedp.EmulateViewport(int64(width), int64(height)), chromedp.Navigate(server.URL))
	p.see(`[data-test="composer"]`)
	p.see(`[data-cell="Invoices!A1"]`)
	return p
}

func (p page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

func (p page) see(selector string) {
	p.t.Helper()
	p.until(`!!document.querySelector(` + quote(selector) + `)?.checkVisibility()`)
}

func (p page) gone(selector string) {
	p.t.Helper()
	p.until(`!document.querySelector(` + quote(selector) + `)?.checkVisibility()`)
}

// says waits for an element that holds a text.
func (p page) says(selector, text string) {
	p.t.Helper()
	p.until(`[...document.querySelectorAll(` + quote(selector) + `)].some((e) => e.textContent.includes(` + quote(text) + `))`)
}

// until waits for an expression to be true.
func (p page) until(expression string) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); ; {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression))
		switch {
		case err == nil && ok:
			return
		case time.Now().After(deadline):
			shown, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 4000)`))
			p.t.Fatalf("the page never showed %s (%v); it says:\n%s", expression, err, shown)
		}
		select {
		case <-p.ctx.Done():
			p.t.Fatal(p.ctx.Err())
		case <-time.After(25 * time.Millisecond):
		}
	}
}

func (p page) click(selector string) {
	p.t.Helper()
	p.see(selector)
	p.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// clickLast presses the newest message's button of that name.
func (p page) clickLast(label string) {
	p.t.Helper()
	last := `[...document.querySelectorAll('[data-test="message"]')].at(-1)?.querySelector('[data-label="` + label + `"]')`
	p.until(`!!` + last)
	p.js(last + `.click()`)
}

// send writes in the composer.
func (p page) send(text string) {
	p.t.Helper()
	p.see(`[data-test="composer"]`)
	p.do(chromedp.SendKeys(chromedp.CSS(`[data-test="composer"]`), text))
	p.click(`[data-test="send"]`)
}

func (p page) press(keys string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(keys))
}

func (p page) js(script string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](script))
}

func quote(s string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`").Replace(s) + "`"
}
