package letter

// Reason says why a letter can't be written.
type Reason string

// The reasons.
const (
	ReasonKind        Reason = "unknown kind"
	ReasonDate        Reason = "no date"
	ReasonNothing     Reason = "nothing to ask for"
	ReasonCurrency    Reason = "more than one currency"
	ReasonAmount      Reason = "an amount that can't be"
	ReasonDeadline    Reason = "no deadline after its date"
	ReasonSender      Reason = "no sender"
	ReasonRecipient   Reason = "no recipient"
	ReasonAddress     Reason = "no postal address"
	ReasonGround      Reason = "interest or a fee on no ground"
	ReasonLink        Reason = "a payment link elsewhere"
	ReasonUnprintable Reason = "letters that the print lacks"
)

// Error is a letter that can't be written.
type Error struct {
	Reason Reason
	Detail string // which invoice, which link: not for the customer
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return "letter: " + string(e.Reason)
	}
	return "letter: " + string(e.Reason) + ": " + e.Detail
}

// Explain tells the approver what is wrong and what to do, in "fr" or "en".
func (e *Error) Explain(language string) string {
	words := explanations[e.Reason]
	text := words[0]
	if language == "fr" {
		text = words[1]
	}
	if e.Detail != "" {
		text += " (" + visible(e.Detail, maxName) + ")"
	}
	return text
}

// explanations are in English, then French.
var explanations = map[Reason][2]string{
	ReasonKind:        {"There is no letter of that kind: check `letter` in the ladder.", "Ce type de lettre n’existe pas : vérifiez `letter` dans l’échelle de relance."},
	ReasonDate:        {"The letter has no date.", "La lettre n’a pas de date."},
	ReasonNothing:     {"Nothing is left to ask for: all of it is paid, disputed or covered by credits.", "Il n’y a plus rien à réclamer : tout est payé, contesté ou couvert par des avoirs."},
	ReasonCurrency:    {"A letter is in one currency: send one letter for each.", "Une lettre n’a qu’une devise : envoyez une lettre par devise."},
	ReasonAmount:      {"An amount makes no sense: check the invoice in the sheet.", "Un montant est incohérent : vérifiez la facture dans la feuille."},
	ReasonDeadline:    {"The letter needs a deadline later than its date.", "La lettre a besoin d’une date limite postérieure à sa date."},
	ReasonSender:      {"The sender's company is missing: fill in `sender` in relance.yaml.", "La société expéditrice manque : complétez `sender` dans relance.yaml."},
	ReasonRecipient:   {"The customer has no name.", "Le client n’a pas de nom."},
	ReasonAddress:     {"The customer has no postal address: add it in the Customers tab.", "Le client n’a pas d’adresse postale : ajoutez-la dans l’onglet Clients."},
	ReasonGround:      {"Interest or a fee is claimed under no law or contract: check the regime in the policy.", "Des pénalités ou une indemnité sont réclamées sans fondement légal ou contractuel : vérifiez le régime dans la politique de relance."},
	ReasonLink:        {"A payment link does not lead to the configured host: check `payment_link` in relance.yaml.", "Un lien de paiement ne mène pas à l’hôte configuré : vérifiez `payment_link` dans relance.yaml."},
	ReasonUnprintable: {"The name or address has characters that can't be printed: write them in Latin, Greek or Cyrillic letters.", "Le nom ou l’adresse contient des caractères qui ne peuvent pas être imprimés : écrivez-les en lettres latines, grecques ou cyrilliques."},
}
