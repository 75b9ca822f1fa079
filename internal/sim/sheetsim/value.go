package sheetsim

import (
	"strconv"
	"strings"
)

type kind uint8

const (
	kindEmpty kind = iota
	kindNumber
	kindText
	kindBool
	kindError
)

// value is what a cell holds or a formula yields. Dates are numbers; format
// is the number format a result inherits ("=A1+1" of a date is a date).
type value struct {
	kind   kind
	num    float64 // the number, or 1 for true
	str    string  // the text, or an error's code
	format *numberFormat
}

// numberFormat is a NumberFormat message: NUMBER, DATE, CURRENCY ... and a
// pattern, "" being the locale's default for the type.
type numberFormat struct{ Type, Pattern string }

func (f *numberFormat) isDate() bool {
	return f != nil && (f.Type == "DATE" || f.Type == "TIME" || f.Type == "DATE_TIME")
}

func numberValue(n float64) value { return value{kind: kindNumber, num: n} }
func textValue(s string) value    { return value{kind: kindText, str: s} }

func boolValue(b bool) value {
	if b {
		return value{kind: kindBool, num: 1}
	}
	return value{kind: kindBool}
}

func errorValue(code string) value { return value{kind: kindError, str: code} }

// The error codes a formula can yield.
const (
	errRef     = "#REF!"
	errNA      = "#N/A"
	errDiv     = "#DIV/0!"
	errName    = "#NAME?"
	errValue   = "#VALUE!"
	errNum     = "#NUM!"
	errFormula = "#ERROR!"
)

// errorTypes maps codes to the ErrorValue types of the API.
var errorTypes = map[string]string{
	errRef: "REF", errNA: "N_A", errDiv: "DIVIDE_BY_ZERO", errName: "NAME", errValue: "VALUE", errNum: "NUM", errFormula: "ERROR",
}

var errorMessages = map[string]string{
	errRef: "Reference does not exist.", errNA: "Did not find value in lookup.",
	errDiv: "Function DIVIDE parameter 2 cannot be zero.", errName: "Unknown function or range name.",
	errValue: "A parameter has the wrong type of value.", errNum: "A number is out of range.", errFormula: "Formula parse error.",
}

// extended writes v as an ExtendedValue.
func (v value) extended() obj {
	switch v.kind {
	case kindNumber:
		return obj{"numberValue": v.num}
	case kindText:
		return obj{"stringValue": v.str}
	case kindBool:
		return obj{"boolValue": v.num != 0}
	case kindError:
		return obj{"errorValue": obj{"type": errorTypes[v.str], "message": errorMessages[v.str]}}
	}
	return nil
}

// asNumber converts as arithmetic does: blank is 0, numeric text counts.
func (v value) asNumber() (float64, bool) {
	switch v.kind {
	case kindNumber, kindBool:
		return v.num, true
	case kindEmpty:
		return 0, true
	case kindText:
		f, err := strconv.ParseFloat(strings.TrimSpace(v.str), 64)
		return f, err == nil
	}
	return 0, false
}

// less orders values as a sort does: numbers, text without case, booleans,
// errors; blanks are kept last by the caller in either direction.
func (v value) compare(w value) int {
	if v.kind != w.kind {
		return int(v.kind) - int(w.kind)
	}
	switch v.kind {
	case kindNumber, kindBool:
		switch {
		case v.num < w.num:
			return -1
		case v.num > w.num:
			return 1
		}
		return 0
	}
	return strings.Compare(strings.ToLower(v.str), strings.ToLower(w.str))
}
