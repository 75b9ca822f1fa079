package sheets

import (
	"fmt"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// ProblemCode names what is wrong with a cell, a row, a tab or a header.
type ProblemCode string

// Problem is something a person should put right: it is shown in the row's
// Check column, in the sync's report and in Slack. It is an error, so that
// parsers return it as one.
type Problem struct {
	Code    ProblemCode  `json:"code"`
	Tab     string       `json:"tab,omitempty"`
	Row     int          `json:"row,omitempty"` // as the spreadsheet numbers them; a hint for people, never an address
	Invoice ledger.Key   `json:"invoice,omitempty"`
	Field   ledger.Field `json:"field,omitempty"`
	Args    []string     `json:"args,omitempty"`
}

func problem(code ProblemCode, args ...string) Problem { return Problem{Code: code, Args: args} }

// Problems of cells.
const (
	ProblemError          ProblemCode = "cell_error"
	ProblemTickBox        ProblemCode = "tick_box"
	ProblemNotAmount      ProblemCode = "not_an_amount"
	ProblemAmbiguous      ProblemCode = "ambiguous_amount"
	ProblemDecimals       ProblemCode = "too_many_decimals"
	ProblemTooLarge       ProblemCode = "too_large"
	ProblemHidden         ProblemCode = "hidden_characters"
	ProblemForeignDigits  ProblemCode = "foreign_digits"
	ProblemNotCurrency    ProblemCode = "not_a_currency"
	ProblemNoCurrency     ProblemCode = "no_currency"
	ProblemOtherCurrency  ProblemCode = "other_currency"
	ProblemNotDate        ProblemCode = "not_a_date"
	ProblemNoSuchDay      ProblemCode = "no_such_day"
	ProblemDateOrder      ProblemCode = "ambiguous_date"
	ProblemYear           ProblemCode = "year_out_of_range"
	ProblemNotYes         ProblemCode = "not_yes_or_no"
	ProblemNotStanding    ProblemCode = "not_a_standing"
	ProblemTooLong        ProblemCode = "too_long"
	ProblemNotExact       ProblemCode = "number_not_exact"
	ProblemNotPaid        ProblemCode = "not_paid_or_unpaid"
	ProblemMerged         ProblemCode = "merged_cells"
	ProblemPaidPart       ProblemCode = "partly_paid"
	ProblemPaidUnshown    ProblemCode = "part_not_shown"
	ProblemNoBalance      ProblemCode = "no_balance"
	ProblemBalanceDiffers ProblemCode = "balance_differs"
	ProblemBalanceKept    ProblemCode = "balance_kept"
)

// Problems of rows.
const (
	ProblemNoNumber       ProblemCode = "no_number"
	ProblemNumberEmptied  ProblemCode = "number_emptied"
	ProblemDuplicate      ProblemCode = "duplicate_number"
	ProblemDuplicateTabs  ProblemCode = "duplicate_number_in_tabs" // number, then tab and row of each
	ProblemListedPaid     ProblemCode = "listed_paid_differs"
	ProblemNotListed      ProblemCode = "open_but_not_listed"
	ProblemNotInList      ProblemCode = "added_but_not_listed"
	ProblemFollowUnknown  ProblemCode = "follow_up_of_unknown_invoice"
	ProblemFollowVanished ProblemCode = "follow_up_vanished"
	ProblemNoAmount       ProblemCode = "no_amount"
	ProblemNoCustomer     ProblemCode = "no_customer"
	ProblemDueBeforeIssue ProblemCode = "due_before_issue"
	ProblemStray          ProblemCode = "stray_value"
	ProblemPutBack        ProblemCode = "bot_cell_put_back"
	ProblemEmptied        ProblemCode = "bot_cell_emptied"
	ProblemPaidFormula    ProblemCode = "paid_formula_differs"
	ProblemPaidDecreased  ProblemCode = "paid_decreased"
	ProblemPaidBoth       ProblemCode = "paid_both_moved"
	ProblemSamePayment    ProblemCode = "same_payment"
	ProblemCopiedID       ProblemCode = "copied_payment_id"
	ProblemNoSuchInvoice  ProblemCode = "payment_of_unknown_invoice"
	ProblemPaymentGone    ProblemCode = "payment_row_gone"
	ProblemPaymentNobody  ProblemCode = "payment_of_nobody"
	ProblemUnresolved     ProblemCode = "put_back_failed"
	ProblemNotTaken       ProblemCode = "cell_not_taken"
	ProblemCrooked        ProblemCode = "row_crooked"
	ProblemSwapped        ProblemCode = "numbers_swapped"
	ProblemPlanUnclear    ProblemCode = "plan_unclear" // the part that can't be read
	ProblemPlanSum        ProblemCode = "plan_sum"     // what the instalments come to, what is open
)

// Problems of the structure; those that hold the book are listed in rails.go.
const (
	ProblemNoColumn      ProblemCode = "no_column"
	ProblemNoHeader      ProblemCode = "no_header"
	ProblemTwoColumns    ProblemCode = "two_columns"
	ProblemColumnGone    ProblemCode = "column_gone"
	ProblemNoSuchHeader  ProblemCode = "no_such_header"
	ProblemNoSuchField   ProblemCode = "no_such_field"
	ProblemNoTab         ProblemCode = "no_tab"
	ProblemEmptySheet    ProblemCode = "empty_sheet"
	ProblemDoesNotFit    ProblemCode = "does_not_fit"
	ProblemManyVanished  ProblemCode = "many_vanished"
	ProblemColumnChanged ProblemCode = "column_changed"
	ProblemPartialSort   ProblemCode = "partial_sort"
	ProblemPreImageLost  ProblemCode = "preimage_key_missing"
	ProblemTokensGone    ProblemCode = "tokens_gone"
	ProblemTooManyRows   ProblemCode = "too_many_rows"
	ProblemFormulasGone  ProblemCode = "formula_column_gone"
	ProblemUnfollowed    ProblemCode = "columns_not_followed"
)

type wording struct{ en, fr string }

func (w wording) in(language string) string {
	if language == "fr" {
		return w.fr
	}
	return w.en
}

// wordings are what people read. The arguments are quoted where they are what
// somebody typed.
var wordings = map[ProblemCode]wording{
	ProblemError:          {`the cell shows %s: repair its formula`, `la cellule affiche %s : corrigez sa formule`},
	ProblemTickBox:        {`a tick box stands where an amount or a date is expected`, `une case à cocher se trouve là où un montant ou une date est attendu`},
	ProblemNotAmount:      {`%q is not an amount`, `« %s » n'est pas un montant`},
	ProblemAmbiguous:      {`%q can be read as two amounts: write %s or %s as a number`, `« %s » peut se lire de deux façons : saisissez %s ou %s comme nombre`},
	ProblemDecimals:       {`%s has more decimals than %s allows (%s)`, `%s a plus de décimales que %s n'en permet (%s)`},
	ProblemTooLarge:       {`%s is too large an amount`, `%s est un montant trop grand`},
	ProblemHidden:         {`%q contains hidden characters: type it again`, `« %s » contient des caractères cachés : saisissez-le à nouveau`},
	ProblemForeignDigits:  {`%q is not written with the digits 0 to 9: type it again`, `« %s » n'est pas écrit avec les chiffres 0 à 9 : saisissez-le à nouveau`},
	ProblemNotCurrency:    {`%q is not a currency: write a code such as EUR or USD`, `« %s » n'est pas une devise : écrivez un code comme EUR ou USD`},
	ProblemNoCurrency:     {`the amount names no currency and the book has none`, `le montant n'indique pas de devise et le registre n'en a pas`},
	ProblemOtherCurrency:  {`%q is not in %s, the currency of the row`, `« %s » n'est pas en %s, la devise de la ligne`},
	ProblemNotDate:        {`%q is not a date`, `« %s » n'est pas une date`},
	ProblemNoSuchDay:      {`%q is not a day of the calendar`, `« %s » n'existe pas dans le calendrier`},
	ProblemDateOrder:      {`%q can be read as two dates: write %s or %s`, `« %s » peut se lire de deux façons : écrivez %s ou %s`},
	ProblemYear:           {`the year of %s is not between %s and %s`, `l'année de %s n'est pas comprise entre %s et %s`},
	ProblemNotYes:         {`%q is neither yes nor no`, `« %s » n'est ni oui ni non`},
	ProblemNotStanding:    {`%q is no standing that Relance knows: write insolvent, factored or handed over, or leave it blank`, `« %s » n'est pas une situation connue de Relance : écrivez insolvent, cédée ou transmise, ou laissez vide`},
	ProblemTooLong:        {`the text has %s characters, more than the %s that fit here`, `le texte compte %s caractères, plus que les %s admis ici`},
	ProblemNotExact:       {`%s has more digits than a spreadsheet keeps in a number: format the cell as plain text and type it again`, `%s a plus de chiffres qu'un tableur n'en garde dans un nombre : mettez la cellule en texte brut et saisissez-le à nouveau`},
	ProblemNotPaid:        {`%q is neither an amount nor a word for paid or unpaid`, `« %s » n'est ni un montant ni un mot qui dise payé ou impayé`},
	ProblemMerged:         {`the cell is merged into %s, whose first holds %q: unmerge them and type it on each row`, `la cellule est fusionnée dans %s, dont la première contient « %s » : défusionnez-les et saisissez-le sur chaque ligne`},
	ProblemPaidUnshown:    {`%s of %s is paid; this column only says paid or not, so it was left as it is`, `%s sur %s sont payés ; cette colonne dit seulement payé ou non, elle a donc été laissée telle quelle`},
	ProblemNoBalance:      {`the row has no balance: write what is left to pay, 0 if nothing`, `la ligne n'a pas de solde : écrivez ce qui reste à payer, 0 s'il ne reste rien`},
	ProblemBalanceDiffers: {`it shows %s, and the amount less what is paid is %s: correct one of them`, `elle affiche %s, et le montant moins ce qui est payé fait %s : corrigez l'un ou l'autre`},
	ProblemBalanceKept:    {`it shows %s and with the payments known it would be %s; the column is yours, so it was left as it is`, `elle affiche %s et serait de %s avec les paiements connus ; la colonne est à vous, elle a donc été laissée telle quelle`},
	ProblemPaidPart:       {`%q doesn't say how much was paid: type the amount`, `« %s » ne dit pas combien a été payé : saisissez le montant`},

	ProblemPlanUnclear:    {`%q is no instalment, so nobody is reminded: write amounts and days such as 500.00 on 2026-12-01; 500.00 on 2027-01-01`, `« %s » n'est pas une échéance, personne n'est donc relancé : écrivez des montants et des jours, par exemple 500,00 le 01/12/2026 ; 500,00 le 01/01/2027`},
	ProblemPlanSum:        {`the instalments come to %s and %s is open, so nobody is reminded: correct one of them`, `les échéances font %s et il reste %s à payer, personne n'est donc relancé : corrigez l'un ou l'autre`},
	ProblemNoNumber:       {`the row has no invoice number: type it, or write Total in front if it is a sum`, `la ligne n'a pas de numéro de facture : saisissez-le, ou écrivez Total devant si c'est une somme`},
	ProblemNumberEmptied:  {`the number %s of this row was emptied: type it again, or delete the row`, `le numéro %s de cette ligne a été effacé : saisissez-le à nouveau, ou supprimez la ligne`},
	ProblemDuplicate:      {`the number %s stands in rows %s: keep one of them`, `le numéro %s figure aux lignes %s : n'en gardez qu'une`},
	ProblemDuplicateTabs:  {`the number %s stands in several tabs (%s): keep one of them`, `le numéro %s figure dans plusieurs onglets (%s) : n'en gardez qu'un`},
	ProblemListedPaid:     {`the list shows %s paid, the payments are %s`, `la liste affiche %s payé, les paiements font %s`},
	ProblemNotListed:      {`it left the list on %s and was said not to be settled`, `elle a quitté la liste le %s et a été dite non soldée`},
	ProblemNotInList:      {`%s was added in Slack, and the list of invoices is only read: please add it there`, `%s a été ajoutée dans Slack, et la liste des factures n'est que lue : merci de l'y ajouter`},
	ProblemFollowUnknown:  {`the invoice %s is not in the list`, `la facture %s ne figure pas dans la liste`},
	ProblemFollowVanished: {`%s of the %s rows of Follow-up have vanished`, `%s des %s lignes de Suivi ont disparu`},
	ProblemNoAmount:       {`the row has no amount`, `la ligne n'a pas de montant`},
	ProblemNoCustomer:     {`the row has no customer: type it (of merged cells only the first holds the name)`, `la ligne n'a pas de client : saisissez-le (de cellules fusionnées, seule la première contient le nom)`},
	ProblemDueBeforeIssue: {`the due date %s is before the issue date %s`, `l'échéance %s précède la date d'émission %s`},
	ProblemStray:          {`%q was written here by the bot for another row that was being moved: is it right?`, `« %s » a été écrit ici par le robot pour une autre ligne, déplacée au même moment : est-ce juste ?`},
	ProblemEmptied:        {`a cell that the bot keeps was emptied; it was put back`, `une cellule tenue par le robot a été vidée ; elle a été rétablie`},
	ProblemPutBack:        {`%q was typed over a cell that the bot keeps; it was put back`, `« %s » a été saisi dans une cellule tenue par le robot ; elle a été rétablie`},
	ProblemPaidFormula:    {`Paid is a formula and shows %s, the payments are %s`, `Payé est une formule et affiche %s, les paiements font %s`},
	ProblemPaidDecreased:  {`Paid was lowered from %s to %s: which payment was taken back?`, `Payé a été réduit de %s à %s : quel paiement a été annulé ?`},
	ProblemPaidBoth:       {`Paid shows %s and the rows of Payments add up to %s: the rows count; is there a payment missing?`, `Payé affiche %s et les lignes de Paiements font %s : les lignes comptent ; manque-t-il un paiement ?`},
	ProblemSamePayment:    {`%s was entered twice, here and by %s: the same payment, or two?`, `%s a été saisi deux fois, ici et par %s : le même paiement, ou deux ?`},
	ProblemCopiedID:       {`the id %s stands in several rows of Payments: it counts once`, `l'identifiant %s figure sur plusieurs lignes de Paiements : il compte une fois`},
	ProblemNoSuchInvoice:  {`a payment names the invoice %s, which is not in the sheet`, `un paiement porte sur la facture %s, absente de la feuille`},
	ProblemPaymentGone:    {`the row of payment %s (%s) was removed: take it back, or enter it again?`, `la ligne du paiement %s (%s) a été supprimée : l'annuler, ou la saisir à nouveau ?`},
	ProblemPaymentNobody:  {`a payment names neither an invoice nor a customer`, `un paiement n'indique ni facture ni client`},
	ProblemUnresolved:     {`the bot wrote %q into this row while it was being moved and could not take it back: please look`, `le robot a écrit « %s » dans cette ligne pendant son déplacement et n'a pas pu le retirer : merci de vérifier`},
	ProblemNotTaken:       {`the cell did not take %q: is it merged with another? Nothing is written there until it changes`, `la cellule n'a pas pris « %s » : est-elle fusionnée avec une autre ? Rien n'y est écrit tant qu'elle ne change pas`},

	ProblemSwapped: {`the rows of %s and %s have each other's number: if that is right, say so in Slack; if not, put the numbers back`, `les lignes de %s et %s ont échangé leurs numéros : si c'est voulu, dites-le dans Slack ; sinon, remettez les numéros`},
	ProblemCrooked: {`the row of %s was added while columns were being moved: its cells are being put under their headers`, `la ligne de %s a été ajoutée pendant un déplacement de colonnes : ses cellules sont remises sous leurs en-têtes`},

	ProblemNoColumn:      {`no column for %s was found`, `aucune colonne pour %s n'a été trouvée`},
	ProblemNoHeader:      {`no header was found in the first %s rows: put the row of headers back above the invoices`, `aucun en-tête n'a été trouvé dans les %s premières lignes : remettez la ligne d'en-têtes au-dessus des factures`},
	ProblemTwoColumns:    {`the columns %s both stand for %s: rename one`, `les colonnes %s désignent toutes deux %s : renommez-en une`},
	ProblemColumnGone:    {`the column %s has vanished`, `la colonne %s a disparu`},
	ProblemNoSuchHeader:  {`no column is headed %q, which the configuration names for %s`, `aucune colonne ne s'intitule « %s », que la configuration indique pour %s`},
	ProblemNoSuchField:   {`the configuration maps %q to %q, and neither is a field`, `la configuration associe « %s » à « %s », et aucun des deux n'est un champ`},
	ProblemNoTab:         {`there is no tab %s`, `il n'y a pas d'onglet %s`},
	ProblemDoesNotFit:    {`the changes of this sheet can't be taken together: %s`, `les modifications de cette feuille ne peuvent pas être prises ensemble : %s`},
	ProblemEmptySheet:    {`the sheet is empty; %s invoices were known`, `la feuille est vide ; %s factures étaient connues`},
	ProblemManyVanished:  {`%s of %s known invoices have vanished`, `%s des %s factures connues ont disparu`},
	ProblemColumnChanged: {`%s of %s cells of %s changed at once`, `%s des %s cellules de %s ont changé d'un coup`},
	ProblemPartialSort:   {`%s rows carry values of other invoices, as if only some columns had been sorted`, `%s lignes portent des valeurs d'autres factures, comme si seules certaines colonnes avaient été triées`},
	ProblemPreImageLost:  {`the invoice %s, hit by a write, is not there exactly once`, `la facture %s, touchée par une écriture, ne figure pas exactement une fois`},
	ProblemTokensGone:    {`the sheet no longer shows what the bot wrote: was an older version restored?`, `la feuille ne montre plus ce que le robot a écrit : une version antérieure a-t-elle été restaurée ?`},
	ProblemFormulasGone:  {`the column %s held formulas, which the bot does not know: undo the deletion, or restore a version of the spreadsheet`, `la colonne %s contenait des formules, que le robot ne connaît pas : annulez la suppression, ou restaurez une version du tableur`},
	ProblemUnfollowed:    {`the bot does not know the columns %s and leaves them where they stand: compare them with their rows`, `le robot ne connaît pas les colonnes %s et les laisse où elles sont : comparez-les à leurs lignes`},
	ProblemTooManyRows:   {`the sheet is larger than is read, at most %s rows in a tab and %s MB in all: move settled invoices into another tab`, `la feuille dépasse ce qui est lu, au plus %s lignes par onglet et %s Mo en tout : déplacez les factures soldées dans un autre onglet`},
}

// Text is the problem in a language ("fr"; anything else is English), with
// the column's name before it where it is about one.
func (p Problem) Text(language string) string {
	w, ok := wordings[p.Code]
	format := w.in(language)
	if !ok {
		return string(p.Code) + " " + strings.Join(p.Args, " ")
	}
	given := p.Args
	if p.Code == ProblemDuplicateTabs && len(given) > 1 {
		given = []string{given[0], places(given[1:], language)}
	}
	args := make([]any, len(given))
	for i, a := range given {
		if args[i] = visible(a); i == 1 && p.Code == ProblemTwoColumns {
			args[i] = HeaderFor(ledger.Field(a), language)
		}
	}
	text := fmt.Sprintf(format, args...)
	if p.Field == "" {
		return text
	}
	colon := ": "
	if language == "fr" {
		colon = " : "
	}
	return HeaderFor(p.Field, language) + colon + text
}

// places names rows of several tabs: "2025 row 14, 2026 row 3".
func places(tabsAndRows []string, language string) string {
	row := " row "
	if language == "fr" {
		row = " ligne "
	}
	var parts []string
	for pair := range slices.Chunk(tabsAndRows, 2) {
		parts = append(parts, strings.Join(pair, row))
	}
	return strings.Join(parts, ", ")
}

// Error is the English text.
func (p Problem) Error() string { return p.Text("en") }

// in gives the problem its place.
func (p Problem) in(f ledger.Field) Problem { p.Field = f; return p }

// maxQuoted is how much of a cell a message quotes: a cell holds up to 50,000
// characters, a Check cell should be read at a glance.
const maxQuoted = 60

// visible shows what a person could not see in s (invisible, reordering and
// control characters) as its code point, and cuts what is long.
func visible(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > maxQuoted {
			b.WriteRune('…')
			break
		}
		if isInvisible(r) {
			fmt.Fprintf(&b, "<U+%04X>", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
