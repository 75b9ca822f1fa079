package bot

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
)

func TestParseCommand(t *testing.T) {
	for _, row := range []struct {
		story, name, text string
		verb              Verb
		args              []string
		nearest           Verb
	}{
		{"nothing is help", "/relance", "  ", VerbHelp, nil, ""},
		{"an English verb", "/relance", "overdue acme", VerbOverdue, []string{"acme"}, ""},
		{"a French one, with its accent and in capitals", "/relance", "PAYÉ F-12 500", VerbPaid, []string{"F-12", "500"}, ""},
		{"and without", "/relance", "etat", VerbStatus, nil, ""},
		{"a short form needs no verb", "/overdue", "me >30", VerbOverdue, []string{"me", ">30"}, ""},
		{"a short form keeps what looks like a verb", "/overdue", "help", VerbOverdue, []string{"help"}, ""},
		{"escaped as Slack does", "/overdue", "&gt;30 Smith &amp; Sons", VerbOverdue, []string{">30", "Smith", "&", "Sons"}, ""},
		{"a mention with a name of two words", "/overdue", "<@U123|Camille Laurent> >30", VerbOverdue, []string{"<@U123|Camille Laurent>", ">30"}, ""},
		{"a name in quotes stays together", "/relance", `"paid in full ltd"`, VerbLookup, []string{"paid in full ltd"}, ""},
		{"French quotes, too", "/relance", "promesse « F 12 » vendredi", VerbPromise, []string{"F 12", "vendredi"}, ""},
		{"a quote that never closes is a letter", "/relance", `5" pipes`, VerbLookup, []string{`5"`, "pipes"}, ""},
		{"a customer", "/relance", "acme", VerbLookup, []string{"acme"}, ""},
		{"a slip of the keyboard", "/relance", "ovredue", VerbLookup, []string{"ovredue"}, VerbOverdue},
		{"a slip in French", "/relance", "promese", VerbLookup, []string{"promese"}, VerbPromise},
		{"control characters say nothing", "/relance", "why\x00 INV\x07-1", VerbWhy, []string{"INV-1"}, ""},
	} {
		got := ParseCommand(row.name, row.text)
		if got.Verb != row.verb || got.Nearest != row.nearest || len(got.Args) != len(row.args) || len(row.args) > 0 && cmp.Diff(row.args, got.Args) != "" {
			t.Errorf("%s: %+v", row.story, got)
		}
	}
}

func TestParseMention(t *testing.T) {
	for _, row := range []struct {
		text string
		verb Verb
		args []string
	}{
		{"<@UBOT> overdue me", VerbOverdue, []string{"me"}},
		{"hey <@UBOT|relance> ", VerbLookup, []string{"hey"}},
		{"<@UBOT> /overdue acme", VerbOverdue, []string{"acme"}},
		{"<@UBOT>", VerbHelp, nil},
		{"<@UBOT> retards <@U1>", VerbOverdue, []string{"<@U1>"}},
	} {
		got := ParseMention("UBOT", row.text)
		if got.Verb != row.verb || len(got.Args) != len(row.args) || len(row.args) > 0 && cmp.Diff(row.args, got.Args) != "" {
			t.Errorf("%q: %+v", row.text, got)
		}
	}
}

func TestParseFilter(t *testing.T) {
	for _, row := range []struct {
		args string
		want filter
	}{
		{"me", filter{me: true}},
		{"moi >45j", filter{me: true, minDays: 45}},
		{"<@U1|camille> > 30", filter{user: "U1", minDays: 30}},
		{"@camille >=30d acme france", filter{owner: "camille", minDays: 30, name: "acme france"}},
		{">99999", filter{name: ">99999"}},
		{">-3", filter{name: ">-3"}},
	} {
		got := parseFilter(split(row.args))
		if got != row.want {
			t.Errorf("%q: %+v", row.args, got)
		}
		if again := parseFilter(split(got.String())); again != got {
			t.Errorf("%q came back from its button as %+v", row.args, again)
		}
	}
}

func TestParseAmount(t *testing.T) {
	for _, row := range []struct {
		text     string
		currency ledger.Currency
		want     string // nothing: refused
	}{
		{"500", "EUR", "500.00 EUR"},
		{"1 500,50", "EUR", "1500.50 EUR"},
		{"1\u202f500,50\u00a0€", "USD", "1500.50 EUR"},
		{"1,234.56", "USD", "1234.56 USD"},
		{"1.234,56", "EUR", "1234.56 EUR"},
		{"1,234", "EUR", "1234.00 EUR"},
		{"1.234.567", "EUR", "1234567.00 EUR"},
		{"0,5", "EUR", "0.50 EUR"},
		{"1'000.05", "CHF", "1000.05 CHF"},
		{"12 USD", "EUR", "12.00 USD"},
		{"$12", "EUR", "12.00 USD"},
		{"1500", "JPY", "1500 JPY"},
		{"1.500", "JPY", "1500 JPY"},
		{"1.5", "JPY", ""},
		{"1,234", "KWD", ""},
		{"1,2345", "EUR", ""},
		{"12,34,56", "EUR", ""},
		{"1.2.3,4.5", "EUR", ""},
		{"", "EUR", ""},
		{"€", "EUR", ""},
		{"-", "EUR", ""},
		{"1-2", "EUR", ""},
		{",", "EUR", ""},
		{"$1 O00", "USD", ""},
		{"١٢", "EUR", ""},
		{"NaN", "EUR", ""},
		{"99999999999999999999", "EUR", ""},
		{"-100", "EUR", "-100.00 EUR"},
	} {
		m, err := parseAmount(row.text, row.currency)
		got := ""
		if err == nil {
			got = m.String() + " " + string(m.Currency)
		}
		if got != row.want {
			t.Errorf("%q in %s: %q (%v), want %q", row.text, row.currency, got, err, row.want)
		}
	}
}

func TestReadDay(t *testing.T) {
	monday := ledger.NewDate(2026, time.November, 23)
	for _, row := range []struct {
		story, text string
		reader      dayReader
		want        string
		words       int
		reason      string
	}{
		{"ISO", "2026-11-20", dayReader{}, "2026-11-20", 1, ""},
		{"French", "20/11/2026", dayReader{}, "2026-11-20", 1, ""},
		{"without a year, this year", "5/12", dayReader{}, "2026-12-05", 1, ""},
		{"dots", "20.11.26", dayReader{}, "2026-11-20", 1, ""},
		{"American", "11/20/2026", dayReader{monthFirst: true}, "2026-11-20", 1, ""},
		{"what could be two days is asked", "01/02/26", dayReader{monthFirst: true}, "", 1, reasonDayAmbiguous},
		{"and isn't for a European", "01/02/26", dayReader{}, "2026-02-01", 1, ""},
		{"the 30th of February", "30/02/2026", dayReader{}, "", 1, reasonNoSuchDay},
		{"month 13", "2026-13-01", dayReader{}, "", 1, reasonNoSuchDay},
		{"friday is the next one", "friday", dayReader{}, "2026-11-27", 1, ""},
		{"vendredi, for a payment, is the last one", "vendredi", dayReader{past: true}, "2026-11-20", 1, ""},
		{"monday on a Monday is in a week", "lundi", dayReader{}, "2026-11-30", 1, ""},
		{"and for a payment today", "lundi", dayReader{past: true}, "2026-11-23", 1, ""},
		{"tomorrow", "demain", dayReader{}, "2026-11-24", 1, ""},
		{"yesterday", "hier", dayReader{}, "2026-11-22", 1, ""},
		{"today, with a typographic apostrophe", "aujourd’hui", dayReader{}, "2026-11-23", 1, ""},
		{"a preposition", "au 30/11", dayReader{}, "2026-11-30", 2, ""},
		{"in so many days", "+10j", dayReader{}, "2026-12-03", 1, ""},
		{"in two weeks", "+2w", dayReader{}, "2026-12-07", 1, ""},
		{"spelled in French", "1er décembre 2026", dayReader{}, "2026-12-01", 3, ""},
		{"spelled in English, the month first", "Nov 30 then", dayReader{}, "2026-11-30", 2, ""},
		{"an amount is no day", "12.50", dayReader{}, "", 0, ""},
		{"a number is no day", "500", dayReader{}, "", 0, ""},
		{"a name is no day", "march consulting", dayReader{}, "", 0, ""},
		{"nothing", "", dayReader{}, "", 0, ""},
	} {
		row.reader.today = monday
		d, n, err := row.reader.read(strings.Fields(row.text))
		reason := ""
		if e, ok := err.(*ledger.Error); ok { //nolint:errorlint // as it was made
			reason = e.Reason
		}
		if d.String() != row.want || n != row.words || reason != row.reason {
			t.Errorf("%s: %q gives %s, %d words, %v", row.story, row.text, d, n, err)
		}
	}
}

func TestParticularsInAnyOrder(t *testing.T) {
	reader := dayReader{today: ledger.NewDate(2026, time.November, 23)}
	for _, row := range []struct{ text, amount, day, rest string }{
		{"500 2026-11-20", "500.00 EUR", "2026-11-20", ""},
		{"2026-11-20 1 500,50 €", "1500.50 EUR", "2026-11-20", ""},
		{"vendredi", "0", "2026-11-27", ""},
		{"INV 200", "200.00 EUR", "", "INV"},
		{"short delivery of PO12", "0", "", "short delivery of PO12"},
		{"12EUR", "12.00 EUR", "", ""},
	} {
		p, err := parseParticulars(strings.Fields(row.text), reader, "EUR")
		amount := "0"
		if !p.amount.IsZero() {
			amount = p.amount.String() + " " + string(p.amount.Currency)
		}
		if err != nil || amount != row.amount || p.day.String() != row.day || strings.Join(p.rest, " ") != row.rest {
			t.Errorf("%q: %s, %s, %v, %v", row.text, amount, p.day, p.rest, err)
		}
	}
}

func TestAReasonKeepsItsNumbers(t *testing.T) {
	for _, row := range []struct{ text, amount, rest string }{
		{"wrong price", "", "wrong price"},
		{"ordered 12 on friday", "", "ordered 12 on friday"},
		{"order 4711", "", "order 4711"},
		{"wrong price 200 EUR", "200.00 EUR", "wrong price"},
		{"prix faux 1500,50€", "1500.50 EUR", "prix faux"},
		{"200 EUR", "", "200 EUR"},
	} {
		p := parseReason(strings.Fields(row.text))
		amount := ""
		if !p.amount.IsZero() {
			amount = p.amount.String() + " " + string(p.amount.Currency)
		}
		if rest := strings.Join(p.rest, " "); amount != row.amount || row.rest != rest {
			t.Errorf("%q: %s, %q", row.text, amount, rest)
		}
	}
}

// FuzzParse: whatever is typed, nothing panics, what comes out is bounded and
// valid, and a filter survives its button.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"overdue <@U1|a b> &gt;30", "paid INV-12 1 500,50 vendredi", `"`, "«", "<@", "<@U1", "promise 1er mai 99/99/99", "\x00\xff", "> >", "+999w", "@ @@", strings.Repeat("a ", 2000),
	} {
		f.Add("/relance", s)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		for _, ask := range []Ask{ParseCommand(name, text), ParseMention("UBOT", text)} {
			if len(ask.Args) > maxAskWords || utf8.RuneCountInString(ask.Typed) > 4*maxAskRunes || !utf8.ValidString(ask.Typed) {
				t.Fatalf("unbounded or invalid: %d words, %q", len(ask.Args), ask.Typed)
			}
			filter := parseFilter(ask.Args)
			_, _ = parseDSO(ask.Args)
			if len(token{Query: filter.String()}.String()) > maxButtonValue {
				t.Fatal("the filter doesn't fit a button")
			}
			for _, currency := range []ledger.Currency{"EUR", "JPY", "KWD"} {
				reader := dayReader{today: 739_000, monthFirst: len(text)%2 == 0}
				p, err := parseParticulars(ask.Args, reader, currency)
				if err == nil && p.day < 0 {
					t.Fatalf("day %d of %q", p.day, text)
				}
			}
		}
	})
}
