package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const good = `language: fr
store: sqlite:relance.db
slack: {mode: socket, bot_token: "${SLACK_BOT_TOKEN}", app_token_file: app-token, signing_secret: "", api_url: ""}
google: {auth: key, credentials_file: service-account.json, endpoint: ""}
http: {listen: "127.0.0.1:8080"}
books:
  - name: main
    spreadsheet: 1AbC
    level: internal
    time_zone: Europe/Paris
    currency: EUR
    channels: {finance: "#finance", reminders: "#receivables"}
    roles: {finance: [finance@example.com], managers: [manager@example.com], admins: [admin@example.com]}
    columns: {"N° de pièce": number}
    tabs: {invoices: ["2025", 2026], people: Équipe}
    mode: open_items
`

func environment() Environment {
	return Environment{
		Getenv: func(name string) string {
			return map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "EVIL": "x\nstore: redis://evil"}[name]
		},
		ReadFile: func(name string) ([]byte, error) {
			if name == "app-token" {
				return []byte("xapp-1\n"), nil
			}
			return nil, errors.New("open " + name + ": no such file")
		},
	}
}

func TestParse(t *testing.T) {
	c, err := Parse([]byte(good), environment())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ what, got, want string }{
		{"a text from the environment", c.Slack.BotToken, "xoxb-1"},
		{"a secret from a file, without its line end", c.Slack.AppToken, "xapp-1"},
		{"a list of tabs", strings.Join(c.Books[0].Tabs.Invoices, "+"), "2025+2026"},
		{"a list of open items keeps its state elsewhere", c.Books[0].StateIn, StateInFollowUp},
		{"a header override", c.Books[0].Columns["N° de pièce"], "number"},
		{"a default", c.Sync.Every.String(), DefaultSyncEvery.String()},
	} {
		if want.got != want.want {
			t.Errorf("%s: got %q, want %q", want.what, want.got, want.want)
		}
	}
}

func TestOneInvoiceTabNeedsNoList(t *testing.T) {
	c, err := Parse([]byte(strings.Replace(good, `["2025", 2026]`, "Factures", 1)), environment())
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Books[0].Tabs.Invoices; len(got) != 1 || got[0] != "Factures" {
		t.Errorf("the tabs are %q", got)
	}
}

func TestParseSaysWhatIsWrongAndWhere(t *testing.T) {
	for _, tt := range []struct {
		name     string
		old, new string // a replacement in the good file
		want     []string
	}{
		{"an unknown key", "language: fr", "langage: fr", []string{"line 1: langage: there is no such key; did you mean language?"}},
		{"an unknown key in a book", "currency: EUR", "curency: EUR", []string{"line 11: books[0].curency: there is no such key; did you mean currency?"}},
		{"a bad level", "level: internal", "level: loud", []string{"line 9:", "books[0].level", `"loud"`, "observe, internal, letters"}},
		{"a bad zone", "Europe/Paris", "Paris", []string{"line 10:", "time_zone", "Europe/Paris"}},
		{"a bad currency", "currency: EUR", "currency: euros", []string{"line 11:", "EUR"}},
		{"a name instead of an address", "[finance@example.com]", "[Claire]", []string{"line 13:", "roles.finance[0]", "e-mail"}},
		{"a column mapped to nothing known", ": number}", ": numbr}", []string{"line 14:", `"numbr"`, "expected one of number"}},
		{"a tab named twice", "Équipe", "2026", []string{"line 15:", "books[0].tabs", `"2026" twice`}},
		{"a blank tab", `["2025", 2026]`, `["2025", ""]`, []string{"line 15:", "tabs.invoices", "blank title"}},
		{"a mode that is none", "mode: open_items", "mode: open", []string{"line 16:", `"open"`, "invoices, open_items"}},
		{"a place for the state that is none", "mode: open_items", "state_in: sheet", []string{"line 16:", "row, follow_up"}},
		{"a list of open items with its state beside it", "mode: open_items", "mode: open_items\n    state_in: row", []string{"line 17:", "needs follow_up"}},
		{"a variable that is not set", "${SLACK_BOT_TOKEN}", "${NOPE}", []string{"line 3:", "NOPE is not set"}},
		{"a secret file that is not there", "app-token", "gone", []string{"line 3:", "app_token_file", "no such file"}},
		{"a store that is none", "sqlite:relance.db", "mysql://x", []string{"line 2:", "sqlite:FILE"}},
		{"a store's password is not repeated", "sqlite:relance.db", "mysql://u:hunter2@x", []string{"xxxxx"}},
		{"a wrong type", "books:", "books: 3\nbukes:", []string{"[6:"}},
		{"a key given twice", "language: fr", "language: fr\nlanguage: en", []string{"already defined"}},
		{"no reminders channel for a book that sends", `, reminders: "#receivables"`, "", []string{"channels.reminders", "#receivables"}},
		{"an endpoint that is no address", `endpoint: ""`, `endpoint: "localhost"`, []string{"line 4:", "http://127.0.0.1:9400/"}},
		{"a duration without a unit", "http:", "sync: {every: 5}\nhttp:", []string{"[5:15]", "such as 15s"}},
		{"not YAML", "books:", "books: [", []string{"not YAML"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(good, tt.old, tt.new, 1)
			if text == good {
				t.Fatal("the replacement changed nothing")
			}
			_, err := Parse([]byte(text), environment())
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error lacks %q:\n%v", want, err)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error shows a password:\n%v", err)
			}
		})
	}
}

func TestTheOtherModesSecretsNeedNotBeSet(t *testing.T) {
	socket := strings.Replace(good, `signing_secret: ""`, `signing_secret: "${NOPE}"`, 1)
	http := strings.Replace(strings.Replace(good, "app_token_file: app-token", `app_token: "${NOPE}"`, 1), `mode: socket`, "mode: http", 1)
	for name, text := range map[string]string{"socket": socket, "http": strings.Replace(http, `signing_secret: ""`, "signing_secret: 5ec3e7", 1)} {
		if _, err := Parse([]byte(text), environment()); err != nil {
			t.Errorf("in mode %s: %v", name, err)
		}
	}
	if _, err := Parse([]byte(http), environment()); err == nil || !strings.Contains(err.Error(), "signing_secret") {
		t.Errorf("without its own secret mode http is accepted: %v", err)
	}
}

func TestAVariableNeverAddsKeys(t *testing.T) {
	c, err := Parse([]byte(strings.Replace(good, "spreadsheet: 1AbC", `spreadsheet: "${EVIL}"`, 1)), environment())
	if err != nil {
		t.Fatal(err)
	}
	if c.Store != "sqlite:relance.db" {
		t.Errorf("the store became %q", c.Store)
	}
}

func TestLoadTakesPathsFromItsFolder(t *testing.T) {
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-1")
	dir := t.TempDir()
	for name, text := range map[string]string{"relance.yaml": good, "app-token": "xapp-1"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Load(filepath.Join(dir, "relance.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "service-account.json"); c.Google.CredentialsFile != want {
		t.Errorf("credentials file %q, want %q", c.Google.CredentialsFile, want)
	}
	if c.Deliveries.Settle != 10*time.Minute {
		t.Errorf("settle %s", c.Deliveries.Settle)
	}
}

func TestTheHooksSettings(t *testing.T) {
	for _, tt := range []struct{ http, want string }{
		{`{sheet_hook_secret: "0123456789abcdef", public_url: "https://relance.example.com/below"}`, ""},
		{`{sheet_hook_secret: short}`, "sheet_hook_secret: has 5 characters"},
		{`{public_url: "http://relance.example.com"}`, "expected the https address"},
		{`{public_url: "https://u:hunter2@relance.example.com"}`, "expected the https address"},
		{`{public_url: "relance.example.com"}`, "expected the https address"},
	} {
		text := "slack: {bot_token: xoxb-1, app_token: xapp-1}\ngoogle: {endpoint: \"http://127.0.0.1:1\"}\nbooks: [{name: main, spreadsheet: 1AbC}]\nhttp: " + tt.http + "\n"
		_, err := Parse([]byte(text), Environment{})
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v", tt.http, err)
		}
		if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "short")) {
			t.Errorf("the error shows a secret: %v", err)
		}
	}
}

func TestAConfigurationThatIsNotThere(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "relance.yaml"))
	if err == nil || !strings.Contains(err.Error(), "relance init") || !strings.Contains(err.Error(), "--config") {
		t.Errorf("it says %v", err)
	}
}
