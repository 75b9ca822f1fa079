package sheets

import (
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// readDirectory takes the rows of People and Customers into the book. They are
// read only.
func (c *cycle) readDirectory(s *sheetRead, changes *[]ledger.Change, t *directoryDocs) error {
	note := func(ch ledger.Change) {
		ch.ID, ch.At, ch.Source, ch.Actor = "sync/"+c.id+"/d"+itoa(len(*changes)), c.now, ledger.SourceSheet, "sheet"
		*changes = append(*changes, ch)
	}
	persons, err := readPeople(s.People)
	if err != nil {
		return err
	}
	if s.People.OK {
		for _, k := range unionKeys(persons, c.state.persons) {
			was, had := c.state.persons[k]
			now, has := persons[k]
			if has && (!had || was != now) {
				ch := ledger.Change{Person: k, Field: ledger.FieldPerson, New: ledger.Record(now)}
				if had {
					ch.Old = ledger.Record(was)
				}
				note(ch)
			} else if had && !has {
				note(ledger.Change{Person: k, Field: ledger.FieldPerson, Old: ledger.Record(was)})
			}
		}
		t.persons = persons
	}
	accounts, err := readAccounts(s.Customers)
	if err != nil {
		return err
	}
	if s.Customers.OK {
		for _, k := range unionKeys(accounts, c.state.accounts) {
			was, had := c.state.accounts[k]
			now, has := accounts[k]
			if has && (!had || ledger.Record(was) != ledger.Record(now)) {
				ch := ledger.Change{Customer: k, Field: ledger.FieldAccount, New: ledger.Record(now)}
				if had {
					ch.Old = ledger.Record(was)
				}
				note(ch)
			} else if had && !has {
				note(ledger.Change{Customer: k, Field: ledger.FieldAccount, Old: ledger.Record(was)})
			}
		}
		t.accounts = accounts
	}
	return nil
}

type directoryDocs struct {
	persons  map[ledger.Key]ledger.Person
	accounts map[ledger.Key]ledger.Account
}

func unionKeys[V any](a, b map[ledger.Key]V) []ledger.Key {
	all := map[ledger.Key]bool{}
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// tabTexts gives the rows of a tab as texts by field, unreadable cells blank.
func tabTexts(t tabRead) ([]map[ledger.Field]string, error) {
	var list []map[ledger.Field]string
	if !t.OK {
		return nil, nil
	}
	for i, raw := range t.grid.Rows {
		if i <= t.HeaderRow {
			continue
		}
		cells, err := decodeRow(raw)
		if err != nil {
			return nil, err
		}
		row := map[ledger.Field]string{}
		for _, f := range t.Columns.Fields() {
			at, _ := t.Columns.Index(f)
			if text, err := parseText(cellAt(cells, at), maxShortText); err == nil && text != "" {
				row[f] = text
			}
		}
		list = append(list, row)
	}
	return list, nil
}

func readPeople(t tabRead) (map[ledger.Key]ledger.Person, error) {
	rows, err := tabTexts(t)
	people := map[ledger.Key]ledger.Person{}
	for _, r := range rows {
		p := ledger.Person{
			Name: r[colWhoName], Email: r[colWhoEmail], SlackID: r[colWhoSlack],
			Role: roleOf(r[colWhoRole]), Language: languageOf(r[colWhoLanguage]), TimeZone: r[colWhoZone],
		}
		if k := p.Key(); k != "" {
			people[k] = p
		}
	}
	return people, err
}

func readAccounts(t tabRead) (map[ledger.Key]ledger.Account, error) {
	rows, err := tabTexts(t)
	accounts := map[ledger.Key]ledger.Account{}
	for _, r := range rows {
		a := ledger.Account{
			Name: r[colCustName], Code: r[colCustCode], Email: r[colCustEmail], Country: r[colCustCountry],
			Language: languageOf(r[colCustLanguage]), Terms: r[colCustTerms], Mode: modeOf(r[colCustMode]),
		}
		for _, alias := range strings.FieldsFunc(r[colCustAliases], func(r rune) bool { return r == ';' || r == ',' || r == '\n' }) {
			if alias = strings.TrimSpace(alias); alias != "" {
				a.Aliases = append(a.Aliases, alias)
			}
		}
		if k := a.Key(); k != "" {
			accounts[k] = a
		}
	}
	return accounts, err
}

func roleOf(text string) string {
	switch squeeze(text) {
	case "commercial", "commerciale", "vendeur", "vendeuse", "sales", "salesperson", "salesrep":
		return "salesperson"
	case "finance", "comptabilite", "accounting", "comptable", "creditcontroller":
		return "finance"
	case "manager", "responsable", "directeur", "directrice":
		return "manager"
	case "admin", "administrateur", "administratrice", "administrator":
		return "admin"
	}
	return text
}

func languageOf(text string) string {
	switch squeeze(text) {
	case "fr", "french", "francais", "francaise", "frfr":
		return "fr"
	case "en", "english", "anglais", "engb", "enus":
		return "en"
	}
	return text
}

func modeOf(text string) string {
	switch squeeze(text) {
	case "automatic", "automatique", "auto", "oui", "yes":
		return ledger.ModeAutomatic
	case "toapprove", "aapprouver", "avalider", "approval":
		return ledger.ModeToApprove
	case "internalonly", "interne", "interneseulement", "internal":
		return ledger.ModeInternalOnly
	case "never", "jamais", "non", "no":
		return ledger.ModeNever
	}
	return text
}
