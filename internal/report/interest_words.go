package report

import "github.com/relance-bot/relance/ledger"

// interestWords are the sentences about interest, by language and key: our own
// keys, and the ledger's reasons.
var interestWords = map[string]words{
	"en": {
		"notice":  "note: ",
		"in_time": "Nothing was owed after the due day: no interest and no fee.",
		"total":   "{days} days: {interest} {currency} interest + {fee} {currency} recovery fee = {sum} {currency}\nBetween businesses only. It can be claimed beside the invoice and is no part of it.",

		"currency_unreadable": "{flag}: “{text}” is not an ISO 4217 currency code such as EUR.",
		"amount_unreadable":   "{flag}: “{text}” is not an amount such as {other}: a point, no spaces, no more decimals than the currency has.",
		"amount_too_large":    "{flag}: “{text}” is too large an amount of {other}.",
		"amount_not_positive": "{flag}: “{text}” is not more than zero.",
		"day_unreadable":      "{flag}: “{text}” is not a day such as 2025-01-31.",
		"rate_unreadable":     "{flag}: “{text}” is not a rate in percent a year such as 12.5.",
		"payment_unreadable":  "{flag}: “{text}” is not a day and an amount such as 2025-01-31:400.00.",
		"payment_late":        "{flag}: “{text}” is after the day on which the rest was paid ({other}).",
		"payment_over":        "{flag}: with “{text}” the payments come to more than the amount ({other}).",

		ledger.ReasonUnknownRegime: "--regime: “{regime}” is none: choose fr, eu, uk or contract.",
		ledger.ReasonRateMissing:   "--rate: the regime contract needs the contract's rate, in percent a year.",
		ledger.ReasonRateUnwanted:  "--rate: the regime {regime} has its own rate. For a rate that was agreed, choose contract, or fr for the French rules about it.",
		ledger.ReasonRateInvalid:   "--rate: {rate} % a year is no rate of a contract: 0 to {max}.",
		ledger.ReasonNoRate:        "The table of rates lacks {series} for {halves}, and none is guessed. Put it into a file and name it with --rates: the form is that of the built-in table (docs/operating.md).",
		ledger.ReasonTooLarge:      "The interest is too large an amount of {currency}.",

		ledger.NoticeNoFee:          "no fixed fee is stated in {currency} under {regime}, so none is claimed.",
		ledger.NoticeSecondaryRate:  "the rate {series} of {halves} is from a secondary source: check it before you claim.",
		ledger.NoticeRateBelowLegal: "{rate} % is below the legal minimum of {minimum} % in {half}, three times the legal rate (L441-10).",
	},
	"fr": {
		"notice":  "à noter : ",
		"in_time": "Rien ne restait dû après l’échéance : ni intérêts ni indemnité.",
		"total":   "{days} jours : {interest} {currency} d’intérêts + {fee} {currency} d’indemnité de recouvrement = {sum} {currency}\nEntre professionnels seulement. Exigible en plus de la facture, dont cela ne fait pas partie.",

		"currency_unreadable": "{flag} : « {text} » n’est pas un code de devise ISO 4217 comme EUR.",
		"amount_unreadable":   "{flag} : « {text} » n’est pas un montant comme {other} : un point, pas d’espace, pas plus de décimales que la devise.",
		"amount_too_large":    "{flag} : « {text} » est un montant trop grand en {other}.",
		"amount_not_positive": "{flag} : « {text} » n’est pas supérieur à zéro.",
		"day_unreadable":      "{flag} : « {text} » n’est pas un jour comme 2025-01-31.",
		"rate_unreadable":     "{flag} : « {text} » n’est pas un taux annuel en pour cent comme 12.5.",
		"payment_unreadable":  "{flag} : « {text} » n’est pas un jour et un montant comme 2025-01-31:400.00.",
		"payment_late":        "{flag} : « {text} » est après le jour où le reste a été payé ({other}).",
		"payment_over":        "{flag} : avec « {text} », les paiements dépassent le montant ({other}).",

		ledger.ReasonUnknownRegime: "--regime : « {regime} » n’en est pas un : choisissez fr, eu, uk ou contract.",
		ledger.ReasonRateMissing:   "--rate : le régime contract demande le taux du contrat, en pour cent par an.",
		ledger.ReasonRateUnwanted:  "--rate : le régime {regime} a son propre taux. Pour un taux convenu, choisissez contract, ou fr pour les règles françaises à son sujet.",
		ledger.ReasonRateInvalid:   "--rate : {rate} % par an n’est pas un taux de contrat : de 0 à {max}.",
		ledger.ReasonNoRate:        "Le barème n’a pas {series} pour {halves}, et rien n’est deviné. Mettez-le dans un fichier et nommez-le avec --rates : la forme est celle du barème fourni (docs/operating.md).",
		ledger.ReasonTooLarge:      "Les intérêts sont un montant trop grand en {currency}.",

		ledger.NoticeNoFee:          "aucune indemnité forfaitaire n’est prévue en {currency} sous {regime} : rien n’est réclamé à ce titre.",
		ledger.NoticeSecondaryRate:  "le taux {series} de {halves} vient d’une source secondaire : vérifiez-le avant de réclamer.",
		ledger.NoticeRateBelowLegal: "{rate} % est sous le minimum légal de {minimum} % en {half}, trois fois le taux légal (L441-10).",
	},
}
