package handover

import (
	"strings"

	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// wording is a word in both languages.
type wording struct{ en, fr string }

func (w wording) in(language string) string {
	if language == "fr" {
		return w.fr
	}
	return w.en
}

// facts are what a line of the timeline is about. A court reads them: no name
// of a field stands for one.
var facts = map[ledger.Field]wording{
	ledger.FieldInvoice:        {"invoice recorded", "facture enregistrée"},
	ledger.FieldPayment:        {"payment", "paiement"},
	ledger.FieldNumber:         {"number", "numéro"},
	ledger.FieldCustomer:       {"customer", "client"},
	ledger.FieldCustomerCode:   {"customer code", "code client"},
	ledger.FieldIssued:         {"issued", "date d’émission"},
	ledger.FieldDue:            {"due date", "échéance"},
	ledger.FieldAmount:         {"amount", "montant"},
	ledger.FieldCurrency:       {"currency", "devise"},
	ledger.FieldTerms:          {"terms of payment", "conditions de paiement"},
	ledger.FieldLadder:         {"ladder of reminders", "scénario de relance"},
	ledger.FieldPaid:           {"paid", "payé"},
	ledger.FieldPaidOn:         {"paid on", "payé le"},
	ledger.FieldSalesperson:    {"salesperson", "commercial"},
	ledger.FieldPromisedOn:     {"payment promised for", "paiement promis pour le"},
	ledger.FieldPromisedAmount: {"amount promised", "montant promis"},
	ledger.FieldSure:           {"promise confirmed", "promesse confirmée"},
	ledger.FieldDispute:        {"dispute", "litige"},
	ledger.FieldDisputedAmount: {"amount disputed", "montant contesté"},
	ledger.FieldDisputeOwner:   {"dispute seen to by", "litige suivi par"},
	ledger.FieldDisputeReview:  {"dispute reviewed on", "litige revu le"},
	ledger.FieldSnoozedUntil:   {"reminders put off until", "relances reportées au"},
	ledger.FieldTakenBy:        {"taken in hand by", "prise en charge par"},
	ledger.FieldTakenUntil:     {"taken in hand until", "prise en charge jusqu’au"},
	ledger.FieldSaysPaidUntil:  {"the customer says it is paid; checked by", "le client dit avoir payé ; vérifié avant le"},
	ledger.FieldRepliedUntil:   {"the customer replied; no letter until", "le client a répondu ; pas de lettre avant le"},
	ledger.FieldCallAgain:      {"to be called again on", "à rappeler le"},
	ledger.FieldOptOut:         {"left out of reminders", "exclue des relances"},
	ledger.FieldStanding:       {"standing", "situation"},
	ledger.FieldWaived:         {"interest and fee waived", "pénalités abandonnées"},
	ledger.FieldTracking:       {"registered letter no.", "recommandé n°"},
	ledger.FieldPlan:           {"instalment plan", "échéancier"},
	ledger.FieldNotes:          {"notes", "notes"},
	ledger.FieldStage:          {"reminder of stage", "relance de niveau"},
	ledger.FieldLetterStage:    {"letter of stage", "lettre de niveau"},
	ledger.FieldPause:          {"reminders paused until", "relances suspendues jusqu’au"},
}

// notes are what a line that moved no fact is about.
var notes = map[string]wording{
	ledger.NoteCall:     {"telephone call", "appel téléphonique"},
	ledger.NoteDispute:  {"dispute settled", "litige réglé"},
	ledger.NoteHandover: {"handed over", "dossier transmis"},
	ledger.NotePlan:     {"instalment plan given up", "échéancier abandonné"},
}

var outcomes = map[string]wording{
	ledger.CallNoAnswer:     {"no answer", "pas de réponse"},
	ledger.CallMessage:      {"message left", "message laissé"},
	ledger.CallPromises:     {"promises to pay", "promet de payer"},
	ledger.CallDisputes:     {"contests the invoice", "conteste la facture"},
	ledger.CallOther:        {"other", "autre"},
	ledger.OutcomeCredited:  {"a credit note is made", "un avoir est établi"},
	ledger.OutcomeUpheld:    {"the invoice stands", "la facture est maintenue"},
	ledger.OutcomeConceded:  {"conceded to the customer", "accordé au client"},
	ledger.HandoverReturned: {"file returned", "dossier rendu"},
	string(Agency):          {"collection agency", "société de recouvrement"},
	string(Mediation):       {"mediation", "médiation"},
	string(Court):           {"court", "tribunal"},
}

// standings are the words for FieldStanding.
var standings = map[ledger.Standing]wording{
	ledger.StandingInsolvent:  {"insolvent", "procédure collective"},
	ledger.StandingFactored:   {"factored", "affacturée"},
	ledger.StandingHandedOver: {"handed over", "transmise"},
}

// letterKinds are what letters are called.
var letterKinds = map[reminders.LetterKind]wording{
	reminders.LetterCourtesy:  {"courtesy note before the due date", "rappel avant échéance"},
	reminders.LetterFriendly:  {"friendly reminder", "rappel courtois"},
	reminders.LetterFirm:      {"firm reminder", "relance ferme"},
	reminders.LetterPenalties: {"reminder with interest and fee", "relance avec pénalités"},
	reminders.LetterLast:      {"last reminder", "dernière relance amiable"},
	reminders.LetterFormal:    {"formal notice", "mise en demeure"},
	reminders.LetterThanks:    {"thank-you note", "remerciement"},
}

// speaker says what stands in the journal to who wasn't there.
type speaker struct {
	language string
	say      locale.Locale
	book     *ledger.Book
	name     func(string) string // of an actor whom the book doesn't know; may be nil
}

// line says what happened; empty: nothing that anybody outside asks about.
func (s speaker) line(c ledger.Change) (what, value string) {
	switch c.Field {
	case ledger.FieldNote:
		return s.note(ledger.ParseNote(c.New))
	case ledger.FieldInvoice:
		if c.New.IsEmpty() {
			return "", ""
		}
		return facts[c.Field].in(s.language), ""
	case ledger.FieldPayment:
		var p ledger.Payment
		if err := ledger.ReadRecord(c.New, &p); err != nil {
			return "", "" // removed: what stands is in the figures
		}
		return facts[c.Field].in(s.language), joined(s.say.Money(p.Amount), s.say.Date(p.Date))
	}
	w, told := facts[c.Field]
	if !told {
		return "", ""
	}
	if value = s.value(c.Field, c.New); value == "" {
		value = wording{"(removed)", "(retiré)"}.in(s.language)
	}
	return w.in(s.language), value
}

func (s speaker) value(f ledger.Field, v ledger.Value) string {
	switch v.Kind() {
	case ledger.KindMoney:
		return s.say.Money(v.Money())
	case ledger.KindDate:
		return s.say.Date(v.Date())
	case ledger.KindBool:
		return map[bool]wording{true: {"yes", "oui"}, false: {"no", "non"}}[v.Bool()].in(s.language)
	}
	if w, ok := standings[ledger.Standing(v.Text())]; ok && f == ledger.FieldStanding {
		return w.in(s.language)
	}
	return v.String()
}

func (s speaker) note(n ledger.Note) (what, value string) {
	w, known := notes[n.What]
	if !known {
		w = wording{"note", "note"}
	}
	outcome := n.Outcome
	if o, ok := outcomes[n.Outcome]; ok {
		outcome = o.in(s.language)
	}
	return w.in(s.language), joined(outcome, s.say.Date(n.On), n.Text)
}

// who names the one behind a line: nobody is guessed.
func (s speaker) who(actor string) string {
	switch actor {
	case "", "sheet":
		return wording{"in the sheet", "dans la feuille"}.in(s.language)
	case "bot", "configuration":
		return "Relance"
	case "import":
		return wording{"bank statement", "relevé bancaire"}.in(s.language)
	}
	if p, ok := s.book.FindPerson(actor); ok && p.Name != "" {
		return p.Name
	}
	if s.name != nil {
		if known := s.name(actor); known != "" {
			return known
		}
	}
	return actor
}

func joined(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " · ")
}
