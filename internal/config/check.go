package config

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// storeSchemes are the stores there are.
var storeSchemes = []string{"sqlite:", "redis://", "rediss://", "redis-sentinel://", "redis-cluster://"}

func (c *Config) check(p *problems) {
	oneOf(p, "$.language", c.Language, "en", "fr")
	if !hasPrefix(c.Store, storeSchemes) {
		p.add("$.store", "is %q; expected sqlite:FILE or an address that begins with %s", redactURL(c.Store), strings.Join(storeSchemes[1:], ", "))
	}
	if _, _, err := net.SplitHostPort(c.HTTP.Listen); err != nil {
		p.add("$.http.listen", "is %q; expected HOST:PORT such as 127.0.0.1:8080", c.HTTP.Listen)
	}
	c.checkHooks(p)
	c.checkSlack(p)
	c.checkGoogle(p)
	c.Mail.check(p)
	for _, d := range []struct {
		path     string
		value    time.Duration
		min, max time.Duration
	}{
		{"$.sync.every", c.Sync.Every, time.Second, time.Hour},
		{"$.sync.full_every", c.Sync.FullEvery, time.Second, 24 * time.Hour},
		{"$.sync.quiet", c.Sync.Quiet, time.Second, time.Hour},
		{"$.deliveries.timeout", c.Deliveries.Timeout, 100 * time.Millisecond, time.Minute},
		{"$.deliveries.settle", c.Deliveries.Settle, 100 * time.Millisecond, 24 * time.Hour},
		{"$.deliveries.every", c.Deliveries.Every, 100 * time.Millisecond, time.Hour},
	} {
		if d.value < d.min || d.value > d.max {
			p.add(d.path, "is %s; expected %s to %s", d.value, d.min, d.max)
		}
	}
	if len(c.Books) == 0 {
		p.add("$.books", "is empty; expected at least one book with a name and a spreadsheet")
	}
	seen := map[string]bool{}
	for i, b := range c.Books {
		path := fmt.Sprintf("$.books[%d]", i)
		b.check(path, p)
		b.Sender.check(path+".sender", p)
		b.Penalties.check(path+".penalties", p)
		if b.Level == string(ledger.LevelLetters) && (!c.Mail.Configured() || b.Sender.Company == "") {
			p.add(path+".level", "is letters; that needs mail and the book's sender.company")
		}
		if seen[b.Name] {
			p.add(path+".name", "is %q, which another book has", b.Name)
		}
		seen[b.Name] = true
	}
}

func (c *Config) checkHooks(p *problems) {
	if s := c.HTTP.SheetHookSecret; s != "" && len(s) < MinHookSecret {
		p.add("$.http.sheet_hook_secret", "has %d characters; expected at least %d random ones, as of openssl rand -hex 32", len(s), MinHookSecret)
	}
	if c.HTTP.PublicURL == "" {
		return
	}
	if u, err := url.Parse(c.HTTP.PublicURL); err != nil || u.Host == "" || u.Scheme != "https" || u.RawQuery != "" || u.User != nil {
		p.add("$.http.public_url", "is %q; expected the https address under which Google reaches this service, such as https://relance.example.com", redactURL(c.HTTP.PublicURL))
	}
}

func (c *Config) checkSlack(p *problems) {
	oneOf(p, "$.slack.mode", c.Slack.Mode, "socket", "http")
	if c.Slack.BotToken == "" {
		p.add("$.slack.bot_token", "is missing; expected the bot token of the Slack app (xoxb-…)")
	}
	switch c.Slack.Mode {
	case "socket":
		if c.Slack.AppToken == "" {
			p.add("$.slack.app_token", "is missing; mode socket needs an app-level token (xapp-…) with connections:write")
		}
	case "http":
		if c.Slack.SigningSecret == "" {
			p.add("$.slack.signing_secret", "is missing; mode http needs it to know that requests are Slack's")
		}
	}
	checkURL(p, "$.slack.api_url", c.Slack.APIURL)
}

func (c *Config) checkGoogle(p *problems) {
	checkURL(p, "$.google.endpoint", c.Google.Endpoint)
	if c.Google.Endpoint != "" {
		return
	}
	oneOf(p, "$.google.auth", c.Google.Auth, "key", "adc", "impersonate")
	if c.Google.Auth == "key" && c.Google.CredentialsFile == "" {
		p.add("$.google.credentials_file", "is missing; auth key needs the JSON key of a service account")
	}
	if c.Google.Auth == "impersonate" && c.Google.Impersonate == "" {
		p.add("$.google.impersonate", "is missing; expected the address of the service account to act as")
	}
}

var bookName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

func (b *Book) check(path string, p *problems) {
	if !bookName.MatchString(b.Name) {
		p.add(path+".name", "is %q; expected 1 to 40 small letters, digits, - or _", b.Name)
	}
	if b.Spreadsheet == "" {
		p.add(path+".spreadsheet", "is missing; expected the id in the sheet's address, between /d/ and /edit")
	}
	oneOf(p, path+".level", b.Level, string(ledger.LevelObserve), string(ledger.LevelInternal), string(ledger.LevelLetters))
	if _, err := time.LoadLocation(b.TimeZone); err != nil {
		p.add(path+".time_zone", "is %q; expected a name such as Europe/Paris", b.TimeZone)
	}
	if _, err := ledger.ParseCurrency(b.Currency); err != nil {
		p.add(path+".currency", "is %q; expected an ISO 4217 code such as EUR", b.Currency)
	}
	if b.Level != string(ledger.LevelObserve) && b.Channels.Reminders == "" {
		p.add(path+".channels.reminders", "is missing; a book that sends needs the channel to send to, such as #receivables")
	}
	for _, r := range []struct {
		name string
		list []string
	}{{"finance", b.Roles.Finance}, {"managers", b.Roles.Managers}, {"admins", b.Roles.Admins}} {
		for i, address := range r.list {
			if !strings.Contains(address, "@") {
				p.add(fmt.Sprintf("%s.roles.%s[%d]", path, r.name, i), "is %q; expected an e-mail address", address)
			}
		}
	}
	oneOf(p, path+".mode", b.Mode, ModeInvoices, ModeOpenItems)
	oneOf(p, path+".state_in", b.StateIn, StateInRow, StateInFollowUp)
	if b.Mode == ModeOpenItems && b.StateIn == StateInRow {
		p.add(path+".state_in", "is row; mode open_items is pasted over every week and needs follow_up")
	}
	seen := map[string]bool{}
	for i, title := range append(slices.Clone(b.Tabs.Invoices), b.Tabs.Payments, b.Tabs.Customers, b.Tabs.People, b.Tabs.FollowUp) {
		switch {
		case title == "" && i < len(b.Tabs.Invoices):
			p.add(path+".tabs.invoices", "has a blank title; expected the titles of tabs")
		case title != "" && seen[title]:
			p.add(path+".tabs", "names the tab %q twice", title)
		}
		seen[title] = true
	}
	for header, field := range b.Columns {
		if !isRowField(field) {
			p.add(path+".columns", "maps %q to %q; expected one of %s", header, field, rowFieldNames())
		}
	}
}

func isRowField(name string) bool {
	for _, f := range ledger.RowFields {
		if string(f) == name {
			return true
		}
	}
	return false
}

func rowFieldNames() string {
	names := make([]string, len(ledger.RowFields))
	for i, f := range ledger.RowFields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

func checkURL(p *problems, path, value string) {
	if value == "" {
		return
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		p.add(path, "is %q; expected an address such as http://127.0.0.1:9400/", value)
	}
}

func hasPrefix(s string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// redactURL hides a password that a store's address may carry.
func redactURL(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return "(unreadable)"
	}
	return u.Redacted()
}
