package sheets

import "github.com/relance-bot/relance/ledger"

// column is a field with the headers it goes by: the one that a sheet made by
// Relance shows in either language, and others that people use.
type column struct {
	field  ledger.Field
	en, fr string
	also   []string
}

func (c column) header(language string) string {
	if language == "fr" {
		return c.fr
	}
	return c.en
}

// invoiceColumns has one entry for each of ledger.RowFields, in their order. A
// word that could mean two things (date, total, name) stands for none.
var invoiceColumns = []column{
	{ledger.FieldNumber, "Number", "Numéro", []string{
		"Invoice", "Invoice number", "Invoice no", "Invoice num", "Invoice id", "Inv no", "N°", "No", "Num", "Document number",
		"Facture", "Numéro de facture", "Numéro facture", "N° facture", "N° de facture", "Num facture", "Réf facture", "Référence facture", "N° pièce", "Invoice ref", "Invoice reference",
	}},
	{ledger.FieldCustomer, "Customer", "Client", []string{
		"Customer name", "Client name", "Nom du client", "Nom client", "Account name", "Debtor", "Débiteur", "Raison sociale", "Company", "Société", "Bill to",
	}},
	{ledger.FieldCustomerCode, "Customer code", "Code client", []string{
		"Customer id", "Customer no", "Customer number", "Client code", "Client id", "N° client", "Numéro client", "Numéro de client", "Réf client", "Compte client", "Account code",
	}},
	{ledger.FieldIssued, "Issued", "Émise le", []string{
		"Issued on", "Issue date", "Invoice date", "Date of invoice", "Date issued", "Billed on", "Émis le", "Émise", "Date d'émission", "Date émission", "Date de facture", "Date facture", "Date de facturation", "Facturée le", "Facturé le",
	}},
	{ledger.FieldDue, "Due", "Échéance", []string{
		"Due on", "Due date", "Date due", "Payment due", "Pay by", "Date d'échéance", "Date échéance", "Échéance le", "Échue le", "À payer le", "À payer avant le",
	}},
	{ledger.FieldAmount, "Amount", "Montant", []string{
		"Invoice amount", "Amount due", "Gross amount", "Amount incl VAT", "Amount incl tax", "Total incl VAT", "Total amount", "Invoice total", "Montant TTC", "Total TTC", "Montant facture", "Montant de la facture", "Montant total", "TTC",
	}},
	{ledger.FieldCurrency, "Currency", "Devise", []string{"Ccy", "Currency code", "Monnaie", "Code devise"}},
	{ledger.FieldTerms, "Terms", "Conditions", []string{
		"Payment terms", "Terms of payment", "Conditions de paiement", "Conditions de règlement", "Délai de paiement", "Modalités de paiement",
	}},
	{ledger.FieldPaid, "Paid", "Payé", []string{
		"Paid amount", "Amount paid", "Received", "Amount received", "Payée", "Montant payé", "Réglé", "Montant réglé", "Encaissé", "Montant encaissé", "Acompte reçu",
	}},
	{ledger.FieldPaidOn, "Paid on", "Payé le", []string{
		"Paid date", "Payment date", "Date paid", "Settled on", "Settled date", "Payée le", "Date de paiement", "Date paiement", "Réglé le", "Réglée le", "Date de règlement", "Date règlement", "Encaissé le", "Date d'encaissement",
	}},
	{ledger.FieldBalance, "Balance", "Solde", []string{
		"Balance due", "Open amount", "Outstanding", "Amount outstanding", "Remaining", "Solde dû", "Reste dû", "Reste à payer", "Restant dû", "Solde restant",
	}},
	{ledger.FieldDaysLate, "Days late", "Jours de retard", []string{"Days overdue", "Days past due", "Retard", "Retard (jours)", "Jours retard", "Nb jours retard"}},
	{ledger.FieldSalesperson, "Salesperson", "Commercial", []string{
		"Sales", "Sales rep", "Sales person", "Account manager", "Owner", "Commerciale", "Vendeur", "Chargé d'affaires", "Responsable", "Suivi par",
	}},
	{ledger.FieldPromisedOn, "Promised on", "Promis le", []string{
		"Promised", "Promise", "Promise date", "Promised date", "Promise to pay", "Promesse", "Promesse le", "Date promise", "Date de promesse", "Promesse de paiement",
	}},
	{ledger.FieldPromisedAmount, "Promised amount", "Montant promis", []string{"Amount promised", "Promise amount"}},
	{ledger.FieldDispute, "Dispute", "Litige", []string{"Disputed", "Dispute reason", "En litige", "Motif du litige", "Motif de litige"}},
	{ledger.FieldDisputedAmount, "Disputed amount", "Montant en litige", []string{"Amount disputed", "Amount in dispute", "Montant litige", "Montant du litige"}},
	{ledger.FieldSnoozedUntil, "Snoozed until", "Reporté au", []string{"Snooze", "Snoozed", "Snooze until", "Remind after", "Reporté", "Reporté jusqu'au", "Reporter au", "Relancer après le"}},
	{ledger.FieldTakenBy, "Taken by", "Pris en charge par", []string{"Handled by", "I'm on it", "Pris par", "Pris en charge"}},
	{ledger.FieldTakenUntil, "Taken until", "Pris en charge jusqu'au", []string{"Handled until", "Pris jusqu'au"}},
	{ledger.FieldSaysPaidUntil, "Says paid until", "Dit payée, à vérifier avant le", []string{"Says paid", "Says it's paid", "Dit payée", "Dit avoir payé", "Dit payé jusqu'au"}},
	{ledger.FieldOptOut, "Never remind", "Ne pas relancer", []string{"Opt out", "Opt-out", "No reminders", "Do not remind", "Do not chase", "Ne jamais relancer", "Exclu des relances", "Exclure"}},
	{ledger.FieldPlan, "Plan", "Échéancier", []string{"Payment plan", "Instalments", "Installments", "Plan de paiement", "Échelonnement"}},
	{ledger.FieldNotes, "Notes", "Remarques", []string{"Note", "Comment", "Comments", "Remark", "Remarks", "Remarque", "Commentaire", "Commentaires", "Observations"}},
	{ledger.FieldDisputeOwner, "Dispute owner", "Litige suivi par", []string{"Dispute handled by", "Owner of the dispute", "Responsable du litige"}},
	{ledger.FieldDisputeReview, "Dispute review", "Litige à revoir le", []string{"Review dispute on", "Dispute review date", "Revue du litige"}},
	{ledger.FieldRepliedUntil, "Replied, no letter until", "A répondu, pas de lettre avant le", []string{"Replied until", "They replied", "Replied", "A répondu", "Ont répondu"}},
	{ledger.FieldCallAgain, "Call again", "Rappeler le", []string{"Call again on", "Call back", "Call back on", "Next call", "À rappeler", "À rappeler le", "Prochain appel"}},
	{ledger.FieldStanding, "Standing", "Situation juridique", []string{"Insolvency", "Legal status", "Legal standing", "Procédure collective"}},
	{ledger.FieldWaived, "Penalties waived", "Pénalités abandonnées", []string{"Interest waived", "Waived", "Abandon des pénalités", "Pénalités annulées"}},
	{ledger.FieldTracking, "Registered letter", "Recommandé n°", []string{"Tracking", "Tracking number", "Registered post", "N° de recommandé", "Numéro de recommandé", "Suivi recommandé"}},
	{ledger.FieldStage, "Stage", "Étape", []string{"Reminder stage", "Dunning stage", "Niveau", "Niveau de relance", "Étape de relance"}},
	{ledger.FieldLastReminder, "Last reminder", "Dernière relance", []string{"Last reminded", "Reminded on", "Last reminder on", "Dernière relance le", "Relancé le", "Relancée le"}},
	{ledger.FieldNextReminder, "Next reminder", "Prochaine relance", []string{"Next reminder on", "Prochaine relance le"}},
	{ledger.FieldLetterStage, "Letter stage", "Étape des lettres", []string{"Stage of letters", "Niveau de lettre"}},
	{ledger.FieldLastLetter, "Last letter", "Dernière lettre", []string{"Last letter on", "Dernière lettre le", "Dernier courrier"}},
	{ledger.FieldLadder, "Ladder", "Scénario", []string{"Reminder ladder", "Dunning plan", "Scénario de relance", "Plan de relance"}},
	{ledger.FieldCheck, "Check", "À vérifier", []string{"Problem", "Problems", "Contrôle", "Vérification", "Problème"}},
}

// Columns of the other tabs. They are fields of their own names, so that they
// never meet an invoice's.
const (
	colPayID       ledger.Field = "payment.id"
	colPayDate     ledger.Field = "payment.date"
	colPayInvoice  ledger.Field = "payment.invoice"
	colPayCustomer ledger.Field = "payment.customer"
	colPayAmount   ledger.Field = "payment.amount"
	colPayCurrency ledger.Field = "payment.currency"
	colPaySource   ledger.Field = "payment.source"
	colPayBankRef  ledger.Field = "payment.bank_ref"
	colPayBy       ledger.Field = "payment.by"
	colPayNote     ledger.Field = "payment.note"

	colCustName     ledger.Field = "customer.name"
	colCustCode     ledger.Field = "customer.code"
	colCustAliases  ledger.Field = "customer.aliases"
	colCustEmail    ledger.Field = "customer.email"
	colCustCountry  ledger.Field = "customer.country"
	colCustLanguage ledger.Field = "customer.language"
	colCustTerms    ledger.Field = "customer.terms"
	colCustMode     ledger.Field = "customer.mode"
	colCustWhy      ledger.Field = "customer.mode_reason"
	colCustReview   ledger.Field = "customer.mode_review"
	colCustLadder   ledger.Field = "customer.ladder"
	colCustSegment  ledger.Field = "customer.segment"
	colCustPublic   ledger.Field = "customer.public"
	colCustContact  ledger.Field = "customer.contact"
	colCustAddress  ledger.Field = "customer.address"
	colCustBank     ledger.Field = "customer.bank_account" // by name; the number is the operator's

	colWhoName     ledger.Field = "person.name"
	colWhoEmail    ledger.Field = "person.email"
	colWhoSlack    ledger.Field = "person.slack_id"
	colWhoRole     ledger.Field = "person.role"
	colWhoLanguage ledger.Field = "person.language"
	colWhoZone     ledger.Field = "person.time_zone"
	colWhoFrom     ledger.Field = "person.away_from"
	colWhoUntil    ledger.Field = "person.away_until"
	colWhoStandIn  ledger.Field = "person.stand_in"

	colActWhen     ledger.Field = "activity.when"
	colActWho      ledger.Field = "activity.who"
	colActInvoice  ledger.Field = "activity.invoice"
	colActCustomer ledger.Field = "activity.customer"
	colActWhat     ledger.Field = "activity.what"
	colActBefore   ledger.Field = "activity.before"
	colActAfter    ledger.Field = "activity.after"
)

var paymentColumns = []column{
	{colPayID, "Id", "Identifiant", []string{"Payment id", "Ref", "Réf", "Réf paiement", "Id paiement"}},
	{colPayDate, "Date", "Date", []string{"Paid on", "Payment date", "Payé le", "Date de paiement", "Reçu le", "Received on", "Date de règlement"}},
	{colPayInvoice, "Invoice", "Facture", []string{"Invoice number", "Number", "Numéro", "N° facture", "N°", "Numéro de facture"}},
	{colPayCustomer, "Customer", "Client", []string{"Customer name", "Nom du client", "Payer", "Payeur"}},
	{colPayAmount, "Amount", "Montant", []string{"Amount paid", "Paid", "Montant payé", "Payé", "Réglé"}},
	{colPayCurrency, "Currency", "Devise", []string{"Ccy", "Monnaie"}},
	{colPaySource, "Source", "Origine", []string{"Origin", "Provenance"}},
	{colPayBankRef, "Bank reference", "Référence bancaire", []string{"Bank ref", "Statement", "Réf bancaire", "Relevé"}},
	{colPayBy, "By", "Par", []string{"Entered by", "Recorded by", "Saisi par"}},
	{colPayNote, "Note", "Remarque", []string{"Notes", "Comment", "Remarques", "Commentaire"}},
}

var customerColumns = []column{
	{colCustName, "Customer", "Client", []string{"Name", "Nom", "Customer name", "Nom du client", "Raison sociale"}},
	{colCustCode, "Customer code", "Code client", []string{"Code", "Customer id", "N° client"}},
	{colCustAliases, "Also known as", "Autres noms", []string{"Aliases", "Alias", "Autre nom"}},
	{colCustEmail, "Email", "E-mail", []string{"E-mail address", "Email address", "Mail", "Courriel", "Adresse e-mail"}},
	{colCustCountry, "Country", "Pays", []string{"Country code", "Code pays"}},
	{colCustLanguage, "Language", "Langue", []string{"Lang"}},
	{colCustTerms, "Terms", "Conditions", []string{"Payment terms", "Conditions de paiement"}},
	{colCustMode, "Reminders", "Relances", []string{"Mode", "Reminder mode", "Mode de relance"}},
	{colCustWhy, "Reason", "Motif", []string{"Reason for the mode", "Why", "Pourquoi", "Motif du mode"}},
	{colCustReview, "Review on", "À revoir le", []string{"Review date", "Review", "Date de revue"}},
	{colCustLadder, "Ladder", "Scénario", []string{"Reminder ladder", "Dunning plan", "Scénario de relance", "Plan de relance"}},
	{colCustSegment, "Segment", "Segment", []string{"Category", "Catégorie", "Type de client"}},
	{colCustPublic, "Public sector", "Secteur public", []string{"Public", "Public body", "Organisme public"}},
	{colCustContact, "Contact", "Contact", []string{"Contact name", "Contact person", "Interlocuteur", "À l'attention de"}},
	{colCustAddress, "Address", "Adresse", []string{"Postal address", "Adresse postale"}},
	{colCustBank, "Bank account", "Compte bancaire", []string{"Pay to", "Account to pay into", "Compte à créditer"}},
}

var peopleColumns = []column{
	{colWhoName, "Name", "Nom", []string{"Person", "Personne", "Full name", "Nom complet"}},
	{colWhoEmail, "Email", "E-mail", []string{"E-mail address", "Email address", "Mail", "Courriel", "Adresse e-mail"}},
	{colWhoSlack, "Slack id", "Identifiant Slack", []string{"Slack", "Slack user", "Slack user id"}},
	{colWhoRole, "Role", "Rôle", []string{"Function", "Fonction"}},
	{colWhoLanguage, "Language", "Langue", []string{"Lang"}},
	{colWhoZone, "Time zone", "Fuseau horaire", []string{"Timezone", "Zone", "Fuseau"}},
	{colWhoFrom, "Away from", "Absence du", []string{"Absent from", "Absent du", "Absent à partir du"}},
	{colWhoUntil, "Away until", "Absence au", []string{"Absent until", "Absent jusqu'au"}},
	{colWhoStandIn, "Stand-in", "Remplaçant", []string{"Stand in", "Replaced by", "Remplacé par", "Remplaçante"}},
}

// activityColumns are of a tab that is never read.
var activityColumns = []column{
	{colActWhen, "When", "Quand", nil},
	{colActWho, "Who", "Qui", nil},
	{colActInvoice, "Invoice", "Facture", nil},
	{colActCustomer, "Customer", "Client", nil},
	{colActWhat, "What", "Quoi", nil},
	{colActBefore, "Before", "Avant", nil},
	{colActAfter, "After", "Après", nil},
}
