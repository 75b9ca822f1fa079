package sheetsim

import (
	"strconv"
	"strings"
)

// formula is what a cell holds that begins with "=". It is immutable.
type formula struct {
	source   string // as shown, "=" included
	locale   *locale
	tokens   []token
	root     node // nil when the text is no formula; names references by token
	array    bool // fills cells below and beside its own
	volatile bool // depends on the clock
	daily    bool // on its day alone
}

// maxFormulaDepth bounds the nesting of a formula.
const maxFormulaDepth = 200

func parseFormula(source string, l *locale) *formula {
	tokens := tokenize(source[1:], l)
	for i, t := range tokens {
		if t.kind == tokenSeparator {
			tokens[i].text = l.formulaSeparator()
		}
	}
	return newFormula(tokens, l)
}

func newFormula(tokens []token, l *locale) *formula {
	f := &formula{source: sourceOf(tokens), locale: l, tokens: tokens}
	p := parser{locale: l}
	for i, t := range tokens {
		if t.kind != tokenSpace {
			p.tokens, p.index = append(p.tokens, t), append(p.index, i)
		}
		if t.kind == tokenName {
			name := strings.ToUpper(t.text)
			f.daily = f.daily || name == "TODAY"
			f.volatile = f.volatile || name == "NOW"
			f.array = f.array || arrayMakers[name]
		}
	}
	if root, ok := p.expression(0, 0); ok && p.at == len(p.tokens) {
		f.root = root
	}
	return f
}

func sourceOf(tokens []token) string {
	var b strings.Builder
	b.WriteByte('=')
	for _, t := range tokens {
		b.WriteString(t.text)
	}
	return b.String()
}

// retold returns the formula with other texts or references in its tokens,
// whose order and kinds, and so the tree, are the same.
func (f *formula) retold(tokens []token, l *locale) *formula {
	out := *f
	out.source, out.tokens, out.locale = sourceOf(tokens), tokens, l
	return &out
}

// rewritten returns the formula with its references changed, itself when none
// was.
func (f *formula) rewritten(change func(reference) reference) *formula {
	var tokens []token
	for i, t := range f.tokens {
		if t.kind != tokenRef {
			continue
		}
		if to := change(t.ref); to != t.ref {
			if tokens == nil {
				tokens = append([]token(nil), f.tokens...)
			}
			tokens[i].ref, tokens[i].text = to, to.String()
		}
	}
	if tokens == nil {
		return f
	}
	return f.retold(tokens, f.locale)
}

func (f *formula) shifted(dr, dc int) *formula {
	if dr == 0 && dc == 0 {
		return f
	}
	return f.rewritten(func(r reference) reference { return r.shifted(dr, dc) })
}

// inLocale writes the formula with another locale's separators.
func (f *formula) inLocale(l *locale) *formula {
	tokens := append([]token(nil), f.tokens...)
	for i, t := range tokens {
		switch t.kind {
		case tokenSeparator:
			tokens[i].text = l.formulaSeparator()
		case tokenNumber:
			tokens[i].text = strings.Replace(t.text, f.locale.decimal, l.decimal, 1)
		}
	}
	return f.retold(tokens, l)
}

// parser builds the tree by operator precedence.
type parser struct {
	tokens []token // without spaces
	index  []int   // where they stand in the formula
	at     int
	locale *locale
}

func (p *parser) peek() token {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return token{kind: tokenBad}
}

var precedence = map[string]int{
	"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
}

func (p *parser) expression(least, depth int) (node, bool) {
	if depth > maxFormulaDepth {
		return nil, false
	}
	left, ok := p.unary(depth)
	for ok {
		t := p.peek()
		level := precedence[t.text]
		if t.kind != tokenOperator || level == 0 || level <= least {
			return left, true
		}
		p.at++
		var right node
		if right, ok = p.expression(level, depth+1); ok {
			left = binaryNode{t.text, left, right}
		}
	}
	return nil, false
}

func (p *parser) unary(depth int) (node, bool) {
	if t := p.peek(); t.kind == tokenOperator && (t.text == "-" || t.text == "+") {
		p.at++
		if depth > maxFormulaDepth {
			return nil, false
		}
		inner, ok := p.unary(depth + 1)
		if t.text == "-" {
			return negateNode{inner}, ok
		}
		return inner, ok
	}
	inner, ok := p.primary(depth)
	for ok && p.peek().kind == tokenOperator && p.peek().text == "%" {
		p.at++
		inner = binaryNode{"/", inner, literalNode{numberValue(100)}}
	}
	return inner, ok
}

func (p *parser) primary(depth int) (node, bool) {
	t := p.peek()
	p.at++
	switch t.kind {
	case tokenNumber:
		n, err := strconv.ParseFloat(strings.Replace(t.text, ",", ".", 1), 64)
		return literalNode{numberValue(n)}, err == nil
	case tokenText:
		return literalNode{textValue(strings.ReplaceAll(t.text[1:len(t.text)-1], `""`, `"`))}, true
	case tokenError:
		return literalNode{errorValue(t.text)}, true
	case tokenRef:
		return refNode{p.index[p.at-1]}, true
	case tokenOpen:
		inner, ok := p.expression(0, depth+1)
		if !ok || p.peek().kind != tokenClose {
			return nil, false
		}
		p.at++
		return inner, true
	case tokenName:
		if p.peek().kind == tokenOpen {
			p.at++
			return p.call(strings.ToUpper(t.text), depth)
		}
		switch strings.ToUpper(t.text) {
		case "TRUE", p.locale.yes:
			return literalNode{boolValue(true)}, true
		case "FALSE", p.locale.no:
			return literalNode{boolValue(false)}, true
		}
		return nameNode{t.text}, true
	}
	return nil, false
}

// call reads arguments up to the closing bracket; an empty one is blank.
func (p *parser) call(name string, depth int) (node, bool) {
	out := callNode{name: name}
	if p.peek().kind == tokenClose {
		p.at++
		return out, true
	}
	for {
		var arg node = literalNode{}
		if k := p.peek().kind; k != tokenSeparator && k != tokenClose {
			var ok bool
			if arg, ok = p.expression(0, depth+1); !ok {
				return nil, false
			}
		}
		out.args = append(out.args, arg)
		next := p.peek().kind
		p.at++
		switch next {
		case tokenClose:
			return out, true
		case tokenSeparator:
		default:
			return nil, false
		}
	}
}
