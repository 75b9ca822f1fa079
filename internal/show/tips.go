package show

import (
	"cmp"
	"slices"
	"strings"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/sim/console"
)

// roleNames are titles as the page shows them.
var roleNames = map[string]map[string]string{
	"en": {"salesperson": "sales", "finance": "finance", "manager": "manager", "admin": "administrator"},
	"fr": {"salesperson": "commercial", "finance": "comptabilité clients", "manager": "direction", "admin": "administration"},
}

var tips = map[string][]string{
	"en": {
		"Type `/overdue` on the left: *who is late*, the worst first.",
		"As *finance*, press *Record a payment* on an invoice and watch the cell change on the right.",
		"Open the direct message with *Relance*: the salesperson's digest of this morning. *I'm on it* is one click.",
		"Type `/relance tray`: letters to customers wait for your word. *Read and edit* one, send them, and open *Mail* on the right.",
		"Edit, sort, insert in the sheet: the bot follows, and never writes into the wrong row.",
		"Move the clock by *a month*: reminders climb the ladder, managers and finance join.",
	},
	"fr": {
		"Tapez `/overdue` à gauche : *qui est en retard*, le pire d’abord.",
		"En *comptabilité*, cliquez *Enregistrer un paiement* sur une facture et regardez la cellule changer à droite.",
		"Ouvrez le message direct de *Relance* : le point du matin du commercial. *Je m’en occupe* tient en un clic.",
		"Tapez `/relance courrier` : les courriers aux clients attendent votre accord. *Lisez*, envoyez, et ouvrez *Courriels* à droite.",
		"Modifiez, triez, insérez dans la feuille : le bot suit, et n’écrit jamais dans la mauvaise ligne.",
		"Avancez d’*un mois* : les relances montent d’un cran, la direction et la comptabilité s’en mêlent.",
	},
}

// Tips are what to try first.
func Tips(lang string) []string { return tips[lang] }

// Users are whom a visitor can be: first somebody of finance, who may do
// everything, and who reads the page's language.
func (w *World) Users() []console.User {
	people := slices.Clone(w.People)
	rank := func(p demo.Person) int {
		switch {
		case p.Role == "finance" && strings.HasPrefix(p.Locale, w.o.Lang):
			return 0
		case p.Role == "finance":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(people, func(a, b demo.Person) int { return cmp.Compare(rank(a), rank(b)) })
	users := make([]console.User, len(people))
	for i, p := range people {
		users[i] = user(p, w.o.Lang)
	}
	return users
}

func user(p demo.Person, lang string) console.User {
	return console.User{ID: p.SlackID, Name: p.Name, Title: roleNames[lang][p.Role]}
}

// Console is the world's page.
func (w *World) Console() *console.Console {
	return console.New(console.Options{
		Slack: w.Slack, Sheets: w.Sheets, Mail: w.Mail, SpreadsheetID: w.SpreadsheetID, Now: w.Clock.Now, Advance: w.Advance,
		Lang: w.o.Lang, Users: w.Users(), Tips: Tips(w.o.Lang),
	})
}
