package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// syncWords are the lines of `relance sync`, in one language.
type syncWords struct {
	book, holder, unserved                             string
	quiet, read, took, gone, wrote, wouldTake, planned string
	putBack, later, late, unsettled, held, wouldHold   string
	unread, row, open, conflict, calls, refused        string
}

var syncLanguages = map[string]syncWords{
	"en": {
		book: "Book %s (%s)", holder: "  synced by the process that serves it",
		unserved: "  another process holds it and does not answer: this is only a look, nothing was written",
		quiet:    "  nothing new since the last look", read: "  read         %d rows, %d of them changed since",
		took: "  changed      %d facts taken from the sheet", gone: ", %d of them invoices that are gone", wrote: "  written      %d cells",
		wouldTake: "  would take   %d facts from the sheet", planned: "  would write  %d cells",
		putBack: "  put back     %d cells that had been written while rows moved", later: "  left         %d writes for the next cycle",
		late: "  late         %d invoices when first seen", unsettled: "  a write is not settled yet; the next cycle settles it",
		held: "  HELD: %s", wouldHold: "  would be HELD: %s",
		unread: "  not readable %d rows; nobody is reminded on them", row: "row", open: "  conflicts    %d not decided",
		conflict: "the sheet says %q, kept is %q", calls: "  Google calls in the last minute: %d/%d reads, %d/%d writes, %d of Drive", refused: "; %d refused for quota",
	},
	"fr": {
		book: "Livre %s (%s)", holder: "  synchronisé par le processus qui le sert",
		unserved: "  un autre processus le tient et ne répond pas : simple lecture, rien n'a été écrit",
		quiet:    "  rien de nouveau depuis la dernière lecture", read: "  lu           %d lignes, dont %d modifiées depuis",
		took: "  changé       %d faits repris de la feuille", gone: ", dont %d factures disparues", wrote: "  écrit        %d cellules",
		wouldTake: "  reprendrait  %d faits de la feuille", planned: "  écrirait     %d cellules",
		putBack: "  remis        %d cellules écrites pendant un déplacement de lignes", later: "  reporté      %d écritures au prochain cycle",
		late: "  en retard    %d factures vues pour la première fois", unsettled: "  une écriture n'est pas encore établie ; le prochain cycle l'établira",
		held: "  SUSPENDU : %s", wouldHold: "  serait SUSPENDU : %s",
		unread: "  illisible    %d lignes ; personne n'est relancé dessus", row: "ligne", open: "  conflits     %d à trancher",
		conflict: "la feuille dit « %s », gardé : « %s »", calls: "  appels à Google dans la dernière minute : %d/%d lectures, %d/%d écritures, %d de Drive", refused: " ; %d refusés pour quota",
	},
}

// syncText is what one book's cycle did, on some lines.
func syncText(b app.OnceBook, language string) string {
	w := syncLanguages[language]
	r := b.Report
	var t strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&t, format+"\n", args...) }
	line(w.book, b.Book, b.Spreadsheet)
	switch b.Ran {
	case app.RanByHolder:
		line("%s", w.holder)
	case app.RanNobody:
		line("%s", w.unserved)
	}
	if r.Quiet {
		line("%s", w.quiet)
	} else {
		line(w.read, r.Read, r.Decoded)
	}
	gone := ""
	if r.Gone > 0 {
		gone = fmt.Sprintf(w.gone, r.Gone)
	}
	if r.DryRun {
		line(w.wouldTake+"%s", r.Changed, gone)
		line(w.planned, len(r.Planned))
		for _, p := range r.Planned {
			line("    %s", p)
		}
	} else if !r.Quiet {
		line(w.took+"%s", r.Changed, gone)
		line(w.wrote, r.Written)
	}
	for _, n := range []struct {
		format string
		count  int
	}{{w.putBack, r.PutBack}, {w.later, r.Later}, {w.late, r.Waiting}} {
		if n.count > 0 {
			line(n.format, n.count)
		}
	}
	if r.Unsettled {
		line("%s", w.unsettled)
	}
	for _, p := range r.HeldBy {
		if r.DryRun {
			line(w.wouldHold, p.Text(language))
		} else {
			line(w.held, p.Text(language))
		}
	}
	if r.Held != "" && len(r.HeldBy) == 0 {
		line(w.held, r.Held)
	}
	w.problems(line, r.Problems, b.Quarantined, language)
	w.conflicts(line, slices.Concat(b.Open, fresh(r)), language)
	fmt.Fprintf(&t, w.calls, b.Minute.Reads, google.PerMinute, b.Minute.Writes, google.PerMinute, b.Minute.Drive)
	if b.Minute.Refused > 0 {
		fmt.Fprintf(&t, w.refused, b.Minute.Refused)
	}
	t.WriteByte('\n')
	return t.String()
}

// fresh are the conflicts that a dry run foresees; those of a real cycle are
// in the store.
func fresh(r sheets.Report) []sheets.Conflict {
	if r.DryRun {
		return r.Conflicts
	}
	return nil
}

func (w syncWords) problems(line func(string, ...any), list []sheets.Problem, rows int, language string) {
	if rows > 0 {
		line(w.unread, rows)
	}
	for _, p := range list {
		place := p.Tab
		if p.Row > 0 {
			place = fmt.Sprintf("%s %s %d", p.Tab, w.row, p.Row)
		}
		line("    %s: %s", strings.TrimSpace(place+" "+string(p.Invoice)), p.Text(language))
	}
}

func (w syncWords) conflicts(line func(string, ...any), list []sheets.Conflict, language string) {
	if len(list) > 0 {
		line(w.open, len(list))
	}
	for _, c := range list {
		line("    %s %s: "+w.conflict, c.Invoice, sheets.HeaderFor(c.Field, language), c.Sheet, c.Mine)
	}
}
