package sheets

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
)

func TestWordsInTheColumnOfPayments(t *testing.T) {
	issued := ledger.NewDate(2026, time.September, 20)
	for _, test := range []struct {
		cell   any
		says   paidSays
		on     string
		amount string
	}{
		{"Payé", saysPaid, "", ""},
		{"payée ", saysPaid, "", ""},
		{"SOLDÉ", saysPaid, "", ""},
		{"réglé", saysPaid, "", ""},
		{"yes", saysPaid, "", ""},
		{"oui", saysPaid, "", ""},
		{"x", saysPaid, "", ""},
		{"✓", saysPaid, "", ""},
		{"✅", saysPaid, "", ""},
		{true, saysPaid, "", ""},
		{"Paid by bank transfer", saysPaid, "", ""},
		{"payé CB", saysPaid, "", ""},
		{"paid 12/10", saysPaid, "2026-10-12", ""},
		{"payé le 12/10/2026", saysPaid, "2026-10-12", ""},
		{"réglé par virement le 03/11/26", saysPaid, "2026-11-03", ""},
		{"payé 12/03", saysPaid, "2027-03-12", ""}, // the first after the issue
		{"non", saysOpen, "", ""},
		{"En attente de paiement", saysOpen, "", ""},
		{"impayé", saysOpen, "", ""},
		{"non payé", saysOpen, "", ""},
		{"-", saysOpen, "", ""},
		{false, saysOpen, "", ""},
		{"partiel", saysPart, "", ""},
		{"acompte 500", saysPart, "", "500.00"},
		{"payé 1 200,50 €", saysPart, "", "1200.50"},
		{"annulée", saysVoid, "", ""},
		{"Draft", saysVoid, "", ""},
		{"peut-être", "", "", ""},
		{"payé ?", saysPaid, "", ""},
		{"pas payé par M. Durand", "", "", ""},
		{"payé le 12/10 et le 14/10", "", "", ""},
		{"chèque 1234", "", "", ""},
		{"", "", "", ""},
		{"non payé 500", "", "", ""},
	} {
		word, ok := readPaidWord(test.cell, french, issued)
		if ok != (test.says != "") || word.Says != test.says || word.On.String() != test.on || word.Amount.Currency != "" != (test.amount != "") || test.amount != "" && word.Amount.String() != test.amount {
			t.Errorf("%v says %+v (%v), want %s %s %s", test.cell, word, ok, test.says, test.on, test.amount)
		}
	}
}

func TestHeadersOfPastReminders(t *testing.T) {
	for header, want := range map[string]int{
		"Relance 1": 1, "RELANCE 2": 2, "Relance n°3": 3, "1ère relance": 1, "2e relance": 2, "3ème relance le": 3, "Date relance 2": 2, "Première relance": 1, "R1": 1,
		"Reminder 2": 2, "3rd reminder": 3, "First reminder": 1, "Mise en demeure": 5, "Final notice": 5, "Rappel 1": 1, "Relances": 0, "Relance › 2": 2,
	} {
		if stage, ok := historyStage(header); !ok || stage != want {
			t.Errorf("%q is reminder %d (%v), want %d", header, stage, ok, want)
		}
	}
	for _, header := range []string{"Dernière relance du client", "Relance 12", "Reminder policy", "R", "Relancé par", "N° relance client", "Remarque"} {
		if stage, ok := historyStage(header); ok {
			t.Errorf("%q is taken for reminder %d", header, stage)
		}
	}
}

func TestHeadersOfRealSheets(t *testing.T) {
	for header, want := range map[string]ledger.Field{
		"N°\u00a0fact.": ledger.FieldNumber, "N° FACT. :": ledger.FieldNumber, "Invoice #": ledger.FieldNumber, "Facture › N°": ledger.FieldNumber, "Inv.": ledger.FieldNumber,
		"Date\nd'échéance": ledger.FieldDue, "Date d'éch.": ledger.FieldDue, "ECHEANCE": ledger.FieldDue, "Échéance (jj/mm/aaaa)": ledger.FieldDue, "Due by": ledger.FieldDue,
		"Mtt TTC": ledger.FieldAmount, "Montant T.T.C.": ledger.FieldAmount, "Montant TTC €": ledger.FieldAmount, "Montant (en €)": ledger.FieldAmount, "Amount EUR": ledger.FieldAmount, "Total (incl. VAT)": ledger.FieldAmount, "Montant (€) TTC": ledger.FieldAmount,
		"Règlement le": ledger.FieldPaidOn, "Règlement › Date": ledger.FieldPaidOn, "Payé :": ledger.FieldPaid, "Payé (O/N)": ledger.FieldPaid, "Règlement › Montant": ledger.FieldPaid,
		"Restant dû": ledger.FieldBalance, "Solde": ledger.FieldBalance, "Open balance": ledger.FieldBalance,
		"Cond. paiement": ledger.FieldTerms, "Rep.": ledger.FieldSalesperson, "Raison sociale": ledger.FieldCustomer, "Code tiers": ledger.FieldCustomerCode,
	} {
		if f, _, ok := lookUp(header, words[&invoiceColumns[0]]); !ok || f != want {
			t.Errorf("%q is %q, want %s", header, f, want)
		}
	}
	for _, header := range []string{"Montant HT", "Montant (k€)", "Montant (HT)", "Total", "Date", "Cde", "Commande", "TVA", "Amount (excl. VAT)", "Commission › HT"} {
		if f, _, ok := lookUp(header, words[&invoiceColumns[0]]); ok {
			t.Errorf("%q is taken for %s", header, f)
		}
	}
}
