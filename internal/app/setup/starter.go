package setup

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// starter is a configuration to begin with.
type starter struct {
	Language    string
	Spreadsheet string
	Zone        string
	Currency    ledger.Currency
	Tabs        sheets.Tabs
	Google      google.Options
}

// text is the whole file. Tokens stay in the environment.
func (s starter) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Relance's configuration; every key is explained in docs/operating.md.
language: %s
store: sqlite:relance.db

slack:
  mode: socket
  bot_token: "${SLACK_BOT_TOKEN}"     # xoxb-…
  app_token: "${SLACK_APP_TOKEN}"     # xapp-…

google:
`, s.Language)
	switch {
	case s.Google.Endpoint != "":
		fmt.Fprintf(&b, "  endpoint: %s\n", strconv.Quote(s.Google.Endpoint))
	case s.Google.Auth == google.AuthImpersonate:
		fmt.Fprintf(&b, "  auth: impersonate\n  impersonate: %s\n", strconv.Quote(s.Google.Account))
	case s.Google.Auth == google.AuthADC:
		b.WriteString("  auth: adc\n")
	default:
		fmt.Fprintf(&b, "  auth: key\n  credentials_file: %s\n", strconv.Quote(s.Google.CredentialsFile))
	}
	b.WriteString("\nbooks:\n" + s.book())
	return b.String()
}

// book is the entry of this spreadsheet.
func (s starter) book() string {
	var b strings.Builder
	fmt.Fprintf(&b, `  - name: main
    spreadsheet: %s
    level: observe                    # observe: sends nothing | internal: Slack only | letters: customers too
    time_zone: %s
    currency: %s                     # of rows that name none
    channels: {finance: "#finance", reminders: "#receivables"}
    roles: {finance: [], managers: [], admins: []}   # e-mail addresses
`, strconv.Quote(s.Spreadsheet), s.Zone, s.Currency)
	if len(s.Tabs.Invoices) > 0 {
		titles := make([]string, len(s.Tabs.Invoices))
		for i, t := range s.Tabs.Invoices {
			titles[i] = strconv.Quote(t)
		}
		fmt.Fprintf(&b, "    tabs: {invoices: [%s]}\n", strings.Join(titles, ", "))
	}
	return b.String()
}
