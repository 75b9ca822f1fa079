package sheets

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// readDirectory takes the rows of People and Customers into the book. They are
// read only.
func (c *cycle) readDirectory(s *sheetRead, changes *[]ledger.Change, t *directoryDocs) error {
	note := func(ch ledger.Change) {
		ch.ID, ch.At, ch.Actor = "sync/"+c.id+"/d"+itoa(len(*changes)), c.now, "sheet"
		ch.Source = cmp.Or(ch.Source, ledger.SourceSheet)
		*changes = append(*changes, ch)
	}
	opt := c.options()
	persons, err := readPeople(s.People, opt)
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
	accounts, err := readAccounts(s.Customers, opt)
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
	return c.readLadder(s, note)
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
func tabTexts(t tabRead, opt ParseOptions) ([]map[ledger.Field]string, error) {
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
			if text := directoryText(f, cellAt(cells, at), opt); text != "" {
				row[f] = text
			}
		}
		list = append(list, row)
	}
	return list, nil
}

func readPeople(t tabRead, opt ParseOptions) (map[ledger.Key]ledger.Person, error) {
	rows, err := tabTexts(t, opt)
	people := map[ledger.Key]ledger.Person{}
	for _, r := range rows {
		p := ledger.Person{
			Name: r[colWhoName], Email: r[colWhoEmail], SlackID: r[colWhoSlack],
			Role: roleOf(r[colWhoRole]), Language: languageOf(r[colWhoLanguage]), TimeZone: r[colWhoZone],
			AwayFrom: isoDay(r[colWhoFrom]), AwayUntil: isoDay(r[colWhoUntil]), StandIn: r[colWhoStandIn],
		}
		if k := p.Key(); k != "" {
			people[k] = p
		}
	}
	return people, err
}

func readAccounts(t tabRead, opt ParseOptions) (map[ledger.Key]ledger.Account, error) {
	rows, err := tabTexts(t, opt)
	accounts := map[ledger.Key]ledger.Account{}
	for _, r := range rows {
		a := ledger.Account{
			Name: r[colCustName], Code: r[colCustCode], Email: r[colCustEmail], Country: r[colCustCountry],
			Language: languageOf(r[colCustLanguage]), Terms: r[colCustTerms], Mode: modeOf(r[colCustMode]),
			ModeReason: r[colCustWhy], ModeReview: isoDay(r[colCustReview]), Ladder: r[colCustLadder], Segment: r[colCustSegment],
			Public: yesOf(r[colCustPublic]), Contact: r[colCustContact], Address: r[colCustAddress], BankAccount: r[colCustBank],
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

// directoryText is a cell of a directory as text, a day in ISO form; empty if
// it can't be read.
func directoryText(f ledger.Field, cell any, opt ParseOptions) string {
	switch f {
	case colCustReview, colWhoFrom, colWhoUntil:
		if d, err := ParseDate(cell, opt); err == nil && !d.IsZero() {
			return d.String()
		}
		return ""
	case colCustAddress:
		text, _ := parseText(cell, maxLongText)
		return text
	}
	text, err := parseText(cell, maxShortText)
	if err != nil {
		return ""
	}
	return text
}

// isoDay reads what directoryText wrote.
func isoDay(text string) ledger.Date {
	d, _ := ledger.ParseDate(text)
	return d
}

func yesOf(text string) bool {
	yes, err := ParseBool(text)
	return err == nil && yes
}
