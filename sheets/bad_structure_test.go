package sheets_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/sheets"
)

// TestEveryBadStructureHasAClearAnswer puts to a synced sheet what people do to
// its structure. Each gets its answer in both languages, or none where it is
// normal life; and the book keeps its six invoices.
func TestEveryBadStructureHasAClearAnswer(t *testing.T) {
	for _, tt := range []struct {
		name   string
		act    func(o *office)
		held   bool // nothing is read or written until it is put right
		en, fr string
		len    int // invoices in the book then, if not six
	}{
		{
			name: "the header is missing", held: true,
			act: func(o *office) { o.must(o.hand.DeleteRows("Invoices", 0, 1)) },
			en:  "no header was found in the first 25 rows: put the row of headers back above the invoices",
			fr:  "aucun en-tête n'a été trouvé dans les 25 premières lignes : remettez la ligne d'en-têtes au-dessus des factures",
		},
		{
			name: "a header is there twice", held: true,
			act: func(o *office) { o.must(o.hand.Type("Invoices", "T1", "Due date")) },
			en:  "the columns D Due, T Due date both stand for Due: rename one", fr: "les colonnes D Due, T Due date désignent toutes deux Échéance : renommez-en une",
		},
		{name: "the columns stand in another order", act: func(o *office) { o.must(o.hand.MoveColumn("Invoices", 0, 5)) }},
		{name: "a header is renamed", act: func(o *office) { o.must(o.hand.Type("Invoices", "D1", "Bitte zahlen bis")) }},
		{
			name: "a header is deleted with its column", held: true,
			act: func(o *office) { o.must(o.hand.DeleteColumns("Invoices", 3, 1)) },
			en:  "the column Due has vanished", fr: "la colonne Due a disparu",
		},
		{
			name: "a number is repeated in another case",
			act:  func(o *office) { o.must(o.hand.SetValues("Invoices", "A8", [][]any{invoice("inv-4", "Dune", 3, 400)})) },
			en:   "the number INV-4 stands in rows 5, 8: keep one of them", fr: "le numéro INV-4 figure aux lignes 5, 8 : n'en gardez qu'une",
		},
		{
			name: "a number is repeated with a space",
			act: func(o *office) {
				o.must(o.hand.SetValues("Invoices", "A8", [][]any{invoice(" INV-4\u00a0", "Dune", 3, 400)}))
			},
			en: "the number INV-4 stands in rows 5, 8: keep one of them", fr: "le numéro INV-4 figure aux lignes 5, 8 : n'en gardez qu'une",
		},
		{
			name: "a number is repeated composed and decomposed (NFC, NFD)", len: 7,
			act: func(o *office) {
				o.must(o.hand.SetValues("Invoices", "A8", [][]any{invoice("\u00c9T-1", "Dune", 3, 400), invoice("E\u0301T-1", "Dune", 3, 400), invoice("INV-7", "Dune", 3, 400)}))
			},
			en: "the number \u00c9T-1 stands in rows 8, 9: keep one of them", fr: "le numéro \u00c9T-1 figure aux lignes 8, 9 : n'en gardez qu'une",
		},
		{
			name: "a key cell is emptied",
			act:  func(o *office) { o.types("INV-4", "Number", "") },
			en:   "the number INV-4 of this row was emptied: type it again, or delete the row", fr: "le numéro INV-4 de cette ligne a été effacé : saisissez-le à nouveau, ou supprimez la ligne",
		},
		{
			name: "a row has no number",
			act: func(o *office) {
				o.must(o.hand.SetValues("Invoices", "A8", [][]any{{nil, "Dune", day(-30), day(3), 999.0, "EUR"}}))
			},
			en: "the row has no invoice number: type it, or write Total in front if it is a sum", fr: "la ligne n'a pas de numéro de facture : saisissez-le, ou écrivez Total devant si c'est une somme",
		},
		{name: "a total stands below", act: func(o *office) {
			o.must(o.hand.SetValues("Invoices", "A9", [][]any{{"TOTAL", nil, nil, nil, 2100.5, "EUR"}}))
		}},
		{name: "a total of no name stands below", act: func(o *office) {
			o.must(o.hand.SetValues("Invoices", "E9", [][]any{{sheetsim.Formula("=SUM(E2:E7)")}}))
		}},
		{name: "rows are ragged", len: 7, act: func(o *office) {
			o.must(o.hand.SetValues("Invoices", "A8", [][]any{{"INV-7", "Dune", nil, nil, 70.0}}))
		}},
		{
			name: "a cell that the bot keeps is emptied",
			act:  func(o *office) { o.types("INV-4", "Balance", "") },
			en:   "Balance: a cell that the bot keeps was emptied; it was put back", fr: "Solde : une cellule tenue par le robot a été vidée ; elle a été rétablie",
		},
		{name: "blank rows gape", act: func(o *office) { o.must(o.hand.InsertRows("Invoices", 3, 2)) }},
		{name: "the rows are sorted while the bot writes", act: func(o *office) {
			o.pays("INV-4", 40000)
			o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) })
		}},
		{name: "the tab is renamed", act: func(o *office) { o.must(o.hand.RenameTab("Invoices", "AR 2026")) }},
		{
			name: "the tab is deleted", held: true,
			act: func(o *office) { o.must(o.hand.DeleteTab("Invoices")) },
			en:  "there is no tab Invoices", fr: "il n'y a pas d'onglet Factures",
		},
		{name: "rows are filtered away", act: func(o *office) { o.must(o.hand.HideRows("Invoices", 2, 3)) }},
		{
			name: "a currency that nobody knows",
			act:  func(o *office) { o.types("INV-4", "Currency", "US$") },
			en:   `Currency: "US$" is not a currency: write a code such as EUR or USD`, fr: "Devise : « US$ » n'est pas une devise : écrivez un code comme EUR ou USD",
		},
		{name: "a customer is invoiced in two currencies", len: 7, act: func(o *office) {
			o.must(o.hand.SetValues("Invoices", "A8", [][]any{{"INV-7", "Dune", day(-30), day(3), 70.0, "USD"}}))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, language := range []string{"en", "fr"} {
				want := map[string]string{"en": tt.en, "fr": tt.fr}[language]
				o := newOffice(t, sheetsim.Options{}, usualRows(), func(opt *sheets.Options) { opt.Language = language })
				o.settle()
				tt.act(o)
				r := o.sync()
				for i := 0; i < 4 && r.Unsettled; i++ {
					r = o.sync()
				}
				if tt.held != (len(r.HeldBy) > 0) {
					t.Fatalf("%s: held by %v", language, r.HeldBy)
				}
				var texts []string
				for _, p := range append(slices.Clone(r.HeldBy), r.Problems...) {
					texts = append(texts, p.Text(language))
				}
				if slices.Sort(texts); want == "" && len(texts) > 0 || want != "" && !slices.Contains(texts, want) {
					t.Errorf("%s: reads %q\nwant %q", language, strings.Join(texts, "; "), want)
				}
				if n := o.desk.Book().Len(); n != max(6, tt.len) {
					t.Errorf("%s: the book has %d invoices", language, n)
				}
			}
		})
	}
}
