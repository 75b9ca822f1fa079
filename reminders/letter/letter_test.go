package letter

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGoldenLetters(t *testing.T) {
	for _, kind := range Kinds {
		for _, language := range []string{"fr", "en"} {
			name := strings.ReplaceAll(string(kind), " ", "_") + "." + language
			t.Run(name, func(t *testing.T) {
				got, err := Render(sample(kind, language))
				if err != nil {
					t.Fatal(err)
				}
				golden(t, name+".txt", "Subject: "+got.Subject+"\n\n"+got.Text)
				golden(t, name+".html", got.HTML)
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got), -update writes it anew:\n%s", name, diff)
	}
}

func TestLettersThatAreRefused(t *testing.T) {
	for _, row := range []struct {
		story  string
		change func(*Letter)
		want   Reason
	}{
		{"a kind that is none", func(l *Letter) { l.Kind = "rude" }, ReasonKind},
		{"no date", func(l *Letter) { l.Date = 0 }, ReasonDate},
		{"no sender", func(l *Letter) { l.Sender.Company = " \u0007" }, ReasonSender},
		{"no customer", func(l *Letter) { l.Recipient.Company = "" }, ReasonRecipient},
		{"no invoice", func(l *Letter) { l.Chased = nil }, ReasonNothing},
		{"credits that cover all of it", func(l *Letter) { l.Credits[0].Amount = eur(200000) }, ReasonNothing},
		{"all of it disputed", func(l *Letter) { l.Chased, l.Chased[1].Disputed = l.Chased[1:], eur(84000) }, ReasonNothing},
		{"a second currency among what is chased", func(l *Letter) { l.Chased[1].Open.Currency = "USD" }, ReasonCurrency},
		{"a second currency among what isn't due", func(l *Letter) { l.NotDue[0].Amount.Currency = "USD" }, ReasonCurrency},
		{"a credit in another currency", func(l *Letter) { l.Credits[0].Amount.Currency = "GBP" }, ReasonCurrency},
		{"interest in another currency", func(l *Letter) { l.Chased[0].Interest.Currency = "GBP" }, ReasonCurrency},
		{"an invoice with nothing left to pay", func(l *Letter) { l.Chased[0].Open = eur(0) }, ReasonAmount},
		{"an invoice that owes the customer", func(l *Letter) { l.Chased[0].Open = eur(-5) }, ReasonAmount},
		{"a dispute of more than is open", func(l *Letter) { l.Chased[0].Disputed = eur(100001) }, ReasonAmount},
		{"interest below zero", func(l *Letter) { l.Chased[0].Interest = eur(-1) }, ReasonAmount},
		{"a fee without a currency", func(l *Letter) { l.Chased[0].Fee = ledger.Money{Minor: 4000} }, ReasonAmount},
		{"a credit below zero", func(l *Letter) { l.Credits[0].Amount = eur(-1) }, ReasonAmount},
		{"a sum beyond all amounts", func(l *Letter) { l.Chased[0].Open, l.Chased[1].Open = eur(1<<62), eur(1<<62+20000) }, ReasonAmount},
		{"a formal notice without a deadline", func(l *Letter) { l.Deadline = 0 }, ReasonDeadline},
		{"a deadline on the day itself", func(l *Letter) { l.Deadline = l.Date }, ReasonDeadline},
		{"interest claimed under no law", func(l *Letter) { l.Regime = NoRegime }, ReasonGround},
		{"a law that is none", func(l *Letter) { l.Regime = "de" }, ReasonGround},
		{"a payment link to another host", func(l *Letter) { l.Chased[0].PayLink = "https://evil.example/F-1042" }, ReasonLink},
		{"a payment link without TLS", func(l *Letter) { l.PayLink = "http://pay.dubreuil.example/" }, ReasonLink},
		{"a payment link whose host is its user", func(l *Letter) { l.PayLink = "https://pay.dubreuil.example@evil.example/" }, ReasonLink},
		{"a payment link that runs code", func(l *Letter) { l.PayLink = "javascript:alert(1)//pay.dubreuil.example" }, ReasonLink},
		{"a payment link where no host is configured", func(l *Letter) { l.Sender.LinkHost = "" }, ReasonLink},
	} {
		t.Run(row.story, func(t *testing.T) {
			l := sample(Formal, "fr")
			row.change(&l)
			_, err := Render(l)
			var refused *Error
			if !errors.As(err, &refused) || refused.Reason != row.want {
				t.Fatalf("got %v, want reason %q", err, row.want)
			}
			if fr, en := refused.Explain("fr"), refused.Explain("en"); fr == en || fr == "" || en == "" {
				t.Errorf("explained as %q and %q", fr, en)
			}
		})
	}
}

func TestHostileTextStaysText(t *testing.T) {
	l := sample(Firm, "en")
	l.Recipient.Company = "<script>alert(1)</script>\r\nBcc: x@evil.example"
	l.Recipient.Contact = "Ann\u202egnp.exe"
	l.Chased[0].Number = "F-1\"><img src=https://evil.example/x>"
	l.Chased[1].Number = strings.Repeat("9", 400)
	l.Note = "see https://status.dubreuil.example\n<b>now</b>\u0000\u200b"
	got, err := Render(l)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script>", "<img", "<b>now", "\u202e", "\u200b", "\u0000", "https://evil"} {
		if strings.Contains(got.HTML, bad) || strings.Contains(got.Text, "\u202e") || strings.Contains(got.Text, "https://evil") {
			t.Errorf("%q stands in the letter", bad)
		}
	}
	for _, want := range []string{"Ann⟨U&#43;202E⟩gnp.exe", "&lt;b&gt;now&lt;/b&gt;⟨U&#43;200B⟩"} {
		if !strings.Contains(got.HTML, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	l = sample(Firm, "en")
	l.Chased = l.Chased[:1]
	l.Chased[0].Number = "F-1\r\nBcc: x@evil.example\u0085"
	if got, err = Render(l); err != nil || strings.ContainsAny(got.Subject, "\r\n\u0085\u2028") {
		t.Errorf("the subject has line ends: %q, %v", got.Subject, err)
	}
	if strings.Contains(got.HTML, "http-equiv") || strings.Contains(got.HTML, "src=") {
		t.Error("the page fetches something")
	}
}

// TestInterestNeverEntersThePrincipal: what is claimed beside the principal
// changes no figure of the principal.
func TestInterestNeverEntersThePrincipal(t *testing.T) {
	for _, kind := range []Kind{Firm, Penalties, Last, Formal} {
		with, without := sample(kind, "en"), sample(kind, "en")
		for i := range with.Chased {
			with.Chased[i].Interest, with.Chased[i].Fee = eur(777777), eur(4000)
			without.Chased[i].Interest, without.Chased[i].Fee = ledger.Money{}, ledger.Money{}
		}
		a, errA := with.document()
		b, errB := without.document()
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if diff := cmp.Diff(a.Tables[0], b.Tables[0]); diff != "" {
			t.Errorf("%s: the principal's table changes with the interest:\n%s", kind, diff)
		}
		if a.Subject != b.Subject {
			t.Errorf("%s: the subject changes with the interest", kind)
		}
	}
}

func TestOneInvoiceAndSeveral(t *testing.T) {
	for _, kind := range Kinds {
		for _, language := range []string{"fr", "en"} {
			one, several := sample(kind, language), sample(kind, language)
			one.Chased = one.Chased[:1]
			if len(several.Chased) == 1 {
				second := several.Chased[0]
				second.Number = "F-1099"
				several.Chased = append(several.Chased, second)
			}
			one.Credits, several.Credits = nil, nil
			a, errA := Render(one)
			b, errB := Render(several)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			if !strings.Contains(a.Subject, one.Chased[0].Number) {
				t.Errorf("%s.%s about one invoice doesn't name it in the subject: %q", kind, language, a.Subject)
			}
			for _, r := range []Rendered{a, b} {
				for _, bad := range []string{"{{", "%!", "<no value>", "  ", " ,", "()", " ."} {
					if strings.Contains(r.Text, bad) || strings.Contains(r.Subject, bad) {
						t.Errorf("%s.%s has %q:\n%s", kind, language, bad, r.Text)
					}
				}
			}
		}
	}
}

// TestWithoutWhatMayBeMissing: no earlier letter, no deadline, no claim, no
// contact, no account; in each language and for each law.
func TestWithoutWhatMayBeMissing(t *testing.T) {
	for _, kind := range Kinds {
		for _, language := range []string{"fr", "en"} {
			for _, regime := range []Regime{NoRegime, France, EU, UK, Contract} {
				for _, rate := range []string{"", "12.15"} {
					l := sample(kind, language)
					l.Previous, l.Regime, l.Rate, l.Recipient.Contact, l.Signatory, l.Sender.Account = 0, regime, rate, "", Signatory{}, Account{}
					if kind != Formal {
						l.Deadline = 0
					}
					for i := range l.Chased {
						l.Chased[i].Interest, l.Chased[i].Fee, l.Chased[i].PayLink, l.Chased[i].Due = ledger.Money{}, ledger.Money{}, "", day(2026, time.November, 9)
					}
					got, err := Render(l)
					if err != nil {
						t.Fatal(err)
					}
					for _, bad := range []string{"{{", "%!", "<no value>", "  ", " ,", "()", " .", ",,", "\n\n\n", "IBAN", "reminders, the last", "relances, la"} {
						if strings.Contains(got.Text, bad) || strings.Contains(got.Subject, bad) {
							t.Errorf("%s.%s under %q has %q:\n%s", kind, language, regime, bad, got.Text)
						}
					}
					if quotes := kind.Firmness() >= Penalties.Firmness() && regime != NoRegime; quotes && rate != "" && !strings.Contains(got.Text, "12,15") && !strings.Contains(got.Text, "12.15") {
						t.Errorf("%s.%s under %q hides its rate", kind, language, regime)
					}
				}
			}
		}
	}
}

func TestALetterTravelsAsJSON(t *testing.T) {
	for _, kind := range Kinds {
		want := sample(kind, "fr")
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Letter
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		a, errA := Render(want)
		c, errC := Render(got)
		if errA != nil || errC != nil || a != c {
			t.Errorf("%s reads differently after its journey: %v, %v", kind, errA, errC)
		}
	}
}

func TestFiguresOfALetter(t *testing.T) {
	usd := func(minor int64) ledger.Money { return ledger.Money{Minor: minor, Currency: "USD"} }
	abroad := sample(Formal, "en")
	abroad.Currency, abroad.Credits, abroad.NotDue, abroad.OtherOverdue = "USD", nil, nil, nil
	abroad.Chased = []Line{{Number: "F-9", Due: day(2026, time.November, 1), Amount: usd(100000), Open: usd(100000), Interest: usd(500), Fee: eur(4000)}}
	for _, row := range []struct {
		story string
		l     Letter
		want  []string
	}{
		{"the undisputed part is asked for, the credit taken off", sample(Firm, "en"), []string{"€640.00 (the disputed €200.00 is not asked for here)", "Total: €1,640.00", "Credit note AV-31 (3 November 2026): -€140.00", "Left to pay: €1,500.00"}},
		{"a partial payment is shown", sample(Firm, "fr"), []string{"1\u202f000,00\u00a0€ (1\u202f234,50\u00a0€ TTC, dont 234,50\u00a0€ déjà réglés)"}},
		{"what isn't due stands apart and is not asked for", sample(Firm, "fr"), []string{"Factures non échues, pour information\u00a0:\n- Facture F-1077", "il reste 1\u202f500,00\u00a0€ à régler"}},
		{"a formal notice names its law, its days and its date", sample(Formal, "fr"), []string{"articles 1344 et suivants du Code civil", "L441-10", "D441-5", "dans un délai de 8\u00a0jours, soit au plus tard le 28 novembre 2026", "n° 1A 123 456 7890 1"}},
		{"a formal notice says what pays all of it", sample(Formal, "en"), []string{"Total interest and fees: €86.09", "Principal: €1,500.00", "Total due on 20 November 2026: €1,586.09"}},
		{"a fee in another currency is never added", abroad, []string{"Total interest and fees: $5.00\nTotal interest and fees: €40.00", "Total due on 20 November 2026: $1,005.00\nTotal due on 20 November 2026: €40.00"}},
	} {
		got, err := Render(row.l)
		if err != nil {
			t.Fatalf("%s: %v", row.story, err)
		}
		for _, want := range row.want {
			if !strings.Contains(got.Text, want) {
				t.Errorf("%s: the letter lacks %q:\n%s", row.story, want, got.Text)
			}
		}
	}
}
