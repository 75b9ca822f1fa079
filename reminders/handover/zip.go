package handover

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"

	_ "embed"
)

//go:embed index.html.tmpl
var indexText string

var index = template.Must(template.New("index").Parse(indexText))

// ZIP is the dossier as a file. Its times are those of its day.
func (d Dossier) ZIP() ([]byte, error) {
	page, err := d.page()
	if err != nil {
		return nil, err
	}
	files := []struct {
		name    string
		content []byte
	}{{"index.html", page}, {"invoices.csv", d.invoicesCSV()}, {"timeline.csv", d.timelineCSV()}, {"letters.csv", d.lettersCSV()}}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, l := range d.Letters {
		files = append(files, struct {
			name    string
			content []byte
		}{fmt.Sprintf("letters/%02d-%s-%s.txt", i+1, l.Day, l.Kind), []byte(l.Subject + "\n\n" + l.Text)})
	}
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: d.Date.At(0, 0, time.UTC)})
		if err == nil {
			_, err = w.Write(f.content)
		}
		if err != nil {
			return nil, fmt.Errorf("write %s of the dossier: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write the dossier: %w", err)
	}
	return out.Bytes(), nil
}

// table writes CSV. Text that a spreadsheet would run as a formula is made text.
func table(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows) // a buffer never fails
	return b.Bytes()
}

// safe makes text from people fit for a cell.
func safe(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

func (d Dossier) say(en, fr string) string { return wording{en, fr}.in(d.Language) }

func (d Dossier) invoicesCSV() []byte {
	rows := [][]string{{
		d.say("Number", "Numéro"), d.say("Issued", "Émise le"), d.say("Due", "Échéance"), d.say("Days late", "Jours de retard"), d.say("Currency", "Devise"),
		d.say("Amount", "Montant"), d.say("Paid", "Payé"), d.say("Open", "Reste dû"), d.say("Disputed", "Contesté"), d.say("Interest", "Intérêts"),
		d.say("Fee", "Indemnité"), d.say("Fee currency", "Devise de l'indemnité"),
	}}
	for _, i := range d.Invoices {
		rows = append(rows, []string{
			safe(i.Number), i.Issued.String(), i.Due.String(), strconv.Itoa(i.DaysLate), string(i.Amount.Currency), i.Amount.String(), i.Paid.String(), i.Open.String(),
			i.Disputed.String(), figure(i.Interest), figure(i.Fee), string(i.Fee.Currency),
		})
	}
	return table(rows)
}

func figure(m ledger.Money) string {
	if m == (ledger.Money{}) {
		return ""
	}
	return m.String()
}

func (d Dossier) timelineCSV() []byte {
	rows := [][]string{{d.say("When", "Quand"), d.say("Invoice", "Facture"), d.say("What", "Quoi"), d.say("Value", "Valeur"), d.say("By", "Par")}}
	for _, e := range d.Timeline {
		rows = append(rows, []string{e.At.Format(time.RFC3339), safe(e.Invoice), e.What, safe(e.Value), safe(e.By)})
	}
	return table(rows)
}

// called is what a letter is called in the dossier's language.
func (d Dossier) called(l Letter) string {
	if w, ok := letterKinds[reminders.LetterKind(l.Kind)]; ok {
		return w.in(d.Language)
	}
	return l.Kind
}

func (d Dossier) lettersCSV() []byte {
	rows := [][]string{{d.say("Day", "Jour"), d.say("Letter", "Lettre"), d.say("To", "À"), d.say("Subject", "Objet"), d.say("Invoices", "Factures")}}
	for _, l := range d.Letters {
		rows = append(rows, []string{l.Day.String(), d.called(l), safe(l.To), safe(l.Subject), safe(strings.Join(l.Invoices, ", "))})
	}
	return table(rows)
}

// page is the dossier to read.
func (d Dossier) page() ([]byte, error) {
	say := locale.For(d.Language)
	type line struct{ Number, Issued, Due, Late, Amount, Paid, Open, Disputed, Interest, Fee string }
	view := struct {
		Language, Title, Dated             string
		Creditor, Debtor                   []string
		CreditorWord, DebtorWord, CodeWord string
		Colon                              string
		Code, Regime                       string
		Heads                              []string
		Lines                              []line
		Totals                             []string
		TimelineWord, LettersWord          string
		Timeline, Letters                  [][]string
	}{
		Language: say.Language(), Dated: say.Date(d.Date), Creditor: d.Creditor, Debtor: d.Debtor, Code: d.Code,
		CreditorWord: d.say("Creditor", "Créancier"), DebtorWord: d.say("Debtor", "Débiteur"), CodeWord: d.say("Account", "Compte"), Colon: d.say(":", "\u00a0:"),
		TimelineWord: d.say("What happened", "Historique"), LettersWord: d.say("Letters sent", "Lettres envoyées"),
	}
	view.Title = map[Kind]string{
		Agency:    d.say("File for a collection agency", "Dossier pour une société de recouvrement"),
		Mediation: d.say("File for mediation", "Dossier de médiation"),
		Court:     d.say("File for an order for payment", "Dossier d’injonction de payer"),
	}[d.Kind]
	view.Heads = []string{
		d.say("Invoice", "Facture"), d.say("Issued", "Émise le"), d.say("Due", "Échéance"), d.say("Late", "Retard"), d.say("Amount", "Montant"), d.say("Paid", "Payé"),
		d.say("Open", "Reste dû"), d.say("Disputed", "Contesté"), d.say("Interest", "Intérêts"), d.say("Fee", "Indemnité"),
	}
	open, interest, fees := map[ledger.Currency]int64{}, map[ledger.Currency]int64{}, map[ledger.Currency]int64{}
	for _, i := range d.Invoices {
		l := line{
			Number: i.Number, Issued: day(say, i.Issued), Due: day(say, i.Due), Late: say.Late(i.DaysLate), Amount: say.Money(i.Amount), Paid: say.Money(i.Paid), Open: say.Money(i.Open),
		}
		l.Disputed, l.Interest, l.Fee = money(say, i.Disputed), money(say, i.Interest), money(say, i.Fee)
		open[i.Open.Currency] += i.Open.Minor
		interest[i.Interest.Currency] += i.Interest.Minor
		fees[i.Fee.Currency] += i.Fee.Minor
		view.Lines = append(view.Lines, l)
	}
	for _, sum := range []struct {
		word string
		of   map[ledger.Currency]int64
	}{{d.say("Principal", "Principal"), open}, {d.say("Interest", "Intérêts"), interest}, {d.say("Recovery fees", "Indemnités de recouvrement"), fees}} {
		for _, c := range sortedCurrencies(sum.of) {
			view.Totals = append(view.Totals, sum.word+d.say(": ", "\u00a0: ")+say.Money(ledger.Money{Minor: sum.of[c], Currency: c}))
		}
	}
	for _, e := range d.Timeline {
		view.Timeline = append(view.Timeline, []string{say.Date(ledger.DateOf(e.At)) + " " + say.Clock(e.At), e.Invoice, e.What, e.Value, e.By})
	}
	for _, l := range d.Letters {
		view.Letters = append(view.Letters, []string{day(say, l.Day), d.called(l), l.To, l.Subject, strings.Join(l.Invoices, ", ")})
	}
	var b bytes.Buffer
	if err := index.Execute(&b, view); err != nil {
		return nil, fmt.Errorf("write the dossier's page: %w", err)
	}
	return b.Bytes(), nil
}

func sortedCurrencies(of map[ledger.Currency]int64) []ledger.Currency {
	var list []ledger.Currency
	for c, minor := range of {
		if c != "" && minor != 0 {
			list = append(list, c)
		}
	}
	slices.Sort(list)
	return list
}

func day(say locale.Locale, d ledger.Date) string {
	if d.IsZero() {
		return ""
	}
	return say.Date(d)
}

func money(say locale.Locale, m ledger.Money) string {
	if m.IsZero() {
		return ""
	}
	return say.Money(m)
}
