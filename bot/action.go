package bot

import (
	"context"
	"log/slog"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// Action ids of the buttons. Where several of a kind stand in one block, a
// colon and a tail tell them apart.
const (
	actionOpenInvoice  = "open_invoice"
	actionOpenCustomer = "open_customer"
	actionOverduePage  = "overdue_page"
	actionOverdueTable = "overdue_table"
	actionOverdueShare = "overdue_share"
	actionDSO          = "dso"
	actionDSOChart     = "dso_chart"
	actionDSOShare     = "dso_share"
	actionAgingTable   = "aging_table"
	actionAgingShare   = "aging_share"

	actionPay      = "pay"
	actionPayAgain = "pay_sure" // what was in doubt, on purpose
	actionPromise  = "promise"
	actionDispute  = "dispute"
	actionSettle   = "settle"
	actionSnooze   = "snooze"
	actionTake     = "take"
	actionSaysPaid = "says_paid"
	actionNotPaid  = "not_paid"
	actionWhy      = "why"
	actionTakeBack = "take_back"

	actionConfirmPromise = "confirm_promise"

	actionEdit = "edit"

	actionCalled     = "called"
	actionReplied    = "replied"
	actionNotReplied = "not_replied"
	actionPlan       = "plan"
	actionStanding   = "standing"

	actionPause        = "pause"
	actionResume       = "resume"
	actionStatus       = "status"
	actionSync         = "sync"
	actionStartChasing = "start_chasing"
	actionPreview      = "preview"
	actionLevel        = "level"
	actionParkedAgain  = "parked_again"
	actionParkedDone   = "parked_done"

	actionReassign   = "reassign"    // does what it shows
	actionReassignTo = "reassign_to" // asks to whom

	actionHeld          = "held"   // shows what resuming a held book would do
	actionUnhold        = "unhold" // and does it
	actionConflictSheet = "conflict_sheet"
	actionConflictMine  = "conflict_mine"
	actionConflictAgain = "conflict_again"
	actionAnswer        = "answer" // of a question about payments
	actionReconcile     = "reconcile"
	actionLadders       = "ladders"
	actionLaddersEffect = "ladders_effect" // shows what applying the Ladder tab would change
	actionApplyLadders  = "apply_ladders"  // and does it
	actionSettled       = "settled"        // invoices that left the list of open items
	actionNotSettled    = "not_settled"
	actionTray          = "tray" // letters to customers, with what can be done about them
	actionTick          = "tray_tick"
	actionTraySend      = "tray_send"
	actionLetter        = "letter"
	actionLetterBack    = "letter_back"
	actionByHand        = "letter_by_hand"
	actionNoThanks      = "letter_no_thanks"
	actionRelease       = "letter_release"
	actionGoOn          = "letters_go_on"
	actionHandOver      = "hand_over"
	actionDossier       = "hand_over_dossier"
	actionFileBack      = "hand_over_back"
)

func baseAction(id string) string {
	base, _, _ := strings.Cut(id, ":")
	return base
}

// Action carries out a click. Like Command it is done when it returns.
func (b *Bot) Action(ctx context.Context, ac Action) {
	if baseAction(ac.ActionID) == actionTick {
		return // a box was ticked: what it says counts when Send is pressed
	}
	t := parseToken(ac.Value)
	k, known := b.bookNamed(t.Book)
	if !known {
		k = b.bookFor(ac.ChannelID)
	}
	v, err := b.admit(ctx, ac.TeamID, ac.UserID, k)
	a := &answer{
		bot: b, viewer: v, url: ac.ResponseURL, channel: ac.ChannelID, thread: ac.ThreadTS, trigger: ac.TriggerID,
		act: clickID(k.Desk.Book(), ac), replace: t.Screen != screenReminder && t.Screen != screenAsk && ac.ViewID == "",
	}
	if v.ID == "" {
		a.viewer.ID = ac.UserID
	}
	if err == nil && !known {
		err = stale()
	}
	if err == nil {
		err = v.refuse(read, nil)
	}
	if err == nil {
		err = b.click(ctx, a, ac, t)
	}
	if err != nil {
		if isDenied(err) {
			b.opt.Log.InfoContext(ctx, "click refused", slog.String("user", ac.UserID), slog.String("team", ac.TeamID), slog.String("action", baseAction(ac.ActionID)), slog.Any("reason", err))
		}
		a.fail(ctx, err)
	}
}

// clicks are what the buttons do. Each checks for itself what the person may.
var clicks = map[string]func(b *Bot, ctx context.Context, a *answer, ac Action, t token) error{
	actionOpenInvoice:  (*Bot).clickInvoice,
	actionOpenCustomer: (*Bot).clickCustomer,
	actionOverduePage:  (*Bot).clickOverdue,
	actionOverdueTable: (*Bot).clickOverdue,
	actionOverdueShare: (*Bot).clickOverdue,
	actionDSO:          (*Bot).clickDSO,
	actionDSOChart:     (*Bot).clickDSO,
	actionDSOShare:     (*Bot).clickDSO,
	actionAgingTable:   (*Bot).clickAging,
	actionAgingShare:   (*Bot).clickAging,
	actionPay:          (*Bot).clickForm,
	actionPromise:      (*Bot).clickForm,
	actionDispute:      (*Bot).clickForm,
	actionSettle:       (*Bot).clickForm,
	actionSnooze:       (*Bot).clickForm,
	actionEdit:         (*Bot).clickForm,
	actionCalled:       (*Bot).clickForm,
	actionPlan:         (*Bot).clickForm,
	actionStanding:     (*Bot).clickForm,
	actionReplied:      (*Bot).clickReplied,
	actionNotReplied:   (*Bot).clickNotReplied,
	actionPayAgain:     (*Bot).clickPaySure,
	actionTake:         (*Bot).clickTake,
	actionSaysPaid:     (*Bot).clickSaysPaid,
	actionNotPaid:      (*Bot).clickNotPaid,
	actionWhy:          (*Bot).clickWhy,
	actionTakeBack:     (*Bot).clickTakeBack,

	actionConfirmPromise: (*Bot).clickConfirmPromise,

	actionPause:        (*Bot).clickPause,
	actionResume:       (*Bot).clickResume,
	actionStatus:       (*Bot).clickStatus,
	actionSync:         (*Bot).clickSync,
	actionStartChasing: (*Bot).clickStartChasing,
	actionPreview:      (*Bot).clickPreview,
	actionLevel:        (*Bot).clickLevel,
	actionParkedAgain:  (*Bot).clickParked,
	actionParkedDone:   (*Bot).clickParked,

	actionReassign:   (*Bot).clickReassign,
	actionReassignTo: (*Bot).clickReassignTo,

	actionHeld:          (*Bot).clickHeld,
	actionUnhold:        (*Bot).clickUnhold,
	actionConflictSheet: (*Bot).clickConflict,
	actionConflictMine:  (*Bot).clickConflict,
	actionConflictAgain: (*Bot).clickConflict,
	actionAnswer:        (*Bot).clickAnswer,
	actionReconcile:     (*Bot).clickReconcile,
	actionLadders:       (*Bot).clickLadders,
	actionLaddersEffect: (*Bot).clickLaddersEffect,
	actionApplyLadders:  (*Bot).clickApplyLadders,
	actionSettled:       (*Bot).clickPresumed,
	actionWaive:         (*Bot).clickForm,
	actionTracking:      (*Bot).clickForm,
	actionClaimAgain:    (*Bot).clickClaimAgain,
	actionNotSettled:    (*Bot).clickPresumed,

	actionTray:       (*Bot).clickTray,
	actionTraySend:   (*Bot).clickTraySend,
	actionLetter:     (*Bot).clickLetter,
	actionLetterBack: (*Bot).clickLetterBack,
	actionByHand:     (*Bot).clickByHand,
	actionNoThanks:   (*Bot).clickNoThanks,
	actionRelease:    (*Bot).clickRelease,
	actionGoOn:       (*Bot).clickGoOn,
	actionHandOver:   (*Bot).clickHandOver,
	actionDossier:    (*Bot).clickDossier,
	actionFileBack:   (*Bot).clickFileBack,
	actionPaper:      (*Bot).clickPaper,
}

func (b *Bot) click(ctx context.Context, a *answer, ac Action, t token) error {
	do, ok := clicks[baseAction(ac.ActionID)]
	if !ok {
		return stale()
	}
	return do(b, ctx, a, ac, t)
}

// theInvoice is the invoice that a button is about, as the person may see it.
func (b *Bot) theInvoice(a *answer, t token, d deed) (*ledger.Invoice, error) {
	inv, ok := invoiceOf(a.viewer.book.Desk.Book(), t.Invoice)
	if !ok {
		return nil, stale()
	}
	if err := a.viewer.refuse(read, inv); err != nil {
		return nil, err
	}
	return inv, a.viewer.refuse(d, inv)
}

func (b *Bot) clickInvoice(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, read)
	if err != nil {
		return err
	}
	return b.showInvoice(ctx, a, inv, "")
}

func (b *Bot) clickCustomer(ctx context.Context, a *answer, _ Action, t token) error {
	k, ok := customerOf(a.viewer.book.Desk.Book(), t.Customer)
	if !ok {
		return stale()
	}
	return b.showCustomer(ctx, a, k)
}

func (b *Bot) clickWhy(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, read)
	if err != nil {
		return err
	}
	a.add(ctx, b.why(a.viewer, inv))
	return nil
}

func (b *Bot) clickOverdue(ctx context.Context, a *answer, ac Action, t token) error {
	f := parseFilter(split(t.Query))
	if t.Customer != "" { // from a customer's card: by key, the name may be shared
		k, ok := customerOf(a.viewer.book.Desk.Book(), t.Customer)
		if !ok {
			return stale()
		}
		f = filter{name: string(k)}
	}
	q, err := b.overdue(ctx, a.viewer, f, t.Page)
	if err != nil || len(q.ambiguous) > 0 {
		return b.orChoose(ctx, a, q, err)
	}
	switch baseAction(ac.ActionID) {
	case actionOverdueTable:
		a.say(ctx, a.viewer.overdueTable(q, a.viewer.ownerName))
	case actionOverdueShare:
		q.Public = true
		return b.share(ctx, a, ac, a.viewer.overdue(q))
	default:
		a.say(ctx, a.viewer.overdue(q))
	}
	return nil
}

func (b *Bot) clickTake(ctx context.Context, a *answer, _ Action, t token) error {
	if len(t.Invoices) > 0 {
		return b.takeAll(ctx, a, t)
	}
	inv, err := b.theInvoice(a, t, follow)
	if err != nil {
		return err
	}
	until := a.viewer.book.Calendar.AddBusinessDays(b.today(a.viewer.book), takeOverDays)
	return b.act(ctx, a, inv, taken{who: a.viewer.Name, until: until})
}

func (b *Bot) clickSaysPaid(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, follow)
	if err != nil {
		return err
	}
	until := a.viewer.book.Calendar.AddBusinessDays(b.today(a.viewer.book), saysPaidDays)
	out, err := b.perform(ctx, a.viewer, a.act, inv.Key, saysPaid{until})
	if err != nil {
		return err
	}
	b.told(ctx, a, out)
	if out.fresh {
		b.askFinance(ctx, a.viewer, out.invoice, until)
	}
	return nil
}

func (b *Bot) clickReplied(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, follow)
	if err != nil {
		return err
	}
	return b.act(ctx, a, inv, replied{a.viewer.book.Calendar.AddBusinessDays(b.today(a.viewer.book), repliedDays)})
}

func (b *Bot) clickNotReplied(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, follow)
	if err != nil {
		return err
	}
	return b.act(ctx, a, inv, notReplied{})
}

// clickNotPaid is finance's "nothing came in": the ladder goes on.
func (b *Bot) clickNotPaid(ctx context.Context, a *answer, ac Action, t token) error {
	inv, err := b.theInvoice(a, t, pay)
	if err != nil {
		return err
	}
	out, err := b.perform(ctx, a.viewer, a.act, inv.Key, notPaid{})
	if err != nil {
		return err
	}
	b.closeAsk(ctx, a, ac, t, out)
	return nil
}

func (b *Bot) clickPaySure(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, pay)
	if err != nil {
		return err
	}
	amount, err := parseAmount(t.Amount, inv.Amount.Currency)
	if err != nil {
		return err
	}
	day, err := ledger.ParseDate(t.Day)
	if err != nil {
		return err
	}
	a.act = t.ID // the command's: confirming twice is one payment
	return b.payNow(ctx, a, inv, payment{amount: amount, day: day, ahead: day.After(b.today(a.viewer.book)), sure: true})
}
