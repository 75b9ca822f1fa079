package letter

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestAFormalNoticeOnPaper(t *testing.T) {
	for language, want := range map[string][]string{
		"fr": {"Menuiserie Œuvrard & Fils", "38000 Grenoble", "Objet\u00a0: Mise en demeure de payer\u00a0: 1\u00a0500,00\u00a0€", "Lettre recommandée avec AR n° 1A 123 456 7890 1", "Lyon, le 20 novembre 2026", "Pénalités au 20 novembre 2026", "1\u00a0586,09\u00a0€", "FR76 3000 6000 0112 3456 7890 189", "Hélène Garnier", "Page 1 sur 2"},
		"en": {"Menuiserie Œuvrard & Fils", "Subject: Formal notice to pay: €1,500.00", "By registered post, No. 1A 123 456 7890 1", "€1,586.09", "Page 2 of 2"},
	} {
		got, err := PDF(sample(Formal, language))
		if err != nil {
			t.Fatal(err)
		}
		pages := paperText(t, got)
		if len(pages) != 2 {
			t.Errorf("%s: %d pages", language, len(pages))
		}
		all := strings.Join(pages, "\n")
		for _, text := range want {
			if !strings.Contains(all, text) {
				t.Errorf("%s: the paper lacks %q:\n%s", language, text, all)
			}
		}
		again, err := PDF(sample(Formal, language))
		if err != nil || !bytes.Equal(got, again) {
			t.Errorf("%s: the same letter is printed differently, %v", language, err)
		}
	}
}

func TestALongStatementRepeatsItsHead(t *testing.T) {
	l := sample(Formal, "fr")
	for i := range 120 {
		line := l.Chased[0]
		line.Number = fmt.Sprintf("F-%d", 2000+i)
		l.Chased = append(l.Chased, line)
	}
	got, err := PDF(l)
	if err != nil {
		t.Fatal(err)
	}
	pages := paperText(t, got)
	if len(pages) < 5 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, text := range pages {
		if want := fmt.Sprintf("Page %d sur %d", i+1, len(pages)); !strings.Contains(text, want) {
			t.Errorf("page %d lacks %q", i+1, want)
		}
		if i > 0 && !strings.Contains(text, "Atelier Dubreuil SARL · Menuiserie Œuvrard & Fils · Lyon, le 20 novembre 2026") {
			t.Errorf("page %d doesn't say whose it is", i+1)
		}
		if strings.Contains(text, "F-20") && strings.Contains(text, "12\u00a0jours") && !strings.Contains(text, "Échéance") {
			t.Errorf("page %d has rows and no head", i+1)
		}
	}
	for i := range 120 {
		if n := strings.Count(strings.Join(pages, "\n"), fmt.Sprintf("\nF-%d\n", 2000+i)); n != 2 { // principal, and interest
			t.Errorf("F-%d stands in %d rows", 2000+i, n)
		}
	}
}

func TestLettersThatCanNotBePrinted(t *testing.T) {
	for _, row := range []struct {
		story  string
		change func(*Letter)
		want   Reason
	}{
		{"a customer without an address", func(l *Letter) { l.Recipient.Address = []string{" ", ""} }, ReasonAddress},
		{"an address that the print lacks letters for", func(l *Letter) { l.Recipient.Address[0] = "中山路 3" }, ReasonUnprintable},
		{"what can't be mailed can't be printed", func(l *Letter) { l.Chased = nil }, ReasonNothing},
	} {
		l := sample(Formal, "fr")
		row.change(&l)
		_, err := PDF(l)
		var refused *Error
		if !errors.As(err, &refused) || refused.Reason != row.want {
			t.Errorf("%s: %v", row.story, err)
		}
	}
	l := sample(Formal, "fr")
	l.Recipient.Address = []string{"Ul. Świętokrzyska 12", "Ταχυδρομείο", "улица Мира\u202e"}
	l.Chased[0].Number = strings.Repeat("超F", 60) // a number is shown as well as it can be
	l.Note = strings.Repeat("Une ligne.\n", 30)
	got, err := PDF(l)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(paperText(t, got), "\n")
	for _, want := range []string{"Ul. Świętokrzyska 12", "Ταχυδρομείο", "улица Мира‹U+202E›", "?F?F?F"} {
		if !strings.Contains(all, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
}

var (
	pdfStream = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	pdfShown  = regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) ?Tj`)
)

// paperText is what a PDF shows, page by page, a line for each piece of text.
// It reads the form that the library writes: one deflated stream for each page,
// text as UTF-16.
func paperText(t *testing.T, pdf []byte) []string {
	t.Helper()
	var pages []string
	for _, match := range pdfStream.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(match[1]))
		if err != nil {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			continue
		}
		var lines []string
		for _, shown := range pdfShown.FindAllSubmatch(content, -1) {
			lines = append(lines, fromUTF16(shown[1]))
		}
		if len(lines) > 0 {
			pages = append(pages, "\n"+strings.Join(lines, "\n")+"\n")
		}
	}
	if n := len(regexp.MustCompile(`/Type /Page\b[^s]`).FindAll(pdf, -1)); n != len(pages) {
		t.Errorf("%d pages with text of %d", len(pages), n)
	}
	return pages
}

func fromUTF16(escaped []byte) string {
	var raw []byte
	for i := 0; i < len(escaped); i++ {
		if escaped[i] == '\\' && i+1 < len(escaped) {
			i++
			if escaped[i] == 'r' {
				raw = append(raw, '\r')
				continue
			}
		}
		raw = append(raw, escaped[i])
	}
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}
