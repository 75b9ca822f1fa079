package handover_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/reminders/handover"
	"github.com/relance-bot/relance/reminders/letter"
	"github.com/relance-bot/relance/store"
)

var at = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func date(text string) ledger.Date {
	d, err := ledger.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func invoice(number, due string, minor int64) ledger.Change {
	return ledger.Change{
		ID: "i/" + number, At: at, Source: ledger.SourceSheet, Actor: "sheet", Invoice: ledger.KeyOf(number), Field: ledger.FieldInvoice,
		New: ledger.Record(ledger.Fields{
			ledger.FieldNumber: ledger.Text(number), ledger.FieldCustomer: ledger.Text("=Acme()"), ledger.FieldDue: ledger.Day(date(due)), ledger.FieldIssued: ledger.Day(date("2025-12-01")),
			ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: minor, Currency: "EUR"}),
		}),
	}
}

func source(t *testing.T) handover.Source {
	t.Helper()
	changes := []ledger.Change{
		invoice("-F1", "2026-01-02", 1000_00), invoice("F2", "2026-12-02", 50_00), invoice("F3", "2026-01-05", 80_00),
		{ID: "d", At: at, Source: ledger.SourceSlack, Actor: "U-ANN", Invoice: "-f1", Field: ledger.FieldDispute, New: ledger.Text("@SUM(A1) <b>late</b>")},
		{ID: "c", At: at, Source: ledger.SourceSlack, Actor: "U-ANN", Invoice: "-f1", Field: ledger.FieldNote, New: ledger.Note{What: ledger.NoteCall, Outcome: ledger.CallPromises, On: date("2026-03-09")}.Value()},
		{ID: "n", At: at, Source: ledger.SourceBot, Actor: "bot", Invoice: "-f1", Field: ledger.FieldNextReminder, New: ledger.Day(date("2026-03-09"))},
		{ID: "s", At: at, Source: ledger.SourceSlack, Actor: "U-ANN", Invoice: "f3", Field: ledger.FieldStanding, New: ledger.Text(string(ledger.StandingFactored))},
	}
	book, err := ledger.NewBook().Apply(changes...)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(map[string]any{
		"content": reminders.Content{Kind: store.KindLetter, Letter: &reminders.Mailing{Kind: reminders.LetterFirm}},
		"message": reminders.Mail{To: "a@acme.example", Subject: "Reminder: -F1", Text: "Please pay."},
	})
	if err != nil {
		t.Fatal(err)
	}
	return handover.Source{
		Book: book, Journal: changes, Location: time.UTC,
		Name: func(actor string) string { return map[string]string{"U-ANN": "Ann"}[actor] },
		Deliveries: []store.Delivery{
			{ID: "d1", Kind: store.KindLetter, State: store.Sent, Person: string(ledger.KeyOf("=Acme()")), Day: date("2026-01-12"), Destination: "a@acme.example", Payload: payload, Reminders: []store.Reminder{{Invoice: "-f1"}}},
			{ID: "d2", Kind: store.KindLetter, State: store.Dropped, Person: string(ledger.KeyOf("=Acme()")), Day: date("2026-01-13"), Destination: "a@acme.example", Payload: payload, Reminders: []store.Reminder{{Invoice: "-f1"}}},
		},
		Head: reminders.Letterhead{
			Sender:    letter.Sender{Company: "Atelier Dubreuil SARL"},
			Penalties: ledger.PenaltyPolicy{Regime: ledger.RegimeContract, Rate: decimal.NewNullDecimal(decimal.NewFromInt(10))},
		},
	}
}

func files(t *testing.T, content []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(b)
	}
	return all
}

func TestADossierHoldsWhatIsLateAndNothingElse(t *testing.T) {
	d, err := handover.Gather(source(t), ledger.KeyOf("=Acme()"), handover.Court, date("2026-03-02"), "fr")
	if err != nil {
		t.Fatal(err)
	}
	content, err := d.ZIP()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := d.ZIP()
	if !bytes.Equal(content, again) {
		t.Error("the same dossier gave other bytes")
	}
	all := files(t, content)
	rows, err := csv.NewReader(strings.NewReader(all["invoices.csv"])).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("invoices: %v, %v; F2 isn't due and F3 was sold", rows, err)
	}
	if rows[1][0] != "'-F1" || rows[1][7] != "1000.00" || rows[1][9] != "16.16" || rows[1][10] != "40.00" {
		t.Errorf("the line is %v", rows[1])
	}
	for _, part := range []string{"injonction de payer", "=Acme()", "@SUM(A1) &lt;b&gt;late&lt;/b&gt;", "Atelier Dubreuil SARL", "59 jours", "Reminder: -F1"} {
		if !strings.Contains(all["index.html"], part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	for _, line := range []string{"litige,'@SUM(A1) <b>late</b>,Ann", "appel téléphonique,promet de payer · 9 mars 2026,Ann", "facture enregistrée,,dans la feuille"} {
		if !strings.Contains(all["timeline.csv"], line) {
			t.Errorf("the timeline lacks %q:\n%s", line, all["timeline.csv"])
		}
	}
	if !strings.Contains(all["letters.csv"], "relance ferme") {
		t.Errorf("the letters are %s", all["letters.csv"])
	}
	if !strings.Contains(all["timeline.csv"], "'@SUM(A1)") || strings.Contains(all["timeline.csv"], "next_reminder") {
		t.Errorf("the timeline is %s", all["timeline.csv"])
	}
	if letters := all["letters.csv"]; strings.Count(letters, "\n") != 2 || !strings.Contains(all["letters/01-2026-01-12-firm.txt"], "Please pay.") {
		t.Errorf("the letters are %s", letters)
	}
}

func TestThereIsNothingToHandOver(t *testing.T) {
	if _, err := handover.Gather(source(t), "nobody", handover.Agency, date("2026-03-02"), "en"); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("%v", err)
	}
}
