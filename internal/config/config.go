package config

import "time"

// Config is the whole of relance.yaml.
type Config struct {
	Language   string     `yaml:"language"`
	Store      string     `yaml:"store"`
	Slack      Slack      `yaml:"slack"`
	Google     Google     `yaml:"google"`
	HTTP       HTTP       `yaml:"http"`
	Sync       Sync       `yaml:"sync"`
	Deliveries Deliveries `yaml:"deliveries"`
	Mail       Mail       `yaml:"mail"`
	Books      []Book     `yaml:"books"`
	Rates      string     `yaml:"rates"` // file of interest rates over the built-in table; empty: that alone
}

// Slack is how to reach the workspace.
type Slack struct {
	Mode              string `yaml:"mode"` // socket or http
	BotToken          string `yaml:"bot_token"`
	BotTokenFile      string `yaml:"bot_token_file"`
	AppToken          string `yaml:"app_token"`
	AppTokenFile      string `yaml:"app_token_file"`
	SigningSecret     string `yaml:"signing_secret"`
	SigningSecretFile string `yaml:"signing_secret_file"`
	// PreviousSigningSecret is accepted too while a secret is being rotated.
	PreviousSigningSecret string `yaml:"previous_signing_secret"`
	APIURL                string `yaml:"api_url"` // another server that speaks the API; empty: Slack's
}

// Google is how to reach Sheets and Drive.
type Google struct {
	Auth            string `yaml:"auth"` // key, adc or impersonate
	CredentialsFile string `yaml:"credentials_file"`
	Impersonate     string `yaml:"impersonate"` // the service account's address, with auth: impersonate
	// Endpoint is the root of another server that speaks the APIs, with Drive
	// under /drive/v3/. No credentials are sent to it.
	Endpoint string `yaml:"endpoint"`
}

// HTTP is what the service listens on: health, metrics, Slack's requests in
// HTTP mode, and what Google tells of the sheet.
type HTTP struct {
	Listen string `yaml:"listen"`
	// PublicURL is how Google reaches us: https, with a certificate it trusts.
	// Empty: it can't, and the sheet is only polled.
	PublicURL string `yaml:"public_url"`
	// SheetHookSecret lets an Apps Script trigger wake the sync; empty: none may.
	SheetHookSecret     string `yaml:"sheet_hook_secret"`
	SheetHookSecretFile string `yaml:"sheet_hook_secret_file"`
}

// MinHookSecret is how long the secret of a hook must be: 16 random bytes in
// hex are twice that.
const MinHookSecret = 16

// Sync says how often the sheet is looked at.
type Sync struct {
	Every     time.Duration `yaml:"every"`      // a probe: one Drive call when nothing is new
	FullEvery time.Duration `yaml:"full_every"` // a read regardless of the probe
	Quiet     time.Duration `yaml:"quiet"`      // how long a row stands as typed before anybody is told of it, or chased
}

// Deliveries tunes the delivery of reminders.
type Deliveries struct {
	// Timeout bounds the one HTTP request of a delivery.
	Timeout time.Duration `yaml:"timeout"`
	// Settle is how long an uncertain delivery waits before history is
	// trusted: Slack shows in history, by then, whatever it took.
	Settle time.Duration `yaml:"settle"`
	// HashKey keys the hashes of reminders in message metadata.
	HashKey     string `yaml:"hash_key"`
	HashKeyFile string `yaml:"hash_key_file"`
	// Every is how often the planner wakes.
	Every time.Duration `yaml:"every"`
}

// Book is one spreadsheet and the people around it.
type Book struct {
	Name        string            `yaml:"name"`
	Spreadsheet string            `yaml:"spreadsheet"`
	Level       string            `yaml:"level"` // where a new book starts: observe, internal or letters
	TimeZone    string            `yaml:"time_zone"`
	Currency    string            `yaml:"currency"`
	Channels    Channels          `yaml:"channels"`
	Roles       Roles             `yaml:"roles"`
	Columns     map[string]string `yaml:"columns"` // a header as it stands in the sheet, to a field's name
	Tabs        Tabs              `yaml:"tabs"`
	StateIn     string            `yaml:"state_in"` // row or follow_up: where what decides who gets chased stands
	Mode        string            `yaml:"mode"`     // invoices, or open_items: a list replaced every week, with state_in: follow_up
	Policy      string            `yaml:"policy"`   // file; empty: the default ladder
	Sender      Sender            `yaml:"sender"`
	Penalties   Penalties         `yaml:"penalties"`
}

// Tabs are the titles of a book's tabs where they are not the usual ones.
type Tabs struct {
	Invoices  Titles `yaml:"invoices"` // one or several, the newest last
	Payments  string `yaml:"payments"`
	Customers string `yaml:"customers"`
	People    string `yaml:"people"`
	FollowUp  string `yaml:"follow_up"`
}

// Titles are the titles of tabs: one text, or a list.
type Titles []string

// UnmarshalYAML takes one title as a list of one.
func (t *Titles) UnmarshalYAML(decode func(any) error) error {
	var one string
	if err := decode(&one); err == nil {
		*t = Titles{one}
		return nil
	}
	var list []string
	err := decode(&list)
	*t = list
	return err
}

// Channels are where a book's news goes: a name with # or an id.
type Channels struct {
	Finance   string `yaml:"finance"`
	Reminders string `yaml:"reminders"`
}

// Roles name people by e-mail address.
type Roles struct {
	Finance  []string `yaml:"finance"`
	Managers []string `yaml:"managers"`
	Admins   []string `yaml:"admins"`
}

// Where a book keeps what decides who gets chased, and what its invoices are.
const (
	StateInRow      = "row"       // beside each invoice
	StateInFollowUp = "follow_up" // in a tab of its own: the invoices are never written into
	ModeInvoices    = "invoices"
	ModeOpenItems   = "open_items" // a list of what is open
)

// Defaults of what may be left out.
const (
	DefaultLanguage  = "en"
	DefaultStore     = "sqlite:relance.db"
	DefaultListen    = "127.0.0.1:8080"
	DefaultSyncEvery = 15 * time.Second
	DefaultFullEvery = 5 * time.Minute
	DefaultQuiet     = 2 * time.Minute
	DefaultTimeout   = 10 * time.Second
	DefaultSettle    = 10 * time.Minute // the design's L
	DefaultWakeEvery = time.Minute
)

func (c *Config) setDefaults() {
	setText(&c.Language, DefaultLanguage)
	setText(&c.Store, DefaultStore)
	setText(&c.HTTP.Listen, DefaultListen)
	setText(&c.Slack.Mode, "socket")
	setText(&c.Google.Auth, "key")
	setDuration(&c.Sync.Every, DefaultSyncEvery)
	setDuration(&c.Sync.FullEvery, DefaultFullEvery)
	setDuration(&c.Sync.Quiet, DefaultQuiet)
	setDuration(&c.Deliveries.Timeout, DefaultTimeout)
	setDuration(&c.Deliveries.Settle, DefaultSettle)
	setDuration(&c.Deliveries.Every, DefaultWakeEvery)
	c.Mail.setDefaults()
	for i := range c.Books {
		setText(&c.Books[i].Level, "observe")
		setText(&c.Books[i].TimeZone, "Europe/Paris")
		setText(&c.Books[i].Currency, "EUR")
		setText(&c.Books[i].Mode, ModeInvoices)
		if c.Books[i].Mode == ModeOpenItems {
			setText(&c.Books[i].StateIn, StateInFollowUp)
		}
		setText(&c.Books[i].StateIn, StateInRow)
	}
}

func setText(p *string, v string) {
	if *p == "" {
		*p = v
	}
}

func setDuration(p *time.Duration, v time.Duration) {
	if *p == 0 {
		*p = v
	}
}
