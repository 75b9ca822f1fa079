package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

func lateLine(number, customer string) bot.Line {
	return bot.Line{
		Invoice: ledger.KeyOf(number), Number: number, Customer: customer, CustomerKey: ledger.KeyOf(customer), Owner: "Mia",
		Due: ledger.NewDate(2026, 2, 16), DaysLate: 14, Amount: ledger.Money{Minor: 123456, Currency: "EUR"}, Stage: 2,
	}
}

func digestFor(language, customer string) bot.Content {
	l := lateLine("INV-1", customer)
	return bot.Content{
		Kind: "digest", Book: "main", Day: ledger.NewDate(2026, 3, 2), Name: "Mia", Language: language,
		Digest: &bot.Digest{
			Customers: []bot.Customer{{Key: l.CustomerKey, Name: l.Customer, Lines: []bot.Line{l}, MaxStage: 2, Do: "firm"}},
			DueSoon:   []bot.Line{lateLine("INV-2", "Bolt & Sons")},
			Parked:    []bot.ParkedLine{{Delivery: "d1", Kind: "digest", To: "U0ANNA0001", Day: ledger.NewDate(2026, 3, 1), Reason: "history may not be read"}},
			Letters:   2,
		},
	}
}

func TestAMailSaysWhatTheMessageSays(t *testing.T) {
	foot := bot.MailFoot{ReplyTo: "sophie@example.com", SheetURL: "https://docs.google.com/spreadsheets/d/abc/edit", NameOf: func(string) string { return "Anna Berg" }}
	for _, tt := range []struct {
		story    string
		content  bot.Content
		foot     bot.MailFoot
		subject  string
		text     []string // parts of the text
		html     []string // parts of the HTML
		withouts []string // in neither
	}{
		{
			"a digest", digestFor("en", "Acme"), foot, "2 March 2026: one late customer to follow up",
			[]string{"Good morning Mia.", "\nAcme · ", "INV-2 · Bolt & Sons", "@Anna Berg", "answer this e-mail: your answer goes to sophie@example.com", "The sheet: https://docs.google.com/spreadsheets/d/abc/edit"},
			[]string{"<strong>Acme</strong> · ", "<strong>INV-2</strong> · Bolt &amp; Sons", `<a href="https://docs.google.com/spreadsheets/d/abc/edit">`},
			[]string{"*", "Take", "U0ANNA0001"},
		},
		{
			"a digest in French", digestFor("fr", "Acme"), foot, "2 mars 2026 : 1 client en retard à suivre",
			[]string{"Bonjour Mia.", "votre réponse ira à sophie@example.com", "La feuille\u00a0: https"},
			[]string{`<html lang="fr">`},
			nil,
		},
		{
			"a direct message, with nobody to answer and no sheet known",
			bot.Content{Kind: "direct", Book: "main", Day: ledger.NewDate(2026, 3, 2), Name: "Mia", Language: "en", Direct: &bot.Direct{About: "broken_promise", Lines: []bot.Line{lateLine("INV-1", "Acme")}}},
			bot.MailFoot{},
			"",
			[]string{"INV-1 · Acme", "write it into the sheet."},
			nil,
			[]string{"answer this", "https://"},
		},
		{
			"a name that would be markup", digestFor("en", `<script>alert("x")</script> *Bold* <https://evil.example|pay here>`), foot, "",
			[]string{`<script>alert("x")</script>`},
			[]string{"&lt;script&gt;"},
			nil,
		},
	} {
		t.Run(tt.story, func(t *testing.T) {
			m, err := bot.ComposeMail(tt.content, tt.foot)
			if err != nil {
				t.Fatal(err)
			}
			if tt.subject != "" && m.Subject != tt.subject || m.Subject == "" || strings.ContainsAny(m.Subject, "*\n<>") {
				t.Errorf("the subject is %q", m.Subject)
			}
			for _, part := range tt.text {
				if !strings.Contains(m.Text, part) {
					t.Errorf("the text lacks %q:\n%s", part, m.Text)
				}
			}
			for _, part := range tt.html {
				if !strings.Contains(m.HTML, part) {
					t.Errorf("the HTML lacks %q:\n%s", part, m.HTML)
				}
			}
			for _, part := range tt.withouts {
				if strings.Contains(m.Text, part) || strings.Contains(m.HTML, ">"+part) {
					t.Errorf("%q is in it:\n%s", part, m.Text)
				}
			}
			if strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, `href="https://evil`) {
				t.Errorf("markup came through:\n%s", m.HTML)
			}
		})
	}
	if _, err := bot.ComposeMail(bot.Content{Kind: "case", Case: &bot.Case{}}, foot); err == nil {
		t.Error("a channel's message was put into a mail")
	}
}
