package ledger

import "strings"

// DisputeType is what a dispute is about.
type DisputeType string

// The types of dispute. None: nobody said.
const (
	DisputePrice          DisputeType = "price"
	DisputeQuantity       DisputeType = "quantity"
	DisputeQuality        DisputeType = "quality"
	DisputeDelivery       DisputeType = "delivery"
	DisputeAdministrative DisputeType = "administrative" // an order number, an address, a copy
	DisputeOther          DisputeType = "other"
)

// DisputeTypes are all types, in the order in which people are asked.
var DisputeTypes = []DisputeType{DisputePrice, DisputeQuantity, DisputeQuality, DisputeDelivery, DisputeAdministrative, DisputeOther}

// disputeWords are what people type for each, folded as keys are.
var disputeWords = map[Key]DisputeType{
	"price": DisputePrice, "pricing": DisputePrice, "prix": DisputePrice, "tarif": DisputePrice, "discount": DisputePrice, "remise": DisputePrice,
	"quantity": DisputeQuantity, "quantité": DisputeQuantity, "quantite": DisputeQuantity, "missing": DisputeQuantity, "manquant": DisputeQuantity,
	"quality": DisputeQuality, "qualité": DisputeQuality, "qualite": DisputeQuality, "damaged": DisputeQuality, "defect": DisputeQuality, "défaut": DisputeQuality,
	"delivery": DisputeDelivery, "livraison": DisputeDelivery, "shipping": DisputeDelivery, "retard de livraison": DisputeDelivery,
	"administrative": DisputeAdministrative, "admin": DisputeAdministrative, "administratif": DisputeAdministrative, "paperwork": DisputeAdministrative,
	"po": DisputeAdministrative, "bon de commande": DisputeAdministrative,
	"other": DisputeOther, "autre": DisputeOther, "divers": DisputeOther,
}

// disputeFrench are the words under which the bot writes the types in French.
var disputeFrench = map[DisputeType]string{
	DisputePrice: "prix", DisputeQuantity: "quantité", DisputeQuality: "qualité", DisputeDelivery: "livraison",
	DisputeAdministrative: "administratif", DisputeOther: "autre",
}

// Word is the type as a Dispute cell has it, in a language "en" or "fr".
func (d DisputeType) Word(language string) string {
	if word := disputeFrench[d]; word != "" && language == "fr" {
		return word
	}
	return string(d)
}

// ParseDispute takes a Dispute cell apart: "price: not what we agreed" is a
// type and a reason. A cell that begins with no type, or holds a type alone, is
// all reason: what people wrote before is never cut.
func ParseDispute(text string) (DisputeType, string) {
	word, reason, found := strings.Cut(text, ":")
	kind, known := disputeWords[KeyOf(word)]
	if known && (!found || strings.TrimSpace(reason) == "") {
		return kind, strings.TrimSpace(word)
	}
	if !known {
		return "", strings.TrimSpace(text)
	}
	return kind, strings.TrimSpace(reason)
}

// DisputeCell is what ParseDispute reads, in a language.
func DisputeCell(kind DisputeType, reason, language string) string {
	switch {
	case kind == "":
		return reason
	case reason == "":
		return kind.Word(language)
	case language == "fr":
		return kind.Word(language) + " : " + reason
	}
	return kind.Word(language) + ": " + reason
}
