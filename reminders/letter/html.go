package letter

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed letter.html.tmpl
var pageSource string

var page = template.Must(template.New("letter").Funcs(template.FuncMap{
	"lines": func(s string) []string { return strings.Split(s, "\n") },
	"last":  func(i, n int) bool { return i == n-1 },
}).Parse(pageSource))

// html is the letter for mail programs: tables, styles in place, nothing
// fetched from anywhere.
func (d document) html() (string, error) {
	var b strings.Builder
	if err := page.Execute(&b, d); err != nil {
		return "", fmt.Errorf("letter's page: %w", err)
	}
	return b.String(), nil
}

// Colon is what stands between a name and its value.
func (d document) Colon() string { return d.colon() }

// NameSpan is how many columns the name of a total takes.
func (t table) NameSpan() int { return len(t.Columns) - 1 }
