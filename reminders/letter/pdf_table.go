package letter

import "strings"

const (
	rowHeight   = 5.6
	cellPadding = 2.0
)

// table prints a statement; its head is repeated on every page it reaches.
func (p *paper) table(t table) {
	p.room(rowHeight * 4) // title, head and a row or two together
	p.bold(bodySize)
	p.pdf.CellFormat(textWidth, lineHeight+2, printed(t.Title), "", 1, "L", false, 0, "")
	widths := p.widths(t)
	p.tableHead(t, widths)
	for i, r := range t.Rows {
		after := 0.0
		if i == len(t.Rows)-1 { // the totals keep a row above them
			after = float64(len(t.Totals)) * rowHeight
		}
		p.tableRow(t, r, widths, after)
	}
	for i, total := range t.Totals {
		if p.pdf.GetY()+rowHeight > bottom {
			p.pdf.AddPage()
			p.tableHead(t, widths)
		}
		p.plain()
		if i == len(t.Totals)-1 {
			p.bold(bodySize)
		}
		value := widths[len(widths)-1]
		p.pdf.CellFormat(textWidth-value, rowHeight, p.fit(total.Name, textWidth-value), "", 0, "R", false, 0, "")
		p.pdf.CellFormat(value, rowHeight, printed(total.Value), "", 1, "R", false, 0, "")
	}
	p.plain()
	p.gap()
}

// widths gives each column what its longest cell needs; the first takes the
// rest, and wraps.
func (p *paper) widths(t table) []float64 {
	widths := make([]float64, len(t.Columns))
	left := textWidth
	for i := 1; i < len(t.Columns); i++ {
		p.bold(smallSize)
		widths[i] = p.pdf.GetStringWidth(printed(t.Columns[i].Head))
		p.plain()
		for _, r := range t.Rows {
			widths[i] = max(widths[i], p.pdf.GetStringWidth(printed(r.Cells[i])))
		}
		if i == len(t.Columns)-1 {
			p.bold(bodySize)
			for _, total := range t.Totals {
				widths[i] = max(widths[i], p.pdf.GetStringWidth(printed(total.Value)))
			}
		}
		widths[i] += 2*cellPadding + 1
		left -= widths[i]
	}
	widths[0] = max(left, 25)
	return widths
}

func (p *paper) tableHead(t table, widths []float64) {
	p.bold(smallSize)
	p.pdf.SetFillColor(236, 239, 243)
	for i, c := range t.Columns {
		p.pdf.CellFormat(widths[i], rowHeight, p.fit(c.Head, widths[i]+1), "B", 0, align(c), true, 0, "")
	}
	p.pdf.Ln(rowHeight)
	p.plain()
}

func (p *paper) tableRow(t table, r row, widths []float64, after float64) {
	first := p.split(r.Cells[0], widths[0]-cellPadding)
	p.small()
	var under []string
	if r.Under != "" {
		under = p.split(r.Under, textWidth-2*cellPadding)
	}
	p.plain()
	height := rowHeight + float64(len(first)-1)*lineHeight + float64(len(under))*smallHeight
	if p.pdf.GetY()+height+after > bottom {
		p.pdf.AddPage()
		p.tableHead(t, widths)
	}
	y := p.pdf.GetY()
	for i, line := range first {
		p.pdf.SetXY(margin, y+float64(i)*lineHeight)
		p.pdf.CellFormat(widths[0], rowHeight, line, "", 0, "L", false, 0, "")
	}
	x := margin + widths[0]
	for i := 1; i < len(r.Cells); i++ {
		p.pdf.SetXY(x, y)
		p.pdf.CellFormat(widths[i], rowHeight, printed(r.Cells[i]), "", 0, align(t.Columns[i]), false, 0, "")
		x += widths[i]
	}
	p.small()
	for i, line := range under {
		p.pdf.SetXY(margin, y+rowHeight+float64(len(first)-1)*lineHeight+float64(i)*smallHeight-0.8)
		p.pdf.CellFormat(textWidth, smallHeight, line, "", 0, "L", false, 0, "")
	}
	p.plain()
	p.pdf.SetDrawColor(205, 210, 217)
	p.pdf.Line(margin, y+height, margin+textWidth, y+height)
	p.pdf.SetDrawColor(0, 0, 0)
	p.pdf.SetXY(margin, y+height)
}

// split wraps text to a width; a word that is too long is cut.
func (p *paper) split(text string, width float64) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(printed(text), " ") {
		for p.pdf.GetStringWidth(word) > width && len(word) > 1 {
			cut := len([]rune(word))
			for cut > 1 && p.pdf.GetStringWidth(string([]rune(word)[:cut])) > width {
				cut--
			}
			if line != "" {
				lines, line = append(lines, line), ""
			}
			lines = append(lines, string([]rune(word)[:cut]))
			word = string([]rune(word)[cut:])
		}
		next := strings.TrimSpace(line + " " + word)
		if line != "" && p.pdf.GetStringWidth(next) > width {
			lines, line = append(lines, line), word
			continue
		}
		line = next
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

func align(c column) string {
	if c.Right {
		return "R"
	}
	return "L"
}
