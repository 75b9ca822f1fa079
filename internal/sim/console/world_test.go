package console

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a small demo: a team, an invoice sheet, a bot that knows a few
// tricks, and the console served on loopback.
type world struct {
	t       *testing.T
	slack   *slacksim.Sim
	sheets  *sheetsim.Sim
	id      string // of the spreadsheet
	console *Console
	url     string

	pace func(day int) // called as a day of advance begins; may wait

	mu  sync.Mutex
	now time.Time
}

const (
	claire = "U0CLAIRE01"
	hugo   = "U0HUGO0002"
)

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// advance is the world's Options.Advance: a day at a time, and the app tells
// Claire about it each morning.
func (w *world) advance(ctx context.Context, days int, progress func(int, string)) error {
	for day := 1; day <= days; day++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if w.pace != nil {
			w.pace(day)
		}
		w.mu.Lock()
		w.now = w.now.AddDate(0, 0, 1)
		w.mu.Unlock()
		progress(day, fmt.Sprintf("%d rappels envoyés", day))
		if err := w.post(claire, digest(day)); err != nil {
			return err
		}
	}
	return nil
}

// newWorld starts everything; the test's cleanup ends it. rows is the number of
// invoices in the sheet.
func newWorld(t *testing.T, lang string, rows int) *world {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: time.Date(2026, 11, 23, 9, 12, 0, 0, paris)}
	w.slack = slacksim.New(slacksim.Options{Now: w.clock, TeamName: "Acier & Fils", NoPostingLimit: true})
	t.Cleanup(w.slack.Close)
	users := []User{{claire, "Claire Moreau", "commerciale"}, {hugo, "Hugo Bernard", "comptabilité clients"}, {"U0INES0003", "Inès Fontaine", "directrice financière"}}
	all := []string{w.slack.Options().BotUserID}
	for _, u := range users {
		handle, _, _ := strings.Cut(strings.ToLower(u.Name), " ")
		w.slack.AddUser(slacksim.User{ID: u.ID, Name: handle, RealName: u.Name, Email: handle + "@example.com", TZ: "Europe/Paris", Locale: "fr-FR"})
		w.slack.DM(u.ID)
		all = append(all, u.ID)
	}
	w.slack.AddChannel(slacksim.Channel{ID: "C0RELANCES", Name: "relances", Members: all, Topic: "Ce que le bot a relancé aujourd’hui"})
	w.slack.AddChannel(slacksim.Channel{ID: "C0FINANCE1", Name: "finance", Members: all, Private: true})
	w.sheets = sheetsim.New(sheetsim.Options{Now: w.clock})
	w.fillSheet(rows)
	stop := w.startBot()
	t.Cleanup(stop)
	w.console = New(Options{
		Slack: w.slack, Sheets: w.sheets, SpreadsheetID: w.id, Now: w.clock, Advance: w.advance, Lang: lang, Users: users,
		Tips: []string{
			"Tapez `/overdue` à gauche : *ce qui est en retard*, le pire d’abord.",
			"Cliquez *Enregistrer un paiement* et regardez la cellule changer à droite.",
			"Modifiez, triez, insérez dans la feuille : le bot suit.",
			"Avancez d’*un mois* : les relances montent d’un cran.",
		},
	})
	t.Cleanup(w.console.Close)
	w.serve()
	return w
}

// serve listens as a real server would: a base context that ends the streams.
func (w *world) serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	server := &http.Server{Handler: w.console, ReadHeaderTimeout: time.Second}
	w.url = "http://" + listener.Addr().String()
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(listener) })
	w.t.Cleanup(func() {
		w.console.Close()
		_ = server.Close()
		wg.Wait()
	})
}

var headers = []any{"Numéro", "Client", "Émise le", "Échéance", "Montant", "Devise", "Payé", "Payé le", "Commercial", "Promis le", "Litige", "Solde", "Retard (j)", "Niveau", "Notes"}

func (w *world) fillSheet(rows int) {
	w.id = w.sheets.CreateSpreadsheet("Factures clients 2026", "fr_FR", "Europe/Paris")
	hand := w.sheets.Human(w.id, "claire@example.com")
	customers := []string{"Boulangerie Martin", "Lefèvre & Fils", "Atelier du Nord", "Garage Dupont", "Papeterie Vidal", "Clinique des Lilas", "Transports Roux"}
	values := [][]any{headers}
	for i := range rows {
		issued := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i%200)
		due := issued.AddDate(0, 0, 30)
		line := i + 2
		values = append(values, []any{
			"FA-" + strconv.Itoa(1000+i), customers[i%len(customers)],
			dateOf(issued), dateOf(due),
			float64(100+i*37%4000) + 0.5, "EUR", nil, nil, []string{"Claire Moreau", "Hugo Bernard"}[i%2], nil, nil,
			sheetsim.Formula(fmt.Sprintf("=E%d-G%d", line, line)), max(0, int(w.now.Sub(due).Hours()/24)), []any{nil, "1 · rappel", "2 · relance", "3 · ferme"}[i%4], nil,
		})
	}
	w.must(hand.RenameTab("Feuille 1", "Factures"))
	w.must(hand.SetValues("Factures", "A1", values))
	w.must(hand.Note("Factures", "N1", "Écrit par le bot. Une date tapée dans « Prochaine relance » met en pause, « stop » ici arrête les relances."))
	w.must(hand.AddTab("Paiements"))
	w.must(hand.SetValues("Paiements", "A1", [][]any{{"Id", "Date", "Facture", "Client", "Montant"}}))
	w.must(hand.Dress("Factures", "A1:O1", sheetsim.Look{Bold: true, Background: "#e6edfa"}))
	w.must(hand.Dress("Factures", "E2:E", sheetsim.Look{Pattern: "#,##0.00"}))
	w.must(hand.Dress("Factures", "L2:L", sheetsim.Look{Pattern: "#,##0.00"}))
	w.must(hand.Widen("Factures", 1, 170))
	w.must(hand.Freeze("Factures", 1, 1))
}

func dateOf(day time.Time) sheetsim.Date {
	return sheetsim.Date{Year: day.Year(), Month: day.Month(), Day: day.Day()}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// cell is what a cell of the first tab shows.
func (w *world) cell(row, column int) string {
	rows := w.sheets.Snapshot(w.id).Tabs[0].Rows
	if row >= len(rows) || column >= len(rows[row]) {
		return ""
	}
	return rows[row][column].Formatted
}
