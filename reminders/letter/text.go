package letter

import "strings"

// text is the letter for programs that show no HTML, and for people who have
// it read to them: no columns, a sentence a line.
func (d document) text() string {
	var b strings.Builder
	paragraph := func(lines ...string) {
		if len(lines) > 0 {
			b.WriteString(strings.Join(lines, "\n") + "\n\n")
		}
	}
	for _, mark := range d.Marks {
		b.WriteString(d.mark(mark) + "\n")
	}
	if len(d.Marks) > 0 {
		b.WriteByte('\n')
	}
	if d.Title != "" {
		paragraph(strings.ToUpper(d.Title))
	}
	paragraph(d.Greeting)
	for _, p := range d.Before {
		paragraph(p)
	}
	if d.Note != "" {
		paragraph(d.Note)
	}
	for _, t := range d.Tables {
		paragraph(d.tableText(t)...)
	}
	if len(d.Pay) > 0 {
		lines := []string{d.PayTitle + d.colon()}
		for _, p := range d.Pay {
			lines = append(lines, d.mark(p))
		}
		paragraph(lines...)
	}
	if len(d.Links) > 0 {
		var lines []string
		for _, l := range d.Links {
			lines = append(lines, l.Name+d.colon()+" "+l.URL)
		}
		paragraph(lines...)
	}
	for _, p := range d.After {
		paragraph(p)
	}
	paragraph(d.Closing)
	paragraph(d.Signature...)
	if len(d.Sender) > 0 {
		paragraph("-- \n"+d.Company, strings.Join(d.Sender, "\n"))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func (d document) tableText(t table) []string {
	lines := []string{t.Title + d.colon()}
	for _, r := range t.Rows {
		lines = append(lines, "- "+r.Text)
	}
	for _, p := range t.Totals {
		lines = append(lines, d.mark(p))
	}
	return lines
}

func (d document) mark(p pair) string {
	if p.Name == "" {
		return p.Value
	}
	return p.Name + d.colon() + " " + p.Value
}

func (d document) colon() string {
	if d.Language == "fr" {
		return "\u00a0:"
	}
	return ":"
}

// cutVerb splits a form around its %s.
func cutVerb(form string) (before, after string, found bool) { return strings.Cut(form, "%s") }
