package letter

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

// The sheet, in millimetres: A4, folded in three for a DL envelope. French
// windows are on the right (NF Z 11-001), British ones on the left.
const (
	paperWidth    = 210.0
	paperHeight   = 297.0
	margin        = 20.0
	textWidth     = paperWidth - 2*margin
	bottom        = 272.0 // of what is written; the page's number stands below
	windowTop     = 50.0
	windowRight   = 110.0 // left edge of the address in a window on the right
	windowWidth   = 80.0
	bodyTop       = 98.0 // below the window
	lineHeight    = 5.0
	smallHeight   = 4.2
	bodySize      = 10.0
	smallSize     = 8.5
	signatureRoom = 20.0
	fontName      = "Go"
)

// PDF prints the letter for registered post. The same letter gives the same
// bytes. The error is an *Error where the letter is at fault: besides what
// Render refuses, a recipient without an address, or one whose letters the
// print lacks (it has Latin, Greek and Cyrillic).
func PDF(l Letter) ([]byte, error) {
	doc, err := l.document()
	if err != nil {
		return nil, err
	}
	if len(visibleLines(l.Recipient.Address, maxAddress)) == 0 {
		return nil, &Error{Reason: ReasonAddress, Detail: l.Recipient.Company}
	}
	for _, line := range doc.Recipient {
		if r, ok := unprintable(line); ok {
			return nil, &Error{Reason: ReasonUnprintable, Detail: string(r)}
		}
	}
	p := &paper{doc: doc, stamp: l, total: 1}
	p.print() // once to count the pages
	p.total = p.pdf.PageCount()
	p.print()
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("print the letter: %w", err)
	}
	return b.Bytes(), nil
}

// paper draws a document.
type paper struct {
	pdf   *fpdf.Fpdf
	doc   document
	stamp Letter // for the day that the file says it was made on
	total int    // pages
}

func (p *paper) print() {
	p.pdf = fpdf.New("P", "mm", "A4", "")
	p.pdf.SetMargins(margin, margin, margin)
	p.pdf.SetAutoPageBreak(true, paperHeight-bottom)
	p.pdf.SetCatalogSort(true)
	p.pdf.SetCreationDate(p.stamp.Date.Time())
	p.pdf.SetModificationDate(p.stamp.Date.Time())
	p.pdf.SetProducer("Relance", true)
	p.pdf.SetTitle(printed(p.doc.Subject), true)
	p.pdf.SetAuthor(printed(p.doc.Company), true)
	p.pdf.SetLang(p.doc.Language)
	p.pdf.AddUTF8FontFromBytes(fontName, "", goregular.TTF)
	p.pdf.AddUTF8FontFromBytes(fontName, "B", gobold.TTF)
	p.pdf.SetHeaderFunc(p.header)
	p.pdf.SetFooterFunc(p.footer)
	p.pdf.AddPage()
	p.head()
	p.body()
}

// header stands on every page but the first, so that a lost sheet finds back.
func (p *paper) header() {
	if p.pdf.PageNo() == 1 {
		p.foldMarks()
		return
	}
	p.small()
	p.pdf.SetXY(margin, 10)
	parts := []string{p.doc.Company, p.doc.Recipient[0], p.doc.Dated}
	p.pdf.CellFormat(textWidth, smallHeight, p.fit(strings.Join(parts, " · "), textWidth), "B", 1, "L", false, 0, "")
	p.pdf.SetXY(margin, margin)
	p.plain()
}

func (p *paper) footer() {
	p.small()
	p.pdf.SetXY(margin, paperHeight-14)
	p.pdf.CellFormat(textWidth, smallHeight, fmt.Sprintf(p.doc.label.page, p.pdf.PageNo(), fmt.Sprint(p.total)), "", 0, "C", false, 0, "")
	p.plain()
}

// foldMarks show where the sheet folds into thirds.
func (p *paper) foldMarks() {
	p.pdf.SetDrawColor(170, 170, 170)
	for _, y := range []float64{paperHeight / 3, 2 * paperHeight / 3} {
		p.pdf.Line(4, y, 8, y)
	}
	p.pdf.SetDrawColor(0, 0, 0)
}

// head writes sender, address, date and subject of the first page.
func (p *paper) head() {
	french := p.doc.Language == "fr"
	const marksWidth = windowRight - margin - 2
	senderX, windowX := margin, windowRight
	if !french {
		senderX, windowX = windowRight, margin
	}
	p.bold(12)
	p.pdf.SetXY(senderX, 15)
	p.pdf.MultiCell(windowWidth, 6, printed(p.doc.Company), "", "L", false)
	p.small()
	for _, line := range p.doc.Sender {
		p.pdf.SetX(senderX)
		p.pdf.CellFormat(windowWidth, smallHeight, p.fit(line, windowWidth), "", 1, "L", false, 0, "")
	}
	p.plain()
	p.pdf.SetXY(windowX, windowTop)
	for _, line := range p.doc.Recipient {
		p.pdf.SetX(windowX)
		p.pdf.CellFormat(windowWidth, lineHeight, p.fit(line, windowWidth), "", 1, "L", false, 0, "")
	}
	// Marks stand beside the window, where it doesn't show them.
	p.small()
	p.pdf.SetXY(senderX, windowTop+lineHeight*4)
	for _, mark := range p.doc.Marks {
		p.pdf.SetX(senderX)
		p.pdf.MultiCell(min(marksWidth, paperWidth-margin-senderX), smallHeight, printed(p.doc.mark(mark)), "", "L", false)
	}
	p.plain()
	p.pdf.SetXY(windowX, bodyTop-lineHeight*1.5)
	if !french {
		p.pdf.SetX(senderX)
	}
	p.pdf.CellFormat(windowWidth, lineHeight, printed(p.doc.Dated), "", 1, "L", false, 0, "")
	p.pdf.SetXY(margin, bodyTop+lineHeight)
	p.bold(bodySize + 0.5)
	p.pdf.MultiCell(textWidth, lineHeight+0.5, printed(p.doc.label.subject+p.doc.colon()+" "+p.doc.Subject), "", "L", false)
	p.plain()
	p.gap()
}

func (p *paper) body() {
	p.paragraph(p.doc.Greeting)
	for _, text := range p.doc.Before {
		p.paragraph(text)
	}
	if p.doc.Note != "" {
		p.paragraph(p.doc.Note)
	}
	for _, t := range p.doc.Tables {
		p.table(t)
	}
	p.payment()
	for _, text := range p.doc.After {
		p.paragraph(text)
	}
	// The signature never stands alone on a page.
	need := float64(len(p.doc.Signature)+2)*lineHeight + signatureRoom
	p.room(need)
	p.paragraph(p.doc.Closing)
	p.pdf.Ln(signatureRoom)
	for _, line := range p.doc.Signature {
		p.pdf.CellFormat(textWidth, lineHeight, p.fit(line, textWidth), "", 1, "L", false, 0, "")
	}
}

func (p *paper) payment() {
	if len(p.doc.Pay) > 0 {
		p.room(float64(len(p.doc.Pay)+2) * lineHeight)
		p.bold(bodySize)
		p.pdf.CellFormat(textWidth, lineHeight+1, printed(p.doc.PayTitle), "", 1, "L", false, 0, "")
		p.plain()
		for _, pay := range p.doc.Pay {
			p.pdf.CellFormat(42, lineHeight, printed(pay.Name), "", 0, "L", false, 0, "")
			p.pdf.MultiCell(textWidth-42, lineHeight, printed(pay.Value), "", "L", false)
		}
		p.gap()
	}
	for _, l := range p.doc.Links {
		p.pdf.MultiCell(textWidth, lineHeight, printed(l.Name+p.doc.colon()+" "+l.URL), "", "L", false)
	}
	if len(p.doc.Links) > 0 {
		p.gap()
	}
}

func (p *paper) paragraph(text string) {
	p.pdf.MultiCell(textWidth, lineHeight, printed(text), "", "L", false)
	p.gap()
}

func (p *paper) gap() { p.pdf.Ln(2.5) }

// room begins a new page if less than height is left on this one.
func (p *paper) room(height float64) {
	if p.pdf.GetY()+height > bottom {
		p.pdf.AddPage()
	}
}

func (p *paper) plain() { p.pdf.SetFont(fontName, "", bodySize); p.pdf.SetTextColor(20, 20, 20) }
func (p *paper) small() { p.pdf.SetFont(fontName, "", smallSize); p.pdf.SetTextColor(80, 80, 80) }

func (p *paper) bold(size float64) {
	p.pdf.SetFont(fontName, "B", size)
	p.pdf.SetTextColor(20, 20, 20)
}

// fit shortens text to a width in the font that is set.
func (p *paper) fit(text string, width float64) string {
	text = printed(text)
	for p.pdf.GetStringWidth(text) > width-2 {
		runes := []rune(strings.TrimSuffix(text, "…"))
		text = strings.TrimSpace(string(runes[:len(runes)-1])) + "…"
	}
	return text
}

// fonts are parsed once, to ask what they can print.
var fonts = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font is compiled in
	}
	return f
})

func unprintable(text string) (rune, bool) {
	var b sfnt.Buffer
	for _, r := range narrow.Replace(text) {
		if r == '\n' {
			continue
		}
		if i, err := fonts().GlyphIndex(&b, r); err != nil || i == 0 {
			return r, true
		}
	}
	return 0, false
}

// narrow stands in for the few signs of ours that the font lacks.
var narrow = strings.NewReplacer("\u202f", "\u00a0", "⟨", "‹", "⟩", "›", "\u00ad", "", "\u200d", "")

// printed is text as the font can show it; what it lacks is a question mark.
func printed(text string) string {
	text = narrow.Replace(text)
	if _, bad := unprintable(text); !bad {
		return text
	}
	return strings.Map(func(r rune) rune {
		if _, bad := unprintable(string(r)); bad {
			return '?'
		}
		return r
	}, text)
}
