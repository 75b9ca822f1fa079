package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/internal/rates"
	"github.com/relance-bot/relance/ledger"
)

// Tables that published examples compute with, beside the built-in one.
const (
	// What gov.uk's example supposes; the Bank of England's rate was that on 31
	// December 2017 (payontime.co.uk, reference rate table).
	halfPercentBase = "boe:\n  source: payontime.co.uk\n  as_of: 2024-07-01\n  rates: {2018-H1: 0.50}\n"
	// The German base rate (§247 BGB) in the place of the ECB's, as in lib/basiszinssatz.yml of the example.
	germanBase = "ecb:\n  source: github.com/digineo/verzugszinsen\n  as_of: 2013-01-01\n" +
		"  rates: {2009-H2: 0.12, 2010-H1: 0.12, 2010-H2: 0.12, 2011-H1: 0.12, 2011-H2: 0.37}\n"
)

// TestPublishedExamples computes what others have published, to the cent. Where
// a source gives days and no dates, the dates are ours.
func TestPublishedExamples(t *testing.T) {
	for _, tt := range []struct {
		source           string // the page and what it says
		regime           ledger.Regime
		table            string
		amount, currency string
		due, until       string
		rate             string
		interest, fee    string
		pieces           string
	}{
		{
			source: "https://www.gov.uk/late-commercial-payments-interest-debt-recovery/charging-interest-commercial-debt: £1,000 at a base rate of 0.5% is £85 a year",
			regime: ledger.RegimeUK, table: halfPercentBase, amount: "1000", currency: "GBP", due: "2018-03-31", until: "2019-03-31",
			interest: "85.00", fee: "70.00", pieces: "365 at 8.50: 85.00",
		},
		{
			source: "the same page: and 23 pence a day",
			regime: ledger.RegimeUK, table: halfPercentBase, amount: "1000", currency: "GBP", due: "2018-03-31", until: "2018-04-01",
			interest: "0.23", fee: "70.00", pieces: "1 at 8.50: 0.23",
		},
		{
			source: "https://usewolfx.com/glossary/late-payment-interest: £10,000 at 11.75% (June 2026) is about £3.22 a day, and £100",
			regime: ledger.RegimeUK, amount: "10000", currency: "GBP", due: "2026-06-01", until: "2026-06-02",
			interest: "3.22", fee: "100.00", pieces: "1 at 11.75: 3.22",
		},
		{
			source: "https://tools.gera.services/late-payment-interest-calculator: £12,000, 90 days, base rate 5%, is roughly £384 (90 times a daily £4.27 rounded, 384.30; exactly 384.66) and £100",
			regime: ledger.RegimeUK, amount: "12000", currency: "GBP", due: "2023-08-31", until: "2023-11-29",
			interest: "384.66", fee: "100.00", pieces: "90 at 13.00: 384.66",
		},
		{
			source: "https://invoify-web.pages.dev/blog/how-to-calculate-late-payment-interest-uk: £1,000 at 12.5% is £10.27 after 30 days",
			regime: ledger.RegimeContract, rate: "12.5", amount: "1000", currency: "GBP", due: "2026-01-31", until: "2026-03-02",
			interest: "10.27", fee: "0.00", pieces: "30 at 12.50: 10.27",
		},
		{
			source: "the same page: and £30.82 after 90",
			regime: ledger.RegimeContract, rate: "12.5", amount: "1000", currency: "GBP", due: "2026-01-31", until: "2026-05-01",
			interest: "30.82", fee: "0.00", pieces: "90 at 12.50: 30.82",
		},
		{
			source: "https://felohq.com/blog/penalites-retard-paiement-btp: 15 000 € TTC, 30 jours, 12 % : 147,95 € et 40 €",
			regime: ledger.RegimeContract, rate: "12", amount: "15000", currency: "EUR", due: "2025-03-31", until: "2025-04-30",
			interest: "147.95", fee: "40.00", pieces: "30 at 12.00: 147.95",
		},
		{
			source: "https://agenceipro.com/zoom-sur-les-penalites-de-retard: 15 000 € TTC, 30 jours, 15 % : 184,93 € et 40 €",
			regime: ledger.RegimeFR, rate: "15", amount: "15000", currency: "EUR", due: "2025-03-31", until: "2025-04-30",
			interest: "184.93", fee: "40.00", pieces: "30 at 15.00: 184.93",
		},
		{
			source: "https://docs.infor.com/ln/2024.x/fr-fr/lnolh/tfacrug/tfom000412.html, exemple 1 : 612,15 €, échéance le 16 février, 13 jours au 1er mars à 10 % : 2,18 €",
			regime: ledger.RegimeContract, rate: "10", amount: "612.15", currency: "EUR", due: "2025-02-16", until: "2025-03-01",
			interest: "2.18", fee: "40.00", pieces: "13 at 10.00: 2.18",
		},
		{
			source: "the same page, exemple 2 : 14 jours à 20 % : 4,70 €",
			regime: ledger.RegimeContract, rate: "20", amount: "612.15", currency: "EUR", due: "2025-03-01", until: "2025-03-15",
			interest: "4.70", fee: "40.00", pieces: "14 at 20.00: 4.70",
		},
		{
			source: "https://github.com/digineo/verzugszinsen, README: 1500 €, base rate + 8, from 2009-09-15: 36.0395 + 60.3995 + 61.4005 + 60.3995 + 63.2910 up to the end of 2011, 281.53 (in 2012 it divides by 366)",
			regime: ledger.RegimeEU, table: germanBase, amount: "1500", currency: "EUR", due: "2009-09-14", until: "2011-12-31",
			interest: "281.53", fee: "40.00",
			pieces: "108 at 8.12: 36.04, 181 at 8.12: 60.40, 184 at 8.12: 61.40, 181 at 8.12: 60.40, 184 at 8.37: 63.29",
		},
		{
			source: "https://enterprise.gov.ie/en/What-We-Do/Supports-for-SMEs/Late-Payments/Late-Payment-Interest-Rate-: 12.25% from 1 July 2024, the daily rate is 12.25% divided by 365",
			regime: ledger.RegimeEU, amount: "36500", currency: "EUR", due: "2024-06-30", until: "2024-07-01",
			interest: "12.25", fee: "40.00", pieces: "1 at 12.25: 12.25",
		},
		{
			source: "https://bpifrance-creation.fr/boiteaoutils/taux-penalites-retard: 4,25 + 10, soit 14,25 % depuis juin 2024, montant × taux × jours / 365",
			regime: ledger.RegimeFR, amount: "36500", currency: "EUR", due: "2024-06-30", until: "2024-07-01",
			interest: "14.25", fee: "40.00", pieces: "1 at 14.25: 14.25",
		},
	} {
		t.Run(tt.source, func(t *testing.T) {
			table := rates.BuiltIn()
			if tt.table != "" {
				var err error
				if table, err = rates.Read([]byte(tt.table), table); err != nil {
					t.Fatal(err)
				}
			}
			q := ledger.InterestQuery{Regime: tt.regime, Amount: amount(t, tt.amount, tt.currency), Due: date(t, tt.due), Until: date(t, tt.until), Rates: table}
			if tt.rate != "" {
				q.Rate = decimal.NewNullDecimal(decimal.RequireFromString(tt.rate))
			}
			p, err := ledger.Interest(q)
			if err != nil {
				t.Fatal(err)
			}
			if p.Interest.String() != tt.interest || p.Fee.String() != tt.fee || pieces(p) != tt.pieces {
				t.Errorf("interest %s and fee %s (%s),\nwant %s and %s (%s)", p.Interest, p.Fee, pieces(p), tt.interest, tt.fee, tt.pieces)
			}
		})
	}
}

func pieces(p ledger.Penalty) string {
	var list []string
	for _, piece := range p.Pieces {
		list = append(list, fmt.Sprintf("%d at %s: %s", piece.Days, ledger.FormatPercent(piece.Rate), piece.Interest))
	}
	return strings.Join(list, ", ")
}

func amount(t *testing.T, text, currency string) ledger.Money {
	t.Helper()
	m, err := ledger.ParseMoney(text, ledger.Currency(currency))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func date(t *testing.T, text string) ledger.Date {
	t.Helper()
	d, err := ledger.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
