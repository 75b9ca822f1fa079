package app

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What left as a letter is on paper at a click on the invoice's card, and in
// the dossier that finance gets.
func TestALetterThatLeftIsPrintedAndStandsInTheDossier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		post := h.writes()
		h.must(h.hand().SetValues("Customers", h.under("Customers", "Address"), [][]any{{"1 rue du Port; 44000 Nantes"}}))
		a := h.start(h.mailing(h.options(h.newStore("own.db")), post))
		defer h.stop(a)
		if err := a.StartChasing(t.Context(), sophie); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		h.click(anna, h.ask(anna, "/relance tray"), "tray_send")
		time.Sleep(30 * time.Minute)
		if n := len(post.Messages()); n != 1 {
			t.Fatalf("%d letters left", n)
		}
		h.click(anna, h.ask(anna, "/relance INV-1"), "letter_paper")
		files := h.slack.Files()
		if len(files) != 1 || !bytes.HasPrefix(files[0].Content, []byte("%PDF")) || len(files[0].Shared) != 1 {
			t.Fatalf("files: %d", len(files))
		}
		content, err := botLetters{a.books[0].reminders, a.books[0], a.nameOf}.Dossier(t.Context(), "acme", "court", "fr")
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range z.File {
			names = append(names, f.Name)
		}
		if all := strings.Join(names, " "); !strings.Contains(all, "index.html") || !strings.Contains(all, "letters/01-2026-11-23-friendly.txt") {
			t.Errorf("the dossier holds %s", all)
		}
	})
}
