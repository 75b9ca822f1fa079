package ledger

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestFindInvoice(t *testing.T) {
	s := newStory(t)
	for _, number := range []string{"INV-0042", "FA-42", "FA-2026-0007", "FA-2025-0007", "2026/0113", "000900", "900-B", "Lettre", "F-77", "INV-0098765"} {
		s.invoice(number, "Acme", "2026-03-01", "", "1.00 EUR")
	}
	s.set("F-77", FieldNumber, Text("F-78"))
	for _, tt := range []struct{ story, text, want string }{
		{"the number as it stands", "INV-0042", "INV-0042"},
		{"in small letters, with spaces", "  inv-0042 ", "INV-0042"},
		{"with a number sign", "#INV-0042", "INV-0042"},
		{"without leading zeros", "INV-42", "INV-0042"},
		{"without the hyphen", "inv42", "INV-0042"},
		{"digits that two have", "42", "ambiguous: FA-42, INV-0042"},
		{"a prefix that one of them has", "FA42", "FA-42"},
		{"a prefix that none has", "XY-42", "not found"},
		{"the whole number without its prefix", "2026-7", "not found"},
		{"the whole number without its signs", "20260007", "FA-2026-0007"},
		{"last digits that two have", "7", "ambiguous: FA-2025-0007, FA-2026-0007"},
		{"last digits that one has", "113", "2026/0113"},
		{"last digits with zeros", "0098765", "INV-0098765"},
		{"a whole number beats another's last digits", "900", "000900"},
		{"letters only", "lettre", "Lettre"},
		{"a former number", "F-77", "F-78"},
		{"nothing", "", "not found"},
		{"signs only", "--", "not found"},
		{"a text as long as a cell", strings.Repeat("9", 50_000), "not found"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			inv, err := s.book.FindInvoice(tt.text)
			e, _ := errors.AsType[*Error](err)
			got := ""
			switch {
			case err == nil:
				got = inv.Number
			case e.Code == CodeNotFound:
				got = "not found"
			case e.Code == CodeAmbiguous:
				got = fmt.Sprint("ambiguous: ", e.Args["names"])
			}
			check(t, tt.text, got, tt.want)
		})
	}
}

func TestFindCustomers(t *testing.T) {
	s := newStory(t)
	for i, name := range []string{"Acme", "Acme Plumbing", "The Acme Works", "Macmex", "Café d'Été & Fils", "Bolt", "C-12"} {
		s.invoice(fmt.Sprint(i), name, "2026-03-01", "", "1.00 EUR")
	}
	s.account(Account{Name: "Globex", Code: "G-1", Aliases: []string{"Acme Trading", "Initech"}}).invoice("g", "Initech", "2026-03-01", "", "1.00 EUR")
	for _, tt := range []struct{ story, text, want string }{
		{"exact, then prefix, word, alias, within", "acme", "Acme, Acme Plumbing, The Acme Works, Globex, Macmex"},
		{"accents and signs don't matter", "cafe d ete", "Café d'Été & Fils"},
		{"by an alias in full", "INITECH", "Globex"},
		{"by code", "g-1", "Globex"},
		{"a name that looks like a code", "c-12", "C-12"},
		{"nobody", "nobody", ""},
		{"nothing", " ", ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			var names []string
			for _, fit := range s.book.FindCustomers(tt.text) {
				names = append(names, fit.Name)
			}
			check(t, tt.text, strings.Join(names, ", "), tt.want)
		})
	}
}

func TestNearDuplicatesAreListed(t *testing.T) {
	s := newStory(t)
	for i, name := range []string{
		"Acme SA", "ACME", "Dupont & Fils", "Dupond et Fils", "Café Noir", "CAFE NOIR SARL", "Globex", "Globexx", "BNP", "BMP",
		"Site 17 Lyon", "Site 18 Lyon", "Martin Frères", "Freres Martin", "Wayne", "Initech",
	} {
		s.invoice(fmt.Sprint(i), name, "2026-03-01", "", "1.00 EUR")
	}
	s.account(Account{Name: "Wayne", Aliases: []string{"Wayne SA"}})
	var got []string
	for _, near := range s.book.NearDuplicates() {
		got = append(got, fmt.Sprintf("%s = %s: %s", near.Names[0], near.Names[1], near.Why))
	}
	check(t, "pairs", strings.Join(got, "\n"), strings.Join([]string{
		"ACME = Acme SA: same name",
		"CAFE NOIR SARL = Café Noir: same name",
		"Dupond et Fils = Dupont & Fils: one letter apart",
		"Freres Martin = Martin Frères: same name",
		"Globex = Globexx: one letter apart",
	}, "\n"))
}

func TestFindPerson(t *testing.T) {
	s := newStory(t)
	for _, p := range []Person{{Name: "Jean Petit", Email: "jean@example.com", SlackID: "U01"}, {Name: "Anna"}, {Name: "Sam", Email: "sam1@example.com"}, {Name: "Sam", SlackID: "U02"}} {
		s.record(Change{Person: p.Key(), Field: FieldPerson, New: Record(p)})
	}
	for _, tt := range []struct{ story, text, want string }{
		{"by address", "Jean@Example.com", "jean@example.com"},
		{"by Slack id", "u01", "jean@example.com"},
		{"as Slack writes a mention", "<@U01>", "jean@example.com"},
		{"by name", "jean  petit", "jean@example.com"},
		{"by name with an @", "@Anna", "anna"},
		{"a name that two share", "Sam", ""},
		{"one of them by id", "U02", "u02"},
		{"nobody", "", ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			p, _ := s.book.FindPerson(tt.text)
			check(t, tt.text, string(p.Key()), tt.want)
		})
	}
	s.record(Change{Person: "u02", Field: FieldPerson, Old: Record(Person{})})
	if p, ok := s.book.FindPerson("Sam"); !ok || p.Email != "sam1@example.com" {
		t.Errorf("the only Sam left: %+v", p)
	}
}
