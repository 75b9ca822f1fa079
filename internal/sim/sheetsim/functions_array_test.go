package sheetsim

import "testing"

func TestArrayFunctions(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().SetValues("Sheet1", "A1", [][]any{
		{"who", "sum", "late"}, {"b", 20, 3}, {"a", 5, ""}, {"b", 7, -1}, {"c", 20, 9}, {nil, 1, 2},
	}))
	for _, c := range []struct{ name, formula, want string }{
		{"a text is more than any number", `=FILTER(A1:A6,C1:C6>0)`, `[["who"],["b"],["c"]]`},
		{"conditions are met by the same row", `=FILTER(A1:B6,ISNUMBER(C1:C6),C1:C6>0)`, `[["b",20],["c",20],["",1]]`},
		{"nothing left is not available", `=FILTER(A2:A6,B2:B6>100)`, `[["#N/A"]]`},
		{"sizes must match", `=FILTER(A2:A6,B2:B5>1)`, `[["#N/A"]]`},
		{"the first of its like stays", `=UNIQUE(A2:A5)`, `[["b"],["a"],["c"]]`},
		{"sorted by a column, equal ones as they stood", `=SORT(A2:B5,2,0)`, `[["b",20],["c",20],["b",7],["a",5]]`},
		{"blanks come last", `=SORT(A2:A6,1,1)`, `[["a"],["b"],["b"],["c"]]`},
		{"sorted by what stands beside it", `=SORT(A2:A5,B2:B5,1)`, `[["a"],["b"],["b"],["c"]]`},
		{"cut to size", `=ARRAY_CONSTRAIN(SORT(A2:B5,2,0),2,1)`, `[["b"],["c"]]`},
		{"an error inside is seen from outside", `=IFERROR(SORT(FILTER(A2:A6,B2:B6>100),1,1),"none")`, `[["none"]]`},
		{"the largest that meets its conditions", `=MAXIFS(B2:B6,A2:A6,"b",B2:B6,"<20")`, `[[7]]`},
		{"none is zero", `=MAXIFS(B2:B6,A2:A6,"z")`, `[[0]]`},
		{"the smallest", `=MINIFS(B2:B6,A2:A6,"<>b")`, `[[1]]`},
		{"a text over and over", `=REPT("ab",2.9)`, `[["abab"]]`},
		{"not a negative number of times", `=REPT("ab",-1)`, `[["#VALUE!"]]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.t = t
			d.must(d.hand().SetValues("Sheet1", "F1", [][]any{{Formula(c.formula)}}))
			equal(t, d.values("F1:G8", "valueRenderOption=UNFORMATTED_VALUE"), c.want)
		})
	}
}

func TestArrayFormulasBuildOnEachOther(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().SetValues("Sheet1", "A1", [][]any{{"b", 20}, {"a", 5}, {"b", 7}}))
	// The sorted list stands before the sums it sorts, and these before the names
	// they are of.
	d.must(d.hand().SetValues("Sheet1", "C1", [][]any{{Formula("=SORT(FILTER(E1:F9,ISNUMBER(F1:F9)),2,1)")}}))
	d.must(d.hand().SetValues("Sheet1", "E1", [][]any{{Formula("=UNIQUE(A1:A3)"), Formula("=IF(E1=\"\",\"\",SUMIFS(B$1:B$9,A$1:A$9,E1))")}, {nil, Formula("=IF(E2=\"\",\"\",SUMIFS(B$1:B$9,A$1:A$9,E2))")}}))
	equal(t, d.values("C1:D4", "valueRenderOption=UNFORMATTED_VALUE"), `[["a",5],["b",27]]`)
	d.must(d.hand().Type("Sheet1", "A2", "b"))
	equal(t, d.values("C1:D4", "valueRenderOption=UNFORMATTED_VALUE"), `[["b",32]]`)
}
