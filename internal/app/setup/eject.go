package setup

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/relance-bot/relance/sheets/google"
)

// EjectAsk is what to do with a spreadsheet that Relance is to leave.
type EjectAsk struct {
	DryRun   bool
	WithCopy bool   // the copies made before adopting, too
	Export   string // folder for what people may have written into what goes
	Confirm  func(question string) (bool, error)
}

// Eject lists everything that Relance added, keeps what people may have written
// into it as CSV files, and takes it away: that and nothing else.
func (d Desk) Eject(ctx context.Context, ask EjectAsk) error {
	s, err := d.open(ctx)
	if err != nil {
		return err
	}
	f, err := s.Footprint(ctx)
	if err != nil {
		return d.explain(s, err)
	}
	if f.Empty() {
		d.say("Nothing in %q is Relance's.", "Rien dans « %s » n'est de Relance.", f.Title)
		return nil
	}
	contents, err := s.Contents(ctx, f)
	if err != nil {
		return d.explain(s, err)
	}
	d.list(f, ask.WithCopy)
	for _, c := range contents {
		d.say("  keep as a file: %s (%d rows)", "  conserver dans un fichier : %s (%d lignes)", exportName(ask.Export, f.Title, c.Name), len(c.Rows)-1)
	}
	if ask.DryRun {
		d.say("\nA dry run: nothing was removed.", "\nSimulation : rien n'a été retiré.")
		return nil
	}
	yes, err := ask.Confirm(d.text("\nRemove this? [y/N] ", "\nRetirer cela ? [o/N] "))
	if err != nil {
		return err
	}
	if !yes {
		d.say("Nothing was removed.", "Rien n'a été retiré.")
		return nil
	}
	for _, c := range contents {
		if err := export(exportName(ask.Export, f.Title, c.Name), c.Rows); err != nil {
			return d.fault(err, "Nothing was removed: %v", "Rien n'a été retiré : %v", err)
		}
	}
	if err := s.Eject(ctx, f, ask.WithCopy); err != nil {
		return d.explain(s, err)
	}
	d.say("\nDone. Stop the service, or take the book out of its configuration, or it will begin again.",
		"\nTerminé. Arrêtez le service, ou retirez le registre de sa configuration, sinon il recommencera.")
	return nil
}

func (d Desk) list(f *google.Footprint, withCopy bool) {
	d.say("Of what stands in %q, this is Relance's and goes:", "Dans « %s », ceci est de Relance et disparaît :", f.Title)
	for _, t := range f.Tabs {
		d.say("  the tab %q", "  l'onglet « %s »", t.Title)
	}
	for _, c := range f.Columns {
		d.say("  in %q the column %q", "  dans « %s » la colonne « %s »", c.Tab.Title, c.Header)
	}
	d.say("  its marks, named ranges, warnings and colours", "  ses marques, plages nommées, avertissements et couleurs")
	if f.Made {
		d.say("Relance made this spreadsheet: the tabs that hold your data stay.", "Relance a créé cette feuille : les onglets de vos données restent.")
	}
	for _, k := range f.Kept {
		d.say("  stays, because the formula in %[2]s reads it: %[1]s", "  reste, car la formule en %[2]s le lit : %[1]s", k.What, k.By)
	}
	for _, t := range f.Copies {
		if withCopy {
			d.say("  the copy %q", "  la copie « %s »", t.Title)
		} else {
			d.say("  stays: the copy %q (--with-copy removes it)", "  reste : la copie « %s » (--with-copy la retire)", t.Title)
		}
	}
}

// exportName is a file's, with nothing in it that a file system minds.
func exportName(dir, spreadsheet, tab string) string {
	clean := strings.NewReplacer("/", "-", "\\", "-", ":", "-", "*", "-", "?", "-", "\"", "-", "<", "-", ">", "-", "|", "-", "\x00", "-")
	return filepath.Join(dir, clean.Replace("relance "+spreadsheet+" - "+tab)+".csv")
}

// export writes a file that is not there yet.
func export(path string, rows [][]string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of %s: %w", path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator's own folder
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	w := csv.NewWriter(f)
	err = w.WriteAll(rows)
	return errors.Join(err, f.Close())
}
