package sheetsim

import (
	"encoding/json"
	"testing"
	"time"
)

func quoted(t *testing.T, s string) string {
	t.Helper()
	out, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return compact(t, string(out))
}

func TestFormulas(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().AddTab("Payments"))
	d.must(d.hand().SetValues("Payments", "A1", [][]any{{"Invoice", "Amount"}, {"INV-1", 40}, {"INV-2", 5.5}, {"inv-1", 2}, {nil, 100}}))
	d.must(d.hand().SetValues("Sheet1", "A1", [][]any{
		{"INV-1", 100, Date{2026, 2, 20}, true, "x"}, {"INV-2", -3, Date{2026, 3, 10}, false, ""}, {"Zeta", 7.125, nil, nil, "12"},
	}))
	for _, c := range []struct{ formula, want string }{
		{"=1+2*3^2", `19`},
		{"=-2+5%", `-1.95`},
		{`="a"&1&"b"`, `"a1b"`},
		{"=(1+2)*3", `9`},
		{"=10/4", `2.5`},
		{"=1<>2", `true`},
		{`="A"="a"`, `true`},
		{"=SUM(B1:B3)", `104.125`},
		{"=SUM(B1:B)", `104.125`},
		{"=SUM(B1,B2,10)", `107`},
		{"=SUM(A1:A3)", `0`},
		{"=MAX(B1:B3)", `100`},
		{"=MIN(B1:B3)", `-3`},
		{"=COUNT(A1:E3)", `5`},
		{"=COUNTA(A1:A9)", `3`},
		{"=ABS(B2)", `3`},
		{"=ROUND(B3,2)", `7.13`},
		{"=ROUND(-2.5)", `-3`},
		{"=AVERAGE(B1:B2)", `48.5`},
		{"=SUMIF(Payments!A:A,A1,Payments!B:B)", `42`},
		{`=SUMIF(Payments!B2:B,">5")`, `145.5`},
		{`=SUMIF(Payments!A2:A,"<>INV-1",Payments!B2:B)`, `105.5`},
		{`=SUMIFS(Payments!B:B,Payments!A:A,"INV-1",Payments!B:B,">10")`, `40`},
		{`=COUNTIF(A1:A3,"inv*")`, `2`},
		{`=COUNTIF(Payments!A:A,A2)`, `1`},
		{`=COUNTIF(B1:B3,"<0")`, `1`},
		{`=IF(B1>50,"big","small")`, `"big"`},
		{`=IF(FALSE,1)`, `false`},
		{"=IFERROR(1/0,-1)", `-1`},
		{"=AND(TRUE,1,B1>0)", `true`},
		{"=OR(FALSE,D2)", `false`},
		{"=NOT(D2)", `true`},
		{"=ISBLANK(C3)", `true`},
		{"=LEN(A1)", `5`},
		{"=N(A1)", `0`},
		{`=CONCATENATE(A1,"-",B1)`, `"INV-1-100"`},
		{`=TEXT(C1,"yyyy-mm-dd")`, `"2026-02-20"`},
		{`=TEXT(1234.5,"#,##0.00")`, `"1,234.50"`},
		{`=VLOOKUP("INV-2",A1:B3,2,FALSE)`, `-3`},
		{"=INDEX(B1:B3,MATCH(A3,A1:A3,0))", `7.125`},
		{"=MATCH(8,B1:B1,1)", `"#N/A"`},
		{"=DATE(2026,3,2)", `46083`},
		{"=TODAY()", `46083`},
		{"=TODAY()-C1", `10`},
		{"=NOW()", `46083.5`},
		{"=YEAR(C1)", `2026`},
		{"=C3", `""`},
		{"=1/0", `"#DIV/0!"`},
		{"=NOSUCH(1)", `"#NAME?"`},
		{"=nonsense", `"#NAME?"`},
		{`="a"+1`, `"#VALUE!"`},
		{"=Nowhere!A1", `"#REF!"`},
		{"=1+", `"#ERROR!"`},
		{`=VLOOKUP("no",A1:B3,2,FALSE)`, `"#N/A"`},
		{"=H9", `"#REF!"`},
	} {
		t.Run(c.formula, func(t *testing.T) {
			d.t = t
			d.must(d.hand().Type("Sheet1", "H9", c.formula))
			got := d.values("H9", "valueRenderOption=UNFORMATTED_VALUE")
			want := "[[" + c.want + "]]"
			if c.want == `""` {
				want = ""
			}
			equal(t, got, want)
		})
	}
}

func TestResultsInheritFormats(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().SetValues("Sheet1", "A1", [][]any{{Date{2026, 2, 20}}}))
	d.must(d.hand().Type("Sheet1", "B1", "$1,200.50"))
	for formula, want := range map[string]string{
		"=A1+10": "3/2/2026", "=TODAY()": "3/2/2026", "=TODAY()-A1": "10", "=B1*2": "$2,401.00", "=SUM(B1:B1)": "$1,200.50", "=IF(TRUE,A1,0)": "2/20/2026", "=B1-0.5": "$1,200.00",
	} {
		d.must(d.hand().Type("Sheet1", "C1", formula))
		equal(t, d.values("C1", ""), `[["`+want+`"]]`)
	}
}

func TestArrayFormulaSpills(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().SetValues("Sheet1", "A1", [][]any{{10, 4}, {20, 5}, {30, 6}}))
	d.must(d.hand().Type("Sheet1", "C1", "=ARRAYFORMULA(A1:A3-B1:B3)"))
	equal(t, d.values("C1:C4", ""), `[["6"],["15"],["24"]]`)
	equal(t, d.values("C1:C3", "valueRenderOption=FORMULA"), `[["=ARRAYFORMULA(A1:A3-B1:B3)"],[15],[24]]`)
	d.must(d.hand().Type("Sheet1", "E20", "=ARRAYFORMULA(A1:A3*2)"))
	equal(t, d.values("E20:E22", ""), `[["20"],["40"],["60"]]`)
	equal(t, d.ok("GET", "?ranges=E21&fields=sheets.data.rowData.values.formattedValue", ""), `{"sheets":[{"data":[{"rowData":[{"values":[{"formattedValue":"40"}]}]}]}]}`)
	d.must(d.hand().Type("Sheet1", "C2", "in the way"))
	equal(t, d.values("C1:C3", ""), `[["#REF!"],["in the way"]]`)
}

func TestFormulasInFrench(t *testing.T) {
	d := newDesk(t, func(o *Options) { o.Locale = "fr_FR" })
	d.must(d.hand().Type("Feuille 1", "A1", "=SUM(1,5;2)"))
	equal(t, d.values("A1", ""), `[["3,5"]]`)
	d.must(d.hand().Type("Feuille 1", "A2", "=SUM(1,5,2)"))
	equal(t, d.values("A2", ""), `[["#ERROR!"]]`)
	d.batch(`{"updateSpreadsheetProperties":{"properties":{"locale":"en_US"},"fields":"locale"}}`)
	equal(t, d.values("A1", "valueRenderOption=FORMULA"), `[["=SUM(1.5,2)"]]`)
}

func TestTheClockMovesResults(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().Type("Sheet1", "A1", "=TODAY()"))
	equal(t, d.values("A1", ""), `[["3/2/2026"]]`)
	version := d.sim.Version(d.id)
	d.now = d.now.Add(36 * time.Hour)
	equal(t, d.values("A1", ""), `[["3/4/2026"]]`)
	same(t, d.sim.Version(d.id), version)

	d.must(d.hand().Type("Sheet1", "A2", "=NOW()-A1"))
	before := d.values("A2", "")
	d.now = d.now.Add(time.Hour) // on the same day
	if after := d.values("A2", ""); after == before {
		t.Errorf("an hour later NOW() is still %s", after)
	}
	equal(t, d.values("A1", ""), `[["3/4/2026"]]`)
}
