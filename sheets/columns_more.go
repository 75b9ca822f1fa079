package sheets

import "github.com/relance-bot/relance/ledger"

// moreHeaders are headers of invoice columns as accounting programs export them
// and people shorten them: Sage, EBP, Cegid, QuickBooks, Xero, and sheets kept
// by hand. A word that could mean two things stands for none (see
// hintFor in survey_hint.go, which says so to whoever adopts such a sheet).
var moreHeaders = map[ledger.Field][]string{
	ledger.FieldNumber: {
		"N° fact.", "N° fac", "No fact", "Num fact", "Fact.", "Fact n°", "N° FA", "FA n°", "Facture n°", "Facture numéro", "Numéro de pièce", "N° de pièce", "Pièce", "N° document", "N° doc", "Numéro document",
		"Inv #", "Inv.", "Inv number", "Invoice No.", "Invoice Nr", "Doc no", "Document no", "Doc number", "Transaction number", "Bill no", "Facture / Avoir", "N° facture / avoir",
	},
	ledger.FieldCustomer: {
		"Nom / Raison sociale", "Tiers", "Nom du tiers", "Nom tiers", "Intitulé", "Intitulé du tiers", "Intitulé client", "Intitulé du client", "Client facturé", "Nom client facturé", "Raison sociale client",
		"Customer full name", "Customer/Project", "Billed to", "Client / Company", "Debtor name", "Nom du débiteur",
	},
	ledger.FieldCustomerCode: {
		"Code tiers", "N° tiers", "Compte tiers", "Numéro tiers", "N° compte", "N° de compte", "Code cl.", "Client n°", "Cust no", "Cust. no.", "Cust id", "Account no", "Account number", "Account ref",
	},
	ledger.FieldIssued: {
		"Date fact.", "Date fac", "Date FA", "Dt fact", "Dt facture", "Date pièce", "Date de pièce", "Date de la facture", "Date d'ém.", "Facture du", "Invoiced on", "Invoiced", "Inv date", "Inv. date", "Billing date", "Bill date", "Document date", "Doc date",
	},
	ledger.FieldDue: {
		"Éch.", "Ech", "Date éch.", "Date d'éch.", "Dt éch", "Dt échéance", "Échéance au", "Échéances", "Date limite", "Date limite de paiement", "Date limite de règlement", "Date limite paiement", "À régler avant le", "À régler le", "Payable le", "Échéance de paiement", "Échéance règlement",
		"Due by", "Payable by", "Pay before", "Payment due date", "Maturity", "Maturity date", "Net due date",
	},
	ledger.FieldAmount: {
		"Mtt TTC", "Mt TTC", "Mnt TTC", "Montant T.T.C.", "Total T.T.C.", "Mtt", "Mnt", "Montant facturé", "Montant facture TTC", "Montant de la facture TTC", "Total facture", "Total facture TTC", "Net à payer", "Net à payer TTC", "Prix TTC", "Somme TTC", "Montant (toutes taxes)", "TTC facturé", "Montant initial", "Montant d'origine",
		"Amt", "Invoice amt", "Inv amount", "Gross total", "Gross", "Total (incl. VAT)", "Total inc VAT", "Total inc. tax", "Total incl tax", "Total gross", "Amount inc VAT", "Amount (inc. VAT)", "Amount inc tax", "Amount incl. GST", "Original amount", "Invoice value", "Billed amount", "Amount billed",
	},
	ledger.FieldTerms: {
		"Cond. paiement", "Cond. de paiement", "Cond. règl.", "Cond. règlement", "Conditions règlement", "Conditions paiement", "Délai", "Délai de règlement", "Délai règlement", "Délai paiement", "Mode et délai", "Modalités", "Modalités de règlement", "Échéance (conditions)", "Net terms", "Credit terms", "Payment term", "Term",
	},
	ledger.FieldPaid: {
		"Mtt réglé", "Mt réglé", "Mtt payé", "Montant encaissé TTC", "Montant règlement", "Règlement montant", "Montant du règlement", "Montant des règlements", "Montant perçu", "Perçu", "Versé", "Déjà réglé", "Déjà payé", "Total réglé", "Total payé", "Total encaissé", "Encaissements", "Règlements", "Règlements reçus", "Acomptes", "Réglé TTC", "Payé TTC",
		"Amount settled", "Payments", "Payments received", "Receipts", "Total paid", "Paid to date", "Amt paid", "Amount paid to date", "Cash received", "Paid?",
	},
	ledger.FieldPaidOn: {
		"Règlement le", "Régl. le", "Règlement date", "Date règl.", "Date de règl.", "Date régl", "Date du règlement", "Date de réglement", "Date encaissement", "Encaissée le", "Soldé le", "Soldée le", "Acquittée le", "Date de paiement effective", "Paiement le", "Paiement date", "Reçu le",
		"Settlement date", "Date settled", "Date received", "Received on", "Cleared on", "Payment received on",
	},
	ledger.FieldBalance: {
		"Restant", "Reste", "Montant restant", "Montant restant dû", "Reste à régler", "Reste à encaisser", "Restant à payer", "Restant à régler", "Montant dû", "Solde TTC", "Solde à payer", "Solde facture", "Solde client", "Encours", "Encours TTC", "Dû",
		"Open balance", "Amount open", "Balance outstanding", "Remaining balance", "Remaining amount", "Outstanding balance", "Outstanding amount", "Residual", "Residual amount", "Unpaid amount", "Amount remaining", "Still due", "Left to pay",
	},
	ledger.FieldDaysLate:    {"Nb j retard", "Jours de dépassement", "Dépassement (jours)", "Days late (days)", "Days outstanding", "Past due days"},
	ledger.FieldSalesperson: {"Com.", "Rep", "Sales rep.", "Resp.", "Responsable client", "Chargé de clientèle", "Suivi commercial", "Account exec", "Account owner", "Commercial(e)"},
	ledger.FieldNotes:       {"Obs.", "Observation", "Comm.", "Commentaires / suivi", "Suivi / remarques", "Remarque(s)", "Memo", "Mémo"},
	ledger.FieldDispute:     {"Litige ?", "Litige O/N", "Contentieux", "Contestation"},
	ledger.FieldStage:       {"Niveau relance", "Étape relance", "Dunning level", "Reminder level"},
}
