package demo

import "slices"

// people is the demo's team. The markets refer to the salespeople by index.
var people = []Person{
	{Name: "Camille Laurent", Email: "camille.laurent@example.com", SlackID: "U0CAMILLE1", Role: "salesperson", TimeZone: "Europe/Paris", Locale: "fr-FR"},
	{Name: "Mathéo Girard", Email: "matheo.girard@example.com", SlackID: "U0MATHEO02", Role: "salesperson", TimeZone: "Europe/Paris", Locale: "fr-FR"},
	{Name: "Inès Fontaine", Email: "ines.fontaine@example.com", SlackID: "U0INES0003", Role: "salesperson", TimeZone: "Europe/Paris", Locale: "fr-FR"},
	{Name: "Oliver Hughes", Email: "oliver.hughes@example.com", SlackID: "U0OLIVER04", Role: "salesperson", TimeZone: "Europe/London", Locale: "en-GB"},
	{Name: "Priya Shah", Email: "priya.shah@example.com", SlackID: "U0PRIYA005", Role: "salesperson", TimeZone: "Europe/London", Locale: "en-GB"},
	{Name: "Marcus Reed", Email: "marcus.reed@example.com", SlackID: "U0MARCUS06", Role: "salesperson", TimeZone: "America/New_York", Locale: "en-US"},
	{Name: "Elena Torres", Email: "elena.torres@example.com", SlackID: "U0ELENA007", Role: "salesperson", TimeZone: "America/New_York", Locale: "en-US"},
	{Name: "Jordan Blake", Email: "jordan.blake@example.com", SlackID: "U0JORDAN08", Role: "salesperson", TimeZone: "America/New_York", Locale: "en-US"},
	{Name: "Sophie Marchand", Email: "sophie.marchand@example.com", SlackID: "U0SOPHIE09", Role: "finance", TimeZone: "Europe/Paris", Locale: "fr-FR"},
	{Name: "Daniel Whitfield", Email: "daniel.whitfield@example.com", SlackID: "U0DANIEL10", Role: "finance", TimeZone: "Europe/London", Locale: "en-GB"},
	{Name: "Hélène Rousseau", Email: "helene.rousseau@example.com", SlackID: "U0HELENE11", Role: "manager", TimeZone: "Europe/Paris", Locale: "fr-FR"},
	{Name: "Noah Bennett", Email: "noah.bennett@example.com", SlackID: "U0NOAH0012", Role: "admin", TimeZone: "Europe/Paris", Locale: "en-GB"},
}

// wording is what the team itself writes into its sheet.
type wording struct {
	source, reference string
	disputes          []string
}

var wordings = map[string]wording{
	"fr": {
		source:    "virement",
		reference: "VIR FACTURE",
		disputes: []string{
			"quantité livrée incomplète", "prix différent du devis", "bon de commande manquant",
			"marchandise abîmée", "prestation contestée", "facture reçue en double",
		},
	},
	"en": {
		source:    "bank transfer",
		reference: "TRANSFER INVOICE",
		disputes: []string{
			"short delivery", "price differs from the quote", "purchase order missing",
			"goods damaged", "service contested", "invoice received twice",
		},
	},
}

// People are the demo's team.
func People() []Person { return slices.Clone(people) }
