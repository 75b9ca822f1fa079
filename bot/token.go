package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/relance-bot/relance/ledger"
)

// token is what a button carries: what it is about, never who may press it.
// Amounts in it are what a person typed before, checked again on the click.
type token struct {
	Book     string   `json:"b,omitempty"`
	Invoice  string   `json:"i,omitempty"`  // reference, see refOf
	Invoices []string `json:"is,omitempty"` // references, of a customer's message
	Customer string   `json:"c,omitempty"`  // reference
	Query    string   `json:"q,omitempty"`  // arguments of the question, for paging
	Screen   string   `json:"s,omitempty"`  // where the button stands; see the screens
	Page     int      `json:"p,omitempty"`
	ID       string   `json:"id,omitempty"` // of a delivery or an act
	Amount   string   `json:"a,omitempty"`
	Day      string   `json:"d,omitempty"`
	Choice   string   `json:"o,omitempty"`
	Seq      uint64   `json:"n,omitempty"` // of the act in the journal that may be taken back
}

// Screens that a button may stand on. Those of reminders are redrawn by
// Reminders.Refresh, the others by answering the click.
const (
	screenCard     = "card"     // an invoice's card that the bot answered with
	screenReminder = "reminder" // a digest, a case, an alert
	screenHome     = "home"
	screenAsk      = "ask" // a question to finance
	screenTray     = "tray"
)

const maxQueryRunes = 300

// String is the token as a button's value.
func (t token) String() string {
	t.Query = cut(t.Query, maxQueryRunes)
	b, err := json.Marshal(t)
	if err != nil || len(b) > maxButtonValue {
		return "{}" // bounded references make this unreachable
	}
	return string(b)
}

// parseToken reads a button's value; what isn't one is the empty token.
func parseToken(s string) token {
	var t token
	if len(s) <= maxButtonValue {
		_ = json.Unmarshal([]byte(s), &t) // a forged or old value means nothing, and finds nothing
	}
	return t
}

// maxRef bounds a key that is carried as it is; a cell of the sheet may hold
// 50,000 characters.
const maxRef = 150

// refOf is a key as a token carries it: itself, or a hash where it is long.
func refOf(k ledger.Key) string {
	if len(k) <= maxRef {
		return string(k)
	}
	sum := sha256.Sum256([]byte(k))
	return "\x01" + hex.EncodeToString(sum[:16])
}

// invoiceOf finds the invoice of a reference.
func invoiceOf(b *ledger.Book, ref string) (*ledger.Invoice, bool) {
	if inv, ok := b.Follow(ledger.Key(ref)); ok || len(ref) == 0 || ref[0] != '\x01' {
		return inv, ok
	}
	for inv := range b.Invoices() {
		if len(inv.Key) > maxRef && refOf(inv.Key) == ref {
			return inv, true
		}
	}
	return nil, false
}

// customerOf finds the customer of a reference.
func customerOf(b *ledger.Book, ref string) (ledger.Key, bool) {
	for k := range b.Customers() {
		if string(k) == ref || len(k) > maxRef && refOf(k) == ref {
			return k, true
		}
	}
	return "", false
}
