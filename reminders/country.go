package reminders

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// countryNames are how the countries of most customers are called, by ISO 3166
// code: people type names as well as codes.
var countryNames = map[string][]string{
	"AT": {"Austria", "Autriche", "Österreich"},
	"BE": {"Belgium", "Belgique", "België"},
	"BG": {"Bulgaria", "Bulgarie"},
	"CA": {"Canada"},
	"CH": {"Switzerland", "Suisse", "Schweiz"},
	"CZ": {"Czechia", "Czech Republic", "Tchéquie", "République tchèque"},
	"DE": {"Germany", "Allemagne", "Deutschland"},
	"DK": {"Denmark", "Danemark", "Danmark"},
	"ES": {"Spain", "Espagne", "España"},
	"FI": {"Finland", "Finlande"},
	"FR": {"France"},
	"GB": {"United Kingdom", "UK", "Great Britain", "England", "Royaume-Uni", "Grande-Bretagne", "Angleterre"},
	"GR": {"Greece", "Grèce"},
	"HR": {"Croatia", "Croatie"},
	"HU": {"Hungary", "Hongrie"},
	"IE": {"Ireland", "Irlande"},
	"IT": {"Italy", "Italie", "Italia"},
	"JP": {"Japan", "Japon"},
	"LT": {"Lithuania", "Lituanie"},
	"LU": {"Luxembourg", "Luxemburg"},
	"LV": {"Latvia", "Lettonie"},
	"MA": {"Morocco", "Maroc"},
	"MC": {"Monaco"},
	"NL": {"Netherlands", "The Netherlands", "Pays-Bas", "Nederland", "Holland", "Hollande"},
	"NO": {"Norway", "Norvège", "Norge"},
	"PL": {"Poland", "Pologne", "Polska"},
	"PT": {"Portugal"},
	"RO": {"Romania", "Roumanie"},
	"SE": {"Sweden", "Suède", "Sverige"},
	"SI": {"Slovenia", "Slovénie"},
	"SK": {"Slovakia", "Slovaquie"},
	"TN": {"Tunisia", "Tunisie"},
	"US": {"United States", "USA", "United States of America", "États-Unis", "Etats-Unis"},
}

var countryByName = func() map[ledger.Key]string {
	byName := map[ledger.Key]string{}
	for code, names := range countryNames {
		for _, name := range names {
			byName[ledger.KeyOf(name)] = code
		}
	}
	return byName
}()

// CountryCode is the ISO 3166 code of a country that a cell names by code or,
// in English, French or its own language, by name. What it doesn't know comes
// back as it is.
func CountryCode(text string) string {
	text = strings.TrimSpace(text)
	if code, ok := countryByName[ledger.KeyOf(text)]; ok {
		return code
	}
	if len(text) == 2 {
		return strings.ToUpper(text)
	}
	return text
}
