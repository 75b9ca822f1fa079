package ledger

import "fmt"

// Standing is what takes an invoice off the ladder for good, whoever may be
// chasing it then.
type Standing string

// The standings. None: it is chased as usual.
const (
	StandingInsolvent  Standing = "insolvent"   // procédure collective: a claim is to be lodged within two months
	StandingFactored   Standing = "factored"    // sold: the factor collects it
	StandingHandedOver Standing = "handed over" // an agency, mediator or court has the file
)

// standingWords are what people type for each, folded as keys are.
var standingWords = map[Key]Standing{
	"insolvent": StandingInsolvent, "insolvency": StandingInsolvent, "insolvente": StandingInsolvent, "bankrupt": StandingInsolvent,
	"bankruptcy": StandingInsolvent, "in administration": StandingInsolvent, "procédure collective": StandingInsolvent,
	"procedure collective": StandingInsolvent, "redressement": StandingInsolvent, "redressement judiciaire": StandingInsolvent,
	"liquidation": StandingInsolvent, "liquidation judiciaire": StandingInsolvent, "sauvegarde": StandingInsolvent, "rj": StandingInsolvent, "lj": StandingInsolvent,

	"factored": StandingFactored, "factor": StandingFactored, "factoring": StandingFactored, "sold": StandingFactored,
	"affacturée": StandingFactored, "affacturé": StandingFactored, "affacturage": StandingFactored, "affacturee": StandingFactored,
	"cédée": StandingFactored, "cédé": StandingFactored, "cedee": StandingFactored,

	"handed over": StandingHandedOver, "handed_over": StandingHandedOver, "handover": StandingHandedOver, "agency": StandingHandedOver,
	"collection": StandingHandedOver, "collection agency": StandingHandedOver, "court": StandingHandedOver, "mediation": StandingHandedOver,
	"transmise": StandingHandedOver, "transmis": StandingHandedOver, "recouvrement": StandingHandedOver, "contentieux": StandingHandedOver,
	"huissier": StandingHandedOver, "médiation": StandingHandedOver, "injonction de payer": StandingHandedOver,
}

// ParseStanding reads a standing as people type it, in English or French;
// blank is none. A word it doesn't know is CodeInvalid: nothing is guessed
// about who is to be chased.
func ParseStanding(text string) (Standing, error) {
	k := KeyOf(text)
	if k == "" {
		return "", nil
	}
	if s, ok := standingWords[k]; ok {
		return s, nil
	}
	return "", &Error{
		Code: CodeInvalid, Reason: ReasonUnknownStanding, Args: Args{"text": text},
		Message: fmt.Sprintf("%q is no standing: write insolvent, factored or handed over, or leave it blank.", text),
	}
}
