package ledger

import (
	"testing"
	"time"
)

func TestTermsSayTheDay(t *testing.T) {
	issued := NewDate(2026, time.January, 10)
	for _, test := range []struct {
		terms, issued, due string
	}{
		{"30 jours", "", "2026-02-09"},
		{"30 jours nets", "", "2026-02-09"},
		{"30 j", "", "2026-02-09"},
		{"30j.", "", "2026-02-09"},
		{"à 30 jours date de facture", "", "2026-02-09"},
		{"30 JRS NETS", "", "2026-02-09"},
		{"Virement 30 jours", "", "2026-02-09"},
		{"30", "", "2026-02-09"},
		{"0", "", "2026-01-10"},
		{"net 30", "", "2026-02-09"},
		{"Net-30", "", "2026-02-09"},
		{"N30", "", "2026-02-09"},
		{"n/30", "", "2026-02-09"},
		{"due within 30 days", "", "2026-02-09"},
		{"60 days from invoice date", "", "2026-03-11"},

		// 45 jours fin de mois: 45 days, then the end of that month.
		{"45 jours fin de mois", "", "2026-02-28"},
		{"45 jours fin de mois", "2026-01-20", "2026-03-31"},
		{"45 j. fin de mois", "", "2026-02-28"},
		{"45 jours FDM", "", "2026-02-28"},
		{"45 JFM", "", "2026-02-28"},
		{"45JFDM", "", "2026-02-28"},
		{"45 fdm", "", "2026-02-28"},
		{"LCR 45 jours fin de mois", "", "2026-02-28"},
		// The other way round: the end of the month, then 45 days.
		{"fin de mois 45 jours", "", "2026-03-17"},
		{"fin de mois + 45 jours", "2026-01-20", "2026-03-17"},
		{"FDM 45", "", "2026-03-17"},
		{"FDM+45", "", "2026-03-17"},
		{"fin de mois", "", "2026-01-31"},
		{"fin du mois suivant", "", "2026-02-28"},
		{"fin du mois", "2026-01-31", "2026-01-31"},
		// In English the days of EOM count from the end of the month.
		{"EOM", "", "2026-01-31"},
		{"end of month", "", "2026-01-31"},
		{"end of the following month", "", "2026-02-28"},
		{"net 30 EOM", "", "2026-03-02"},
		{"30 days EOM", "", "2026-03-02"},
		{"EOM + 30", "", "2026-03-02"},
		{"end of month 15", "", "2026-02-15"},

		// A day of payment: the first on or after the rest.
		{"fin de mois + 30 le 10", "", "2026-03-10"},
		{"30 jours fin de mois le 10", "", "2026-03-10"},
		{"30 fdm 10", "", "2026-03-10"},
		{"45 jours fin de mois le 15", "2026-01-20", "2026-04-15"},
		{"le 10 du mois suivant", "", "2026-02-10"},
		{"10 du mois suivant", "", "2026-02-10"},
		{"the 20th of the following month", "", "2026-02-20"},
		{"30 jours le 31", "", "2026-02-28"},

		{"à réception", "", "2026-01-10"},
		{"À réception de facture", "", "2026-01-10"},
		{"Comptant", "", "2026-01-10"},
		{"paiement comptant", "", "2026-01-10"},
		{"Due on receipt", "", "2026-01-10"},
		{"chèque à réception", "", "2026-01-10"},
		{"COD", "", "2026-01-10"},
		{"1 mois", "2026-01-31", "2026-02-28"},
		{"2 months", "", "2026-03-10"},

		// A discount for paying early changes nothing about the day.
		{"2/10 net 30", "", "2026-02-09"},
		{"2/10, n 30", "", "2026-02-09"},
		{"2% 10 net 30", "", "2026-02-09"},
		{"2/10 net 20 EOM", "", "2026-02-20"},

		// Nothing is guessed from the rest.
		{"", "", "?"},
		{"net", "", "?"},
		{"selon accord", "", "?"},
		{"30/60/90", "", "?"},
		{"50% à la commande, solde à 30 jours", "", "?"},
		{"30 jours à réception des travaux", "", "?"},
		{"30 jours sauf accord", "", "?"},
		{"30 ou 45 jours", "", "?"},
		{"30 45", "", "?"},
		{"9999 jours", "", "?"},
		{"2026-02-10", "", "?"},
		{"fin de chantier", "", "?"},
		{"30 jours fin de mois fin de mois", "", "?"},
		{"١٠ jours", "", "?"},
		{"30 €", "", "?"},
		{"1.5/10 net 30", "", "?"},
		{"30/", "", "?"},
	} {
		from := issued
		if test.issued != "" {
			var err error
			if from, err = ParseDate(test.issued); err != nil {
				t.Fatal(err)
			}
		}
		terms, ok := ParseTerms(test.terms)
		got := "?"
		if ok {
			got = terms.Due(from).String()
		}
		if got != test.due {
			t.Errorf("%q issued on %s: %s, want %s (%+v)", test.terms, from, got, test.due, terms)
		}
	}
	if terms, _ := ParseTerms("2/10 net 30"); terms.EarlyPercent != 2 || terms.EarlyDays != 10 {
		t.Errorf("the discount of 2/10 net 30 is %+v", terms)
	}
	if due := (Terms{Days: 30}).Due(0); !due.IsZero() {
		t.Errorf("an invoice without an issue date is due %s", due)
	}
}

func FuzzParseTerms(f *testing.F) {
	for _, seed := range []string{"45 jours fin de mois", "fin de mois + 30 le 10", "2/10 net 30", "10 du mois suivant", "FDM 45", "à réception"} {
		f.Add(seed)
	}
	issued := NewDate(2028, time.February, 29)
	f.Fuzz(func(t *testing.T, text string) {
		terms, ok := ParseTerms(text)
		if !ok {
			return
		}
		due := terms.Due(issued)
		if due.Before(issued) || due.DaysSince(issued) > 2*maxTermDays {
			t.Errorf("%q of %s falls due on %s", text, issued, due)
		}
		if again, _ := ParseTerms(" " + text + " "); again != terms {
			t.Errorf("%q means %+v, with spaces around it %+v", text, terms, again)
		}
	})
}
