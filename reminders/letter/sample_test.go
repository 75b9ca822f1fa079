package letter

import (
	"time"

	"github.com/relance-bot/relance/ledger"
)

func eur(minor int64) ledger.Money { return ledger.Money{Minor: minor, Currency: "EUR"} }

func day(year int, month time.Month, d int) ledger.Date { return ledger.NewDate(year, month, d) }

// sample is a letter of the kind on 20 November 2026 to a customer with two
// late invoices, one of them partly paid, one that isn't due, and a credit note.
func sample(kind Kind, language string) Letter {
	l := Letter{
		Kind: kind, Language: language, Date: day(2026, time.November, 20), Currency: "EUR",
		Reference: "R-7F3K2",
		Sender: Sender{
			Company: "Atelier Dubreuil SARL", Address: []string{"12 rue des Tanneurs", "69002 Lyon"}, City: "Lyon",
			LegalIDs: []string{"SIREN 852 379 890", "TVA FR40852379890"}, Phone: "+33 4 72 00 00 00", Email: "compta@dubreuil.example",
			Account:  Account{IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP"},
			LinkHost: "pay.dubreuil.example",
		},
		Signatory: Signatory{Name: "Hélène Garnier", Role: "Service clients", Phone: "+33 4 72 00 00 12", Email: "helene@dubreuil.example"},
		Recipient: Recipient{
			Company: "Menuiserie Œuvrard & Fils", Contact: "Claire Œuvrard", Code: "C-118",
			Address: []string{"3 place du Marché", "38000 Grenoble"}, Email: "claire@oeuvrard.example",
		},
		Chased: []Line{
			{
				Number: "F-1042", Issued: day(2026, time.October, 9), Due: day(2026, time.November, 8), Amount: eur(123450), Paid: eur(23450), Open: eur(100000),
				PayLink: "https://pay.dubreuil.example/F-1042",
			},
			{Number: "F-1051", Issued: day(2026, time.October, 12), Due: day(2026, time.November, 11), Amount: eur(84000), Open: eur(84000), Disputed: eur(20000)},
		},
		NotDue:   []Line{{Number: "F-1077", Issued: day(2026, time.November, 2), Due: day(2026, time.December, 2), Amount: eur(45600), Open: eur(45600)}},
		Credits:  []Credit{{Number: "AV-31", Date: day(2026, time.November, 3), Amount: eur(14000)}},
		Previous: day(2026, time.November, 10),
		Deadline: day(2026, time.November, 28),
		Regime:   France,
	}
	switch kind {
	case Courtesy:
		l.Chased, l.NotDue = l.NotDue, nil
		l.Credits, l.Deadline, l.Previous = nil, 0, 0
	case Friendly:
		l.Chased, l.OtherOverdue, l.Previous = l.Chased[:1], nil, 0
		l.Credits, l.Deadline = nil, 0
	case ThankYou:
		l.Credits, l.Deadline, l.NotDue = nil, 0, nil
		for i := range l.Chased {
			l.Chased[i].Paid, l.Chased[i].Open, l.Chased[i].Disputed = l.Chased[i].Amount, eur(0), eur(0)
		}
	case Penalties, Last, Formal:
		l.Chased[0].Interest, l.Chased[0].Fee = eur(411), eur(4000)
		l.Chased[1].Interest, l.Chased[1].Fee = eur(198), eur(4000)
	}
	if kind == Formal {
		l.Registered, l.Tracking = true, "1A 123 456 7890 1"
		l.OtherOverdue = []Line{{Number: "F-1066", Issued: day(2026, time.October, 18), Due: day(2026, time.November, 17), Amount: eur(31200), Open: eur(31200)}}
	}
	return l
}
