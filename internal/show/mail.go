package show

import (
	"github.com/relance-bot/relance/internal/config"
)

// The mail server that the demo's letters go through, and its login.
const (
	mailHost     = "mail.atelier-dubreuil.example"
	mailUser     = "relance"
	mailPassword = "demo"
)

func mailConfig() config.Mail {
	return config.Mail{
		Host: mailHost, Port: 587, TLS: config.TLSStartTLS, User: mailUser, Password: mailPassword,
		Timeout: config.DefaultMailTimeout, From: "Atelier Dubreuil <compta@atelier-dubreuil.example>",
	}
}

// sender is the company whose people the demo shows. Its accounts are the
// examples of the IBAN registry.
func sender(lang string) config.Sender {
	s := config.Sender{
		Company: "Atelier Dubreuil SARL", Address: []string{"14 rue des Tonneliers", "33000 Bordeaux"}, City: "Bordeaux",
		LegalIDs: []string{"SIREN 000 000 000", "TVA FR00 000 000 000"}, Phone: "+33 5 00 00 00 00", Email: "compta@atelier-dubreuil.example",
		Accounts: []config.Account{
			{Name: "main", Holder: "Atelier Dubreuil SARL", IBAN: "FR1420041010050500013M02606", BIC: "AGRIFRPP"},
			{Name: "london", Currency: "GBP", Holder: "Atelier Dubreuil SARL", IBAN: "GB29NWBK60161331926819", BIC: "NWBKGB2L"},
		},
		PaymentLink: "https://pay.atelier-dubreuil.example/{number}?amount={amount}&currency={currency}",
	}
	if lang == "en" {
		s.Address = append(s.Address, "France")
		s.LegalIDs = []string{"SIREN 000 000 000", "VAT FR00 000 000 000"}
	}
	return s
}
