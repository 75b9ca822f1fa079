package console

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestMrkdwn renders Slack's markup in the browser and reads the markup back.
func TestMrkdwn(t *testing.T) {
	w := newWorld(t, "en", 1)
	b := w.browse(t, 1200, 800)
	link := func(url, label string) string {
		return `<a href="` + url + `" target="_blank" rel="noreferrer noopener">` + label + `</a>`
	}
	for _, c := range []struct{ story, text, want string }{
		{"plain text", "late", "late"},
		{"bold, italic, strike", "*a* _b_ ~c~", "<strong>a</strong> <em>b</em> <s>c</s>"},
		{"bold holds italic", "*a _b_*", "<strong>a <em>b</em></strong>"},
		{"a star inside a word is a star", "3*4*5", "3*4*5"},
		{"an underscore inside a name is one", "due_date_text", "due_date_text"},
		{"a lone star is a star", "5 * 3", "5 * 3"},
		{"bold beside punctuation", "(*a*), *b*.", "(<strong>a</strong>), <strong>b</strong>."},
		{"code keeps what is inside", "`*a* &amp; :tada:`", "<code>*a* &amp; :tada:</code>"},
		{"a block of code", "x\n```a\n*b*```\ny", "x<pre>a\n*b*</pre>y"},
		{"an unfinished block of code is text", "```a", "```a"},
		{"a quote of two lines", "&gt; a\n&gt; b\nc", "<blockquote>a<br>b</blockquote>c"},
		{"lines", "a\nb", "a<br>b"},
		{"escaped characters", "&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"},
		{"markup of ours does not run", "<img src=x onerror=alert(1)>", "<span>img src=x onerror=alert(1)</span>"},
		{"a link", "<https://example.com/a|*here*>", link("https://example.com/a", "<strong>here</strong>")},
		{"a link without words", "<https://example.com/a>", link("https://example.com/a", "https://example.com/a")},
		{"a link that would run is none", "<javascript:alert(1)|click>", "<span>click</span>"},
		{"mail", "<mailto:a@example.com>", link("mailto:a@example.com", "a@example.com")},
		{"someone else", "<@U0HUGO0002>", `<span class="mention" data-user="U0HUGO0002">@Hugo Bernard</span>`},
		{"myself", "<@U0CLAIRE01|x>", `<span class="mention me" data-user="U0CLAIRE01">@Claire Moreau</span>`},
		{"nobody known", "<@U9|zoe>", `<span class="mention" data-user="U9">@zoe</span>`},
		{"a channel", "<#C0RELANCES>", `<span class="mention">#relances</span>`},
		{"everyone", "<!channel>", `<span class="mention me">@channel</span>`},
		{"a date, by the simulated clock", "<!date^1795420800^due {date_short_pretty}|x>", "<time>due Today</time>"},
		{"another date", "<!date^1798000000^{date_num} {time}|x>", "<time>23/12/2026 05:26</time>"},
		{"no date", "<!date^soon^{date}|x &amp; y>", "<time>x &amp; y</time>"},
		{"emoji, and what is none", ":tada: :not_one: 10:30:00", "🎉 :not_one: 10:30:00"},
	} {
		t.Run(c.story, func(t *testing.T) {
			got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`import("/static/mrkdwn.js").then((m) => {
				const box = document.createElement("div");
				box.append(...m.mrkdwn(`+quote(c.text)+`));
				return box.innerHTML;
			})`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
			}
		})
	}
}
