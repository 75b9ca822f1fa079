package sheets

import (
	"fmt"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// Board is a tab that is no list: tiles at fixed places.
type Board struct {
	Tiles         []Tile
	Widths        []int  // pixels of the first columns
	HiddenColumns [2]int // from, to; none if equal
	Rows, Columns int    // of the grid; 0: the usual
	Frozen        int    // rows
}

// Tile is one cell, or with Rows and Cols a block that looks alike.
type Tile struct {
	Row, Col   int
	Rows, Cols int // of the look; 0: 1
	Value      any // string, json.Number or bool
	Formula    string
	Look       Look
	Choices    []string
	Rules      []Rule
	Note       string
}

// Look is how cells are dressed. What is zero stays as it is.
type Look struct {
	Bold, Italic, Faded bool
	Size                int
	Fill                string // "#rrggbb"
	Ink                 string
	Pattern             string // of numbers
	Time                bool   // Pattern is of a moment
	Right               bool   // aligned
}

// boardOf is what the dashboard's formulas are about: one tab of invoices. A
// field that the tab has no column for is missing from at.
type boardOf struct {
	title    string
	at       map[ledger.Field]string // column letters
	language string
	currency ledger.Currency
	tell     func(string) string // a formula in the locale's words
	named    bool                // there are several tabs: say which one
	extra    string              // more conditions of each sum
}

// beatCell is where the bot writes when it last read the sheet, in its hidden
// tab: nobody sorts that, so the time never lands in somebody's cell.
const (
	beatRow, beatColumn = 0, 5
	beatCell            = "$F$1"
	neverBeat           = "-"
)

// staleMinutes is when Last sync turns amber: the bot writes the time every
// five minutes (BeatEvery).
const staleMinutes = 15

// Rows of the dashboard, from 0, and how many each table has.
const (
	rowTitle, rowSync                = 0, 1
	rowCurrencies, currencyLines     = 3, 6
	rowPick, rowPeople, peopleLines  = 13, 15, 15
	lateLines, colLate               = 10, 6
	colScratch, rowScratch, scratchN = 13, 5, 500
)

// dashboard is live formulas over the invoices: nothing in it is written by the
// bot, and it goes on when the bot is away. Whole columns are referred to, so
// that a row added anywhere counts.
func dashboard(b boardOf) *Board {
	board := &Board{
		Widths: []int{210, 128, 110, 110, 96, 104, 200, 96, 104, 110, 96, 104}, HiddenColumns: [2]int{colScratch, colScratch + 3},
		Rows: rowScratch + scratchN + 20, Columns: colScratch + 4, Frozen: 2,
	}
	title := b.say("Receivables", "Créances clients")
	if b.named {
		title += " – " + b.title
	}
	board.Tiles = append(board.Tiles, Tile{Row: rowTitle, Value: title, Look: Look{Bold: true, Size: 18, Ink: inkTitle}})
	board.Tiles = append(board.Tiles, b.lastSync()...)
	board.Tiles = append(board.Tiles, b.byCurrency()...)
	if b.at[ledger.FieldCurrency] != "" {
		board.Tiles = append(board.Tiles,
			Tile{Row: rowPick, Value: b.say("Currency of the tables below", "Devise des tableaux ci-dessous"), Look: Look{Bold: true}},
			Tile{Row: rowPick, Col: 1, Value: string(b.currency), Choices: currencyChoices, Look: Look{Bold: true, Fill: fillYellow}, Note: b.say("Pick another currency here.", "Choisissez ici une autre devise.")},
		)
	}
	if b.at[ledger.FieldSalesperson] != "" {
		board.Tiles = append(board.Tiles, b.bySalesperson()...)
	}
	board.Tiles = append(board.Tiles, b.latest()...)
	for i := range board.Tiles {
		t := &board.Tiles[i]
		t.Formula = b.tell(t.Formula)
		for j := range t.Rules {
			t.Rules[j].Formula = b.tell(t.Rules[j].Formula)
		}
	}
	return board
}

const (
	inkTitle   = "#1f3a5f"
	fillHead   = "#dfe8f5"
	patternSum = "#,##0"
)

func (b boardOf) say(en, fr string) string { return inLanguage(b.language, en, fr) }

// all is a field's whole column.
func (b boardOf) all(f ledger.Field) string {
	c := b.at[f]
	return "'" + strings.ReplaceAll(b.title, "'", "''") + "'!$" + c + ":$" + c
}

// lastSync turns amber by itself when the bot has not been there.
func (b boardOf) lastSync() []Tile {
	hidden := "'" + hiddenTitle + "'!" + beatCell
	stale := fmt.Sprintf("NOW()-$B$2>%d/1440", staleMinutes)
	amber := []Rule{{Formula: marked(`OR(NOT(ISNUMBER($B$2));` + stale + `)`), Fill: fillAmber}}
	return []Tile{
		{Row: rowSync, Cols: 5, Rules: amber},
		{Row: rowSync, Value: b.say("Last sync", "Dernière synchro"), Look: Look{Bold: true}},
		{Row: rowSync, Col: 1, Formula: `=IF(ISNUMBER(` + hidden + `);` + hidden + `;"` + b.say("never", "jamais") + `")`, Look: Look{Pattern: datePattern(b.language) + " hh:mm", Time: true}},
		{Row: rowSync, Col: 3, Formula: `=IF(NOT(ISNUMBER($B$2));"";IF(` + stale + `;"` +
			b.say("Relance has not been here lately: the bot's columns may be behind", "Relance n'est pas passé récemment : ses colonnes peuvent dater") + `";""))`, Look: Look{Italic: true}},
	}
}

func (b boardOf) heading(row, col, width int, title string, heads ...string) []Tile {
	tiles := []Tile{
		{Row: row, Col: col, Value: title, Look: Look{Bold: true, Size: 12, Ink: inkTitle}},
		{Row: row + 1, Col: col, Cols: width, Look: Look{Bold: true, Fill: fillHead}},
	}
	for i, h := range heads {
		tiles = append(tiles, Tile{Row: row + 1, Col: col + i, Value: h, Look: Look{Bold: true, Right: i > 0, Fill: fillHead}})
	}
	return tiles
}

// byCurrency is the aging of each currency. A sheet without a column of
// currencies has one line.
func (b boardOf) byCurrency() []Tile {
	balance, late, issued := b.all(ledger.FieldBalance), b.all(ledger.FieldDaysLate), b.at[ledger.FieldIssued] != ""
	heads := []string{
		b.say("Currency", "Devise"), b.say("Open", "Ouvertes"), b.say("Outstanding", "Encours"), b.say("Overdue", "En retard"), b.say("% overdue", "% en retard"),
		b.say("Not yet due", "Non échu"), "1–30", "31–60", "61–90", "91+",
	}
	if issued {
		heads = append(heads, b.say("DSO, 90 days", "DSO, 90 jours"))
	}
	tiles := b.heading(rowCurrencies, 0, len(heads), b.say("By currency and days late", "Par devise et jours de retard"), heads...)
	own := func(c string) string { return ";" + b.all(ledger.FieldCurrency) + ";" + c + b.extra }
	lines := currencyLines
	first := rowCurrencies + 2
	if b.at[ledger.FieldCurrency] == "" {
		own, lines = func(string) string { return b.extra }, 1
		tiles = append(tiles, Tile{Row: first, Value: string(b.currency)})
	} else {
		c := b.all(ledger.FieldCurrency)
		tiles = append(tiles, Tile{Row: first, Formula: fmt.Sprintf(`=IFERROR(ARRAY_CONSTRAIN(SORT(UNIQUE(FILTER(%s;%s<>"";ISNUMBER(%s)));1;1);%d;1);"")`, c, c, balance, lines)})
	}
	for i := range lines {
		n := itoa(first + i + 1)
		key := "$A" + n
		put := func(col int, look Look, formula string) {
			tiles = append(tiles, Tile{Row: first + i, Col: col, Formula: `=IF(` + key + `="";"";` + formula + `)`, Look: look})
		}
		sum := func(bounds string) string { return `SUMIFS(` + balance + own(key) + bounds + `)` }
		between := func(from, to int) string {
			if to == 0 {
				return sum(fmt.Sprintf(`;%s;">=%d"`, late, from))
			}
			return sum(fmt.Sprintf(`;%s;">=%d";%s;"<=%d"`, late, from, late, to))
		}
		money := Look{Pattern: patternSum}
		put(1, money, `COUNTIFS(`+strings.TrimPrefix(own(key)+`;`+balance+`;">0"`, ";")+`)`)
		if strings.Contains(sum(""), ";") {
			put(2, Look{Pattern: patternSum, Bold: true}, sum(""))
		} else {
			put(2, Look{Pattern: patternSum, Bold: true}, `SUM(`+balance+`)`)
		}
		put(3, Look{Pattern: patternSum, Bold: true}, between(1, 0))
		put(4, Look{Pattern: "0%"}, `IF($C`+n+`<=0;"";$D`+n+`/$C`+n+`)`)
		put(5, money, `$C`+n+`-$D`+n)
		put(6, money, between(1, 30))
		put(7, money, between(31, 60))
		put(8, money, between(61, 90))
		put(9, money, between(91, 0))
		if issued {
			day := b.all(ledger.FieldIssued)
			sales := `SUMIFS(` + b.all(ledger.FieldAmount) + own(key) + `;` + day + `;">"&N(TODAY()-90);` + day + `;"<="&N(TODAY()))`
			put(10, Look{Pattern: "0"}, `IFERROR($C`+n+`/`+sales+`*90;"")`)
		}
	}
	worse := func(col int, fill string) Tile {
		return Tile{Row: first, Col: col, Rows: lines, Rules: []Rule{{Formula: marked(`N(` + columnName(col) + itoa(first+1) + `)>0`), Fill: fill}}}
	}
	return append(tiles, worse(6, fillYellow), worse(7, fillAmber), worse(8, fillRed), worse(9, fillDeep))
}

// of narrows a sum to the currency that was picked.
func (b boardOf) of() string {
	if b.at[ledger.FieldCurrency] == "" {
		return b.extra
	}
	return ";" + b.all(ledger.FieldCurrency) + ";$B$" + itoa(rowPick+1) + b.extra
}

// only is of for the conditions of a FILTER.
func (b boardOf) only() string {
	if b.at[ledger.FieldCurrency] == "" {
		return ""
	}
	return ";" + b.all(ledger.FieldCurrency) + "=$B$" + itoa(rowPick+1)
}

func (b boardOf) bySalesperson() []Tile {
	who, balance, late := b.all(ledger.FieldSalesperson), b.all(ledger.FieldBalance), b.all(ledger.FieldDaysLate)
	tiles := b.heading(rowPeople, 0, 5, b.say("By salesperson", "Par commercial"),
		b.say("Salesperson", "Commercial"), b.say("Late", "En retard"), b.say("Outstanding", "Encours"), b.say("Overdue", "En retard"), "")
	first := rowPeople + 2
	last := first + peopleLines
	tiles = append(tiles, Tile{Row: first, Formula: fmt.Sprintf(
		`=IFERROR(ARRAY_CONSTRAIN(SORT(UNIQUE(FILTER(%s;%s<>"";ISNUMBER(%s)%s));1;1);%d;1);"")`, who, who, balance, b.only(), peopleLines)})
	for row := first; row < last; row++ {
		n := itoa(row + 1)
		key := "$A" + n
		put := func(col int, formula string) {
			tiles = append(tiles, Tile{Row: row, Col: col, Formula: `=IF(` + key + `="";"";` + formula + `)`, Look: Look{Pattern: patternSum}})
		}
		put(1, `COUNTIFS(`+who+`;`+key+b.of()+`;`+late+`;">0")`)
		put(2, `SUMIFS(`+balance+`;`+who+`;`+key+b.of()+`)`)
		put(3, `SUMIFS(`+balance+`;`+who+`;`+key+b.of()+`;`+late+`;">0")`)
		tiles = append(tiles, bar(row, 4, "$D"+n, fmt.Sprintf("$D$%d:$D$%d", first+1, last)))
	}
	total := `SUM(` + balance + `)`
	if b.of() != "" {
		total = `SUMIFS(` + balance + b.of() + `)`
	}
	return append(tiles,
		Tile{Row: last, Value: b.say("Others, or nobody", "Autres, ou personne"), Look: Look{Italic: true}},
		Tile{Row: last, Col: 2, Formula: fmt.Sprintf(`=%s-SUM($C$%d:$C$%d)`, total, first+1, last), Look: Look{Pattern: patternSum, Italic: true}},
	)
}

// latest is the ten customers who owe most that is late. Beside it, hidden, are
// the sums of the customers of the largest late invoices.
func (b boardOf) latest() []Tile {
	customer, balance, late := b.all(ledger.FieldCustomer), b.all(ledger.FieldBalance), b.all(ledger.FieldDaysLate)
	tiles := b.heading(rowPeople, colLate, 4, b.say("The ten who owe most that is late", "Les dix plus gros retards"),
		b.say("Customer", "Client"), b.say("Overdue", "En retard"), b.say("Oldest, days", "Plus ancien, jours"), "")
	n, o, p := columnName(colScratch), columnName(colScratch+1), columnName(colScratch+2)
	conditions := `;ISNUMBER(` + late + `);` + late + `>0;ISNUMBER(` + balance + `)` + b.only()
	tiles = append(tiles, Tile{Row: rowScratch, Col: colScratch, Formula: fmt.Sprintf(
		`=IFERROR(ARRAY_CONSTRAIN(UNIQUE(SORT(FILTER(%s%s);FILTER(%s%s);0));%d;1);"")`, customer, conditions, balance, conditions, scratchN)})
	for row := rowScratch; row < rowScratch+scratchN; row++ {
		key := "$" + n + itoa(row+1)
		tiles = append(tiles,
			Tile{Row: row, Col: colScratch + 1, Formula: `=IF(` + key + `="";"";SUMIFS(` + balance + `;` + customer + `;` + key + b.of() + `;` + late + `;">0"))`},
			Tile{Row: row, Col: colScratch + 2, Formula: `=IF(` + key + `="";"";MAXIFS(` + late + `;` + customer + `;` + key + b.of() + `))`},
		)
	}
	scratch := func(from, to string) string {
		return fmt.Sprintf("$%s$%d:$%s$%d", from, rowScratch+1, to, rowScratch+scratchN)
	}
	first := rowPeople + 2
	tiles = append(tiles,
		Tile{Row: first, Col: colLate + 1, Rows: lateLines, Cols: 2, Look: Look{Pattern: patternSum}},
		Tile{Row: first, Col: colLate, Formula: fmt.Sprintf(`=IFERROR(ARRAY_CONSTRAIN(SORT(FILTER(%s;ISNUMBER(%s));2;0);%d;3);"")`, scratch(n, p), scratch(o, o), lateLines)},
	)
	sums := columnName(colLate + 1)
	for row := first; row < first+lateLines; row++ {
		tiles = append(tiles, bar(row, colLate+3, "$"+sums+itoa(row+1), fmt.Sprintf("$%s$%d:$%s$%d", sums, first+1, sums, first+lateLines)))
	}
	return tiles
}

// bar shows a number as a bar in the cell, its longest as wide as the column.
func bar(row, col int, of, among string) Tile {
	return Tile{Row: row, Col: col, Formula: `=IF(N(` + of + `)<=0;"";REPT("█";MAX(1;ROUND(12*` + of + `/MAX(` + among + `)))))`, Look: Look{Ink: "#e07b39"}}
}
