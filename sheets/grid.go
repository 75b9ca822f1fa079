package sheets

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets/rowscan"
)

// decodeRow decodes one row's JSON. Numbers keep their digits.
func decodeRow(raw []byte) ([]any, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	cells, err := rowscan.Cells(raw)
	if err != nil {
		return nil, fmt.Errorf("decode row: %w", err)
	}
	return trimRow(cells), nil
}

// trimRow drops trailing blanks and turns "" into nil, so that a cleared cell
// and one never filled are the same.
func trimRow(cells []any) []any {
	last := 0
	for i, v := range cells {
		if v == "" {
			cells[i] = nil
		}
		if cells[i] != nil {
			last = i + 1
		}
	}
	return cells[:last]
}

func cellAt(cells []any, i int) any {
	if i < 0 || i >= len(cells) {
		return nil
	}
	return cells[i]
}

// sameCell tells whether two raw cells hold the same: numbers by value, for
// 5 and 5.0 are one number.
func sameCell(a, b any) bool {
	if a == "" {
		a = nil
	}
	if b == "" {
		b = nil
	}
	if a == b {
		return true
	}
	x, okX := floatOf(a)
	y, okY := floatOf(b)
	return okX && okY && x == y
}

// floatOf is for comparing what the service itself keeps as a float; no amount
// is computed from it.
func floatOf(v any) (float64, bool) {
	switch x := v.(type) {
	case json.Number:
		f, err := x.Float64()
		return f, err == nil
	case float64:
		return x, true
	case int:
		return float64(x), true
	}
	return 0, false
}

// sameRow compares two rows but for the columns in except.
func sameRow(a, b []any, except map[int]bool) bool {
	for i := range max(len(a), len(b)) {
		if !except[i] && !sameCell(cellAt(a, i), cellAt(b, i)) {
			return false
		}
	}
	return true
}

// literal is how a typed value is written into a cell.
func literal(v ledger.Value) Literal {
	switch v.Kind() {
	case ledger.KindText:
		return Literal{Value: v.Text()}
	case ledger.KindMoney:
		return Literal{Value: json.Number(v.Money().Decimal().String())}
	case ledger.KindDate:
		return Literal{Value: json.Number(strconv.Itoa(v.Date().Serial())), IsDate: true}
	case ledger.KindInt:
		return Literal{Value: json.Number(strconv.Itoa(v.Int()))}
	case ledger.KindBool:
		return Literal{Value: true}
	}
	return Literal{}
}
