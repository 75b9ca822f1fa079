package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// Sender is who a book's letters are from, and where customers pay. Accounts
// and the host of payment links stand here and nowhere else: whoever edits the
// sheet may pick an account by its name and can't redirect money.
type Sender struct {
	Company     string    `yaml:"company"`
	Address     []string  `yaml:"address"`   // lines
	City        string    `yaml:"city"`      // before the date on French letters
	LegalIDs    []string  `yaml:"legal_ids"` // "SIREN 852 379 890", "VAT GB123456789"
	Phone       string    `yaml:"phone"`
	Email       string    `yaml:"email"` // shown on letters
	From        string    `yaml:"from"`  // empty: mail.from
	Accounts    []Account `yaml:"accounts"`
	PaymentLink string    `yaml:"payment_link"` // https, with {number}, {amount}, {currency}

	// Where penalties stood once; said where they stand now.
	MovedRegime string `yaml:"regime"`
	MovedRate   string `yaml:"rate"`
}

// Account is a bank account with a name to pick it by.
type Account struct {
	Name     string `yaml:"name"`
	Currency string `yaml:"currency"` // empty: any
	Holder   string `yaml:"holder"`   // empty: the company
	IBAN     string `yaml:"iban"`
	BIC      string `yaml:"bic"`
	Bank     string `yaml:"bank"`
}

// Account is where invoices of a currency are paid: the named account, else the
// first of the currency, else the first of any. A name that is none here is
// ignored.
func (s Sender) Account(name string, currency ledger.Currency) (Account, bool) {
	for _, fits := range []func(Account) bool{
		func(a Account) bool { return name != "" && strings.EqualFold(a.Name, strings.TrimSpace(name)) },
		func(a Account) bool { return strings.EqualFold(a.Currency, string(currency)) },
		func(a Account) bool { return a.Currency == "" },
	} {
		if i := slices.IndexFunc(s.Accounts, fits); i >= 0 {
			return s.Accounts[i], true
		}
	}
	return Account{}, false
}

// LinkHost is the host that every payment link leads to; empty without a template.
func (s Sender) LinkHost() string {
	host, _, _ := strings.Cut(strings.TrimPrefix(s.PaymentLink, "https://"), "/")
	host, _, _ = strings.Cut(host, "?")
	return host
}

// PayLink is where an invoice can be paid; empty without a template. What comes
// from the sheet is escaped and can only stand where the template has it.
func (s Sender) PayLink(number string, amount ledger.Money) string {
	if s.PaymentLink == "" {
		return ""
	}
	path, query, hasQuery := strings.Cut(s.PaymentLink, "?")
	link := linkValues(number, amount, url.PathEscape).Replace(path)
	if hasQuery {
		link += "?" + linkValues(number, amount, url.QueryEscape).Replace(query)
	}
	return link
}

func linkValues(number string, amount ledger.Money, escape func(string) string) *strings.Replacer {
	// A path segment of dots would climb.
	clean := strings.Trim(strings.TrimSpace(number), ".")
	return strings.NewReplacer("{number}", escape(clean), "{amount}", escape(amount.String()), "{currency}", escape(string(amount.Currency)))
}

var (
	placeholder = regexp.MustCompile(`\{[^{}]*\}`)
	accountName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,39}$`)
	ibanShape   = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
	bicShape    = regexp.MustCompile(`^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
)

func (s *Sender) check(path string, p *problems) {
	if s.Company == "" && (len(s.Address) > 0 || len(s.Accounts) > 0 || s.PaymentLink != "" || s.From != "") {
		p.add(path+".company", "is missing; expected the name that letters are signed with")
	}
	if s.From != "" {
		checkMailbox(p, path+".from", s.From)
	}
	if s.Email != "" {
		checkMailbox(p, path+".email", s.Email)
	}
	s.checkMoved(path, p)
	s.checkLink(path, p)
	seen := map[string]bool{}
	for i, a := range s.Accounts {
		at := fmt.Sprintf("%s.accounts[%d]", path, i)
		if !accountName.MatchString(a.Name) {
			p.add(at+".name", "is %q; expected 1 to 40 letters and digits, the name that the sheet picks it by", a.Name)
		}
		if seen[strings.ToLower(a.Name)] {
			p.add(at+".name", "is %q, which another account has", a.Name)
		}
		seen[strings.ToLower(a.Name)] = true
		if a.Currency != "" {
			if _, err := ledger.ParseCurrency(a.Currency); err != nil {
				p.add(at+".currency", "is %q; expected an ISO 4217 code such as EUR", a.Currency)
			}
		}
		if iban := compact(a.IBAN); !ibanShape.MatchString(iban) || !ibanChecks(iban) {
			p.add(at+".iban", "is %q, which is no IBAN: its check digits don't agree; expected one such as FR76 3000 6000 0112 3456 7890 189", a.IBAN)
		}
		if a.BIC != "" && !bicShape.MatchString(compact(a.BIC)) {
			p.add(at+".bic", "is %q; expected 8 or 11 characters such as AGRIFRPP", a.BIC)
		}
	}
}

// checkMoved says where a key of before is now: letters claim what the book
// claims, and the two must not differ.
func (s *Sender) checkMoved(path string, p *problems) {
	book := strings.TrimSuffix(path, ".sender")
	for _, key := range []struct{ name, value string }{{"regime", s.MovedRegime}, {"rate", s.MovedRate}} {
		if key.value != "" {
			p.add(path+"."+key.name, "is now %s.penalties.%s, which holds for letters, cards and dossiers alike; write `penalties: {%s: %s}` beside sender", book, key.name, key.name, key.value)
		}
	}
}

func (s *Sender) checkLink(path string, p *problems) {
	if s.PaymentLink == "" {
		return
	}
	const expected = "expected an https address with a fixed host, such as https://pay.example.com/{number}?amount={amount}&currency={currency}"
	for _, name := range placeholder.FindAllString(s.PaymentLink, -1) {
		if !slices.Contains([]string{"{number}", "{amount}", "{currency}"}, name) {
			p.add(path+".payment_link", "holds %s; it may hold {number}, {amount} and {currency}", name)
			return
		}
	}
	u, err := url.Parse(placeholder.ReplaceAllString(s.PaymentLink, "x"))
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" || s.LinkHost() != u.Host {
		p.add(path+".payment_link", "is %q; %s", redactURL(s.PaymentLink), expected)
	}
}

func compact(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

// ibanChecks is ISO 7064's mod 97-10, as ISO 13616 applies it.
func ibanChecks(iban string) bool {
	rest := 0
	for _, r := range iban[4:] + iban[:4] {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
			continue
		}
		rest = (rest*10 + int(r-'0')) % 97
	}
	return rest == 1
}
