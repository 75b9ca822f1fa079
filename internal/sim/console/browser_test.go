package console

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browserPatience bounds one wait in the browser; a page that takes longer is
// broken.
const browserPatience = 30 * time.Second

// tab is a browser tab that shows the world's page.
type browserTab struct {
	t   *testing.T
	ctx context.Context
}

// browse opens the world's page in Chromium. What the page throws, logs as an
// error or is refused by its policy fails the test.
func (w *world) browse(t *testing.T, width, height int) browserTab {
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
	profile, err := os.MkdirTemp("", "console-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile), chromedp.WindowSize(width, height),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en"),
	)
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endTab := chromedp.NewContext(allocator)
	b := browserTab{t, ctx}
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
			// A picture refused by the policy is the policy at work: its words show.
			if kind := string(m.Type); (kind == "error" || kind == string(chromedp.ConsoleException)) && !strings.Contains(m.Text, "https://example.com/") {
				t.Errorf("the page reported: %s", m.Text)
			}
		}
	})
	b.do(chromedp.EmulateViewport(int64(width), int64(height)), chromedp.Navigate(w.url))
	b.see(`[data-test="composer"]`)
	if width >= 1100 { // narrower, one pane shows at a time
		b.see(`[data-cell="Factures!A1"]`)
	}
	return b
}

func (b browserTab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	err := chromedp.Do(ctx, steps...)
	for err != nil && strings.Contains(err.Error(), nodeReplaced) {
		err = chromedp.Do(ctx, steps...)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// nodeReplaced is what Chromium answers for an element that the page rendered
// anew after it was found: nothing was done to it.
const nodeReplaced = "Could not find node with given id"

func (b browserTab) see(selector string) {
	b.t.Helper()
	b.until(`!!document.querySelector(` + quote(selector) + `)?.checkVisibility()`)
}

// gone waits until nothing visible matches.
func (b browserTab) gone(selector string) {
	b.t.Helper()
	b.until(`!document.querySelector(` + quote(selector) + `)?.checkVisibility()`)
}

// says waits for a visible element that holds a text.
func (b browserTab) says(selector, text string) {
	b.t.Helper()
	b.until(`[...document.querySelectorAll(` + quote(selector) + `)].some((e) => e.textContent.includes(` + quote(text) + `))`)
}

// until waits for an expression to be true.
func (b browserTab) until(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(browserPatience); ; {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression))
		switch {
		case err == nil && ok:
			return
		case time.Now().After(deadline):
			page, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 3000)`))
			b.t.Fatalf("the page never showed %s (%v); it says:\n%s", expression, err, page)
		}
		select {
		case <-b.ctx.Done():
			b.t.Fatal(b.ctx.Err())
		case <-time.After(25 * time.Millisecond):
		}
	}
}

func (b browserTab) click(selector string) {
	b.t.Helper()
	b.see(selector)
	b.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

func (b browserTab) keys(selector, text string) {
	b.t.Helper()
	b.see(selector)
	b.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

func (b browserTab) press(keys string, options ...chromedp.KeyOption) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys, options...))
}

// send writes in the composer.
func (b browserTab) send(text string) {
	b.t.Helper()
	b.keys(`[data-test="composer"]`, text)
	b.click(`[data-test="send"]`)
}

func (b browserTab) js(script string) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](script))
}

func quote(s string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`").Replace(s) + "`"
}
