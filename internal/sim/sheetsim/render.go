package sheetsim

import (
	"math"
	"strconv"
	"strings"
)

// render writes v as the grid shows it under nf (nil for automatic).
func render(v value, nf *numberFormat, l *locale) string {
	switch v.kind {
	case kindText, kindError:
		return v.str
	case kindBool:
		return pick(v.num != 0, l.yes, l.no)
	case kindEmpty:
		return ""
	}
	pattern := ""
	if nf != nil {
		pattern = nf.Pattern
		if pattern == "" {
			pattern = l.defaultPattern(nf.Type)
		}
	}
	if pattern == "" || strings.EqualFold(pattern, "general") || pattern == "@" {
		return general(v.num, l)
	}
	return renderPattern(v.num, pattern, l)
}

func (l *locale) defaultPattern(kind string) string {
	switch kind {
	case "NUMBER":
		return "#,##0.00"
	case "PERCENT":
		return "0.00%"
	case "CURRENCY":
		return l.currency
	case "DATE":
		return l.datePattern
	case "TIME":
		return l.timePattern
	case "DATE_TIME":
		return l.dateTimePattern
	case "SCIENTIFIC":
		return "0.00E+00"
	}
	return ""
}

// general is the automatic format: up to ten decimals, no grouping.
func general(n float64, l *locale) string {
	size := math.Abs(n)
	if size != 0 && (size >= 1e15 || size < 1e-10) {
		return strings.Replace(exponential(n, 5, true), ".", l.decimal, 1)
	}
	text := strconv.FormatFloat(n, 'g', 15, 64)
	if strings.ContainsAny(text, "e") || len(text) > 16 {
		text = strconv.FormatFloat(n, 'f', 10, 64)
	}
	if _, fraction, ok := strings.Cut(text, "."); ok {
		if len(fraction) > 10 {
			text = strconv.FormatFloat(n, 'f', 10, 64)
		}
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		text = "0"
	}
	return strings.Replace(text, ".", l.decimal, 1)
}

// exponential writes "1.23E+04".
func exponential(n float64, decimals int, trim bool) string {
	text := strconv.FormatFloat(n, 'E', decimals, 64)
	mantissa, power, _ := strings.Cut(text, "E")
	if trim && strings.Contains(mantissa, ".") {
		mantissa = strings.TrimSuffix(strings.TrimRight(mantissa, "0"), ".")
	}
	return mantissa + "E" + power
}

// renderPattern applies one of up to four ";" sections by sign.
func renderPattern(n float64, pattern string, l *locale) string {
	sections := splitSections(pattern)
	section := sections[0]
	switch {
	case n < 0 && len(sections) > 1:
		section, n = sections[1], -n
	case n == 0 && len(sections) > 2:
		section = sections[2]
	}
	if isDatePattern(section) {
		return renderDate(n, section, l)
	}
	return renderNumber(n, section, l)
}

func splitSections(pattern string) []string {
	var out []string
	quoted, start := false, 0
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '"':
			quoted = !quoted
		case '\\':
			i++
		case ';':
			if !quoted {
				out = append(out, pattern[start:i])
				start = i + 1
			}
		}
	}
	return append(out, pattern[start:])
}

// bare removes quoted and escaped text and [conditions].
func barePattern(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '"', '[':
			end := strings.IndexByte(pattern[i+1:], map[byte]byte{'"': '"', '[': ']'}[c])
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case '\\':
			i++
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isDatePattern(section string) bool {
	text := strings.ToLower(barePattern(section))
	return strings.ContainsAny(text, "ymdhs") && !strings.ContainsAny(text, "0#")
}

// renderNumber understands 0 # ? , . % E, quoted and escaped text.
func renderNumber(n float64, section string, l *locale) string {
	bare := barePattern(section)
	if strings.Contains(bare, "%") {
		n *= 100
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0#?.,E", r) {
			return r
		}
		return -1
	}, bare)
	text := formatDigits(math.Abs(n), digits, l)
	if n < 0 && strings.ContainsAny(text, "123456789") {
		text = "-" + text
	}
	var b strings.Builder
	placed := digits == ""
	for i := 0; i < len(section); i++ {
		switch c := section[i]; {
		case c == '"' || c == '[':
			stop := byte('"')
			if c == '[' {
				stop = ']'
			}
			end := strings.IndexByte(section[i+1:], stop)
			if end < 0 {
				end = len(section) - i - 1
			}
			if c == '"' {
				b.WriteString(section[i+1 : min(len(section), i+1+end)])
			}
			i += end + 1
		case c == '\\':
			if i++; i < len(section) {
				b.WriteByte(section[i])
			}
		case c == '_' || c == '*':
			i++ // padding of the width of the next character
		case strings.IndexByte("0#?.,E", c) >= 0, (c == '+' || c == '-') && i > 0 && section[i-1] == 'E':
			if !placed {
				b.WriteString(text)
				placed = true
			}
		default:
			b.WriteByte(c)
		}
	}
	out := b.String()
	if at := strings.Index(out, "-"+strings.TrimPrefix(text, "-")); n < 0 && at > 0 { // "$-5" is shown "-$5"
		out = "-" + out[:at] + out[at+1:]
	}
	return out
}

// formatDigits writes a number that is not negative by a pattern of 0 # . , E.
func formatDigits(n float64, digits string, l *locale) string {
	if mantissa, _, ok := strings.Cut(digits, "E"); ok {
		_, decimals, _ := strings.Cut(mantissa, ".")
		return strings.Replace(exponential(n, len(decimals), false), ".", l.decimal, 1)
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	grouped := strings.Contains(whole, ",")
	least := strings.Count(whole, "0")
	most, kept := len(fraction), strings.Count(fraction, "0")
	text := strconv.FormatFloat(roundHalfUp(n, most), 'f', most, 64)
	intPart, decPart, _ := strings.Cut(text, ".")
	for len(decPart) > kept && strings.HasSuffix(decPart, "0") {
		decPart = decPart[:len(decPart)-1]
	}
	if intPart = strings.TrimLeft(intPart, "0"); len(intPart) < least {
		intPart = strings.Repeat("0", least-len(intPart)) + intPart
	}
	if grouped {
		intPart = grouped3(intPart, l.group)
	}
	if decPart != "" {
		return intPart + l.decimal + decPart
	}
	return intPart
}

// roundHalfUp rounds the shortest decimal form of n, away from zero at the
// half, as spreadsheets do.
func roundHalfUp(n float64, decimals int) float64 {
	if decimals > 15 || math.Abs(n) >= 1e15 || math.IsNaN(n) || math.IsInf(n, 0) {
		return n
	}
	scale := math.Pow10(decimals)
	scaled, _ := strconv.ParseFloat(strconv.FormatFloat(n*scale, 'g', 15, 64), 64)
	return math.Round(scaled) / scale
}

func grouped3(digits, separator string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return digits
}
