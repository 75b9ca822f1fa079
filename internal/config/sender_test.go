package config

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

const letters = `slack: {bot_token: xoxb-1, app_token: xapp-1}
google: {endpoint: "http://127.0.0.1:1"}
mail:
  host: smtp.example.com
  user: relance
  password_file: smtp-password
  from: "Atelier Dubreuil <compta@dubreuil.example>"
books:
  - name: main
    spreadsheet: 1AbC
    level: letters
    channels: {reminders: "#receivables"}
    sender:
      company: Atelier Dubreuil SARL
      address: [12 rue des Tanneurs, 69002 Lyon]
      legal_ids: [SIREN 852 379 890]
      email: compta@dubreuil.example
      payment_link: "https://pay.dubreuil.example/i/{number}?amount={amount}&currency={currency}"
      accounts:
        - {name: main, iban: FR76 3000 6000 0112 3456 7890 189, bic: AGRIFRPP}
        - {name: Sterling, currency: GBP, iban: GB82 WEST 1234 5698 7654 32}
`

func lettersEnvironment() Environment {
	env := environment()
	env.ReadFile = func(string) ([]byte, error) { return []byte("hunter2\n"), nil }
	return env
}

func TestMailAndSender(t *testing.T) {
	c, err := Parse([]byte(letters), lettersEnvironment())
	if err != nil {
		t.Fatal(err)
	}
	if c.Mail.Port != 587 || c.Mail.TLS != TLSStartTLS || c.Mail.Password != "hunter2" || c.Mail.Timeout != DefaultMailTimeout {
		t.Errorf("port %d, TLS %q, timeout %s", c.Mail.Port, c.Mail.TLS, c.Mail.Timeout)
	}
	s := c.Books[0].Sender
	for _, row := range []struct {
		story, name string
		currency    ledger.Currency
		want        string
	}{
		{"the first that takes any currency", "", "EUR", "main"},
		{"the account of the currency", "", "GBP", "Sterling"},
		{"the sheet picks one by name", " sterling ", "EUR", "Sterling"},
		{"an account number in the sheet picks nothing", "DE89 3704 0044 0532 0130 00", "EUR", "main"},
	} {
		if got, ok := s.Account(row.name, row.currency); !ok || got.Name != row.want {
			t.Errorf("%s: %q, %v", row.story, got.Name, ok)
		}
	}
	if _, ok := (Sender{Accounts: s.Accounts[1:]}).Account("", "EUR"); ok {
		t.Error("euros are asked for on an account of pounds")
	}
}

func TestAPaymentLinkLeadsToItsHostWhateverTheSheetSays(t *testing.T) {
	s := Sender{PaymentLink: "https://pay.dubreuil.example/i/{number}?amount={amount}&currency={currency}&n={number}"}
	amount := ledger.Money{Minor: 123450, Currency: "EUR"}
	if s.LinkHost() != "pay.dubreuil.example" {
		t.Errorf("host %q", s.LinkHost())
	}
	for number, want := range map[string]string{
		"F-1042":                "https://pay.dubreuil.example/i/F-1042?amount=1234.50&currency=EUR&n=F-1042",
		"F/10 42":               "https://pay.dubreuil.example/i/F%2F10%2042?amount=1234.50&currency=EUR&n=F%2F10+42",
		"../../x":               "https://pay.dubreuil.example/i/%2F..%2Fx?amount=1234.50&currency=EUR&n=%2F..%2Fx",
		"a?amount=1&b#c":        "https://pay.dubreuil.example/i/a%3Famount=1&b%23c?amount=1234.50&currency=EUR&n=a%3Famount%3D1%26b%23c",
		"@evil.example":         "https://pay.dubreuil.example/i/@evil.example?amount=1234.50&currency=EUR&n=%40evil.example",
		"\r\nX: {amount}\u202e": "https://pay.dubreuil.example/i/X:%20%7Bamount%7D%E2%80%AE?amount=1234.50&currency=EUR&n=X%3A+%7Bamount%7D%E2%80%AE",
	} {
		if got := s.PayLink(number, amount); got != want {
			t.Errorf("%q leads to\n%s, want\n%s", number, got, want)
		}
	}
	if got := (Sender{}).PayLink("F-1", amount); got != "" {
		t.Errorf("without a template: %q", got)
	}
}

func TestWhatIsWrongWithMailAndSender(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		want           []string
	}{
		{"letters without a mail server", "  host: smtp.example.com\n", "", []string{"mail.host: is missing"}},
		{"letters without a company", "      company: Atelier Dubreuil SARL\n", "", []string{"sender.company: is missing", "level: is letters"}},
		{"a host with a port", "smtp.example.com", `"smtp.example.com:587"`, []string{"line 4: mail.host", "a host's name alone"}},
		{"no sender's address", `  from: "Atelier Dubreuil <compta@dubreuil.example>"` + "\n", "", []string{"mail.from: is missing"}},
		{"a sender's address that is none", "<compta@dubreuil.example>", "compta", []string{"line 7: mail.from", "one e-mail address"}},
		{"two senders", "<compta@dubreuil.example>", "<a@b.example>, c@d.example", []string{"mail.from"}},
		{"unencrypted across the network", "user: relance", "tls: none", []string{"line 5: mail.tls", "this host only"}},
		{"an encryption that is none", "user: relance", "tls: ssl", []string{"starttls, implicit, none"}},
		{"a user without a password", "  password_file: smtp-password\n", "", []string{"mail.password: is missing"}},
		{"a password without a user", "  user: relance\n", "", []string{"mail.user: is missing"}},
		{"a password given twice", "password_file: smtp-password", "password_file: smtp-password\n  password: hunter2", []string{"given twice"}},
		{"a port that is none", "user: relance", "port: 70000\n  user: relance", []string{"line 5: mail.port", "587"}},
		{"a timeout of an hour", "user: relance", "timeout: 1h\n  user: relance", []string{"1s to 5m"}},
		{"an IBAN with a typing error", "6000 0112", "6000 0113", []string{"accounts[0].iban", "check digits"}},
		{"an IBAN with two digits swapped", "7890 189", "7980 189", []string{"accounts[0].iban"}},
		{"an account without a name", "name: main, ", "", []string{"accounts[0].name"}},
		{"two accounts of one name", "name: Sterling", "name: MAIN", []string{"accounts[1].name", "another account"}},
		{"a currency that is none", "currency: GBP", "currency: pounds", []string{"accounts[1].currency"}},
		{"a BIC too short", "AGRIFRPP", "AGRI", []string{"accounts[0].bic"}},
		{"a link whose host the sheet could choose", "https://pay.dubreuil.example/i/{number}", "https://{number}.dubreuil.example/", []string{"payment_link", "fixed host"}},
		{"a link whose host a number could end", "https://pay.dubreuil.example/i/{number}", "https://pay.dubreuil.example{number}", []string{"payment_link", "fixed host"}},
		{"a link without TLS", "https://pay", "http://pay", []string{"payment_link", "https address"}},
		{"a link with a user", "https://pay", "https://u:hunter2@pay", []string{"payment_link"}},
		{"a regime where it stood once", "      email: compta", "      regime: fr\n      email: compta", []string{"sender.regime: is now", "penalties.regime", "penalties: {regime: fr}"}},
		{"a rate where it stood once", "      email: compta", "      rate: 12\n      email: compta", []string{"sender.rate: is now", "penalties: {rate: 12}"}},
		{"a link with an unknown value", "{currency}", "{customer}", []string{"payment_link", "holds {customer}"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(letters, tt.old, tt.new, 1)
			if text == letters {
				t.Fatal("the replacement changed nothing")
			}
			_, err := Parse([]byte(text), lettersEnvironment())
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
