package letter

// french is read aloud before it is changed: short sentences, the fact first,
// then the request, then how to answer. It grows firmer, never rude.
var french = language{
	kinds: map[Kind]wording{
		Courtesy: hardSpaces(wording{
			subject: `{{if .One}}Facture {{.Number}} : échéance le {{.Due}}{{else}}{{.Count}} factures à échéance prochaine : {{.Total}}{{end}}`,
			before: []string{
				`{{if .One}}Nous vous rappelons que la facture {{.Number}} arrive à échéance le {{.Due}}, pour un montant de {{.Total}}.{{else}}Nous vous rappelons que les {{.Count}} factures ci-dessous arrivent bientôt à échéance, la première le {{.Due}}, pour un total de {{.Total}}.{{end}}`,
				`Si le règlement est déjà programmé, vous n’avez rien à faire. S’il vous manque un document, ou si un point est à revoir, répondez simplement à ce message : nous nous en occuperons avant l’échéance.`,
			},
		}),
		Friendly: hardSpaces(wording{
			subject: `{{if .One}}Facture {{.Number}}, échue le {{.Due}}{{else}}{{.Count}} factures échues : {{.Total}}{{end}}`,
			before: []string{
				`{{if .One}}Sauf erreur de notre part, le règlement de la facture {{.Number}}, échue le {{.Due}}, ne nous est pas encore parvenu. Il reste {{.Total}} à régler.{{else}}Sauf erreur de notre part, le règlement des {{.Count}} factures ci-dessous, dont la plus ancienne est échue depuis le {{.Due}}, ne nous est pas encore parvenu. Il reste {{.Total}} à régler.{{end}}`,
				`Il s’agit sans doute d’un simple oubli. Pourriez-vous procéder au virement{{if .Deadline}} d’ici au {{.Deadline}}{{end}}, ou nous dire à quelle date il est prévu ?`,
			},
			after: []string{
				`Si votre paiement est déjà parti, merci de ne pas tenir compte de ce message. Et si quelque chose vous empêche de régler, répondez-nous : nous chercherons une solution avec vous.`,
			},
		}),
		Firm: hardSpaces(wording{
			subject: `Rappel : {{if .One}}facture {{.Number}}, {{.Total}} à régler{{else}}{{.Count}} factures échues, {{.Total}} à régler{{end}}`,
			before: []string{
				`{{if .Previous}}Malgré notre courrier du {{.Previous}}, {{if .One}}la facture {{.Number}} reste impayée{{else}}{{.Count}} factures restent impayées{{end}}.{{else}}{{if .One}}La facture {{.Number}} reste impayée{{else}}{{.Count}} factures restent impayées{{end}} à ce jour.{{end}} {{if .One}}Échue le {{.Due}}, elle a {{.Late}} de retard{{else}}La plus ancienne, échue le {{.Due}}, a {{.Late}} de retard{{end}}, et il reste {{.Total}} à régler.`,
				`Nous vous demandons de procéder au virement{{if .Deadline}} au plus tard le {{.Deadline}}{{else}} dès réception de ce courrier{{end}}, ou de nous en indiquer la date exacte par retour.`,
			},
			after: []string{
				`Si vous contestez tout ou partie de ce montant, dites-nous pour quelle raison : nous examinerons votre demande sans attendre. Si votre paiement vient de partir, merci de ne pas tenir compte de ce courrier.`,
			},
		}),
		Penalties: hardSpaces(wording{
			subject: `Retard de paiement : {{if .One}}facture {{.Number}}, {{end}}{{.Total}} à régler`,
			before: []string{
				`{{if .Previous}}Malgré nos relances, la dernière datant du {{.Previous}}{{else}}À ce jour{{end}}, {{if .One}}la facture {{.Number}}, échue le {{.Due}}, demeure impayée. Il reste {{.Total}} à régler en principal.{{else}}{{.Count}} factures demeurent impayées, dont la plus ancienne depuis le {{.Due}}. Il reste {{.Total}} à régler en principal.{{end}}`,
				`{{.Law}}`,
				`{{if .Claimed}}Au {{.Date}}, nous sommes ainsi en droit de vous réclamer, en plus du principal, {{.Claimed}}. Le détail figure ci-dessous.{{end}}`,
				`Nous vous demandons de régler {{if .One}}cette facture{{else}}ces factures{{end}} {{if .Deadline}}au plus tard le {{.Deadline}}{{else}}dès réception de ce courrier{{end}}.`,
			},
			after: []string{
				`Si vous traversez une difficulté passagère, appelez-nous avant cette date : nous pouvons convenir d’un échéancier. Si votre paiement vient de partir, merci de ne pas tenir compte de ce courrier.`,
			},
		}),
		Last: hardSpaces(wording{
			subject: `Dernière relance amiable : {{if .One}}facture {{.Number}}, {{end}}{{.Total}} à régler{{if .Deadline}} d’ici au {{.Deadline}}{{end}}`,
			before: []string{
				`{{if .Previous}}Nos courriers précédents, dont le dernier du {{.Previous}}, sont restés sans effet : {{else}}À ce jour, {{end}}{{if .One}}la facture {{.Number}}, échue le {{.Due}}, n’est toujours pas réglée{{else}}{{.Count}} factures, dont la plus ancienne est échue depuis le {{.Due}}, ne sont toujours pas réglées{{end}}. Vous nous devez {{.Total}} en principal.`,
				`Ce courrier est notre dernière démarche amiable. {{if .Deadline}}Sans règlement au {{.Deadline}}{{else}}Sans règlement sous huitaine{{end}}, ou sans accord écrit de notre part sur un échéancier, nous vous adresserons une mise en demeure, préalable à une procédure de recouvrement.`,
				`{{.Law}}`,
				`{{if .Claimed}}Au {{.Date}}, {{.Claimed}} s’ajoutent ainsi au principal. Le détail figure ci-dessous.{{end}}`,
			},
			after: []string{
				`Une solution reste possible : appelez-nous, ou répondez à ce courrier, avant cette date.`,
			},
		}),
		Formal: hardSpaces(wording{
			subject: `Mise en demeure de payer : {{if .One}}facture {{.Number}}, {{end}}{{.Total}}`,
			title:   `Mise en demeure de payer`,
			before: []string{
				`{{if .Previous}}Malgré nos relances, la dernière datant du {{.Previous}}{{else}}À ce jour{{end}}, {{if .One}}la facture {{.Number}}, échue le {{.Due}}, demeure impayée{{else}}les {{.Count}} factures ci-dessous, dont la plus ancienne est échue depuis le {{.Due}}, demeurent impayées{{end}}.`,
				`En conséquence, nous vous mettons en demeure de nous régler, dans un délai de {{.Days}}, soit au plus tard le {{.Deadline}}, la somme de {{.Total}} en principal{{if .Claimed}}, augmentée de {{.Claimed}} (montants arrêtés au {{.Date}}){{end}}.`,
				`{{.Law}}{{if .Law}} Les intérêts courent jusqu’au complet paiement.{{end}}`,
				`{{if eq .Regime "fr"}}La présente vaut mise en demeure au sens des articles 1344 et suivants du Code civil.{{else}}La présente vaut mise en demeure.{{end}} À défaut de règlement intégral au {{.Deadline}}, nous engagerons sans autre avis une procédure de recouvrement, au besoin devant la juridiction compétente, et vous demanderons le remboursement des frais qu’elle aura rendus nécessaires.`,
			},
			after: []string{
				`Si vous contestez cette créance, faites-nous connaître vos motifs par écrit dans le même délai. Si vous avez réglé entre-temps, merci de nous en adresser la preuve : cette lettre sera alors sans objet.`,
			},
		}),
		ThankYou: hardSpaces(wording{
			subject: `{{if .One}}Facture {{.Number}} : merci de votre règlement{{else}}Merci de votre règlement : {{.Total}}{{end}}`,
			before: []string{
				`{{if .One}}Nous avons bien reçu votre règlement : la facture {{.Number}} ({{.Total}}) est soldée.{{else}}Nous avons bien reçu votre règlement : les {{.Count}} factures ci-dessous ({{.Total}}) sont soldées.{{end}} Merci.`,
				`Vous n’avez rien d’autre à faire pour {{if .One}}cette facture{{else}}ces factures{{end}}.`,
			},
		}),
	},
	law: map[Regime]string{
		France:   frenchSpaces.Replace(`Tout retard de paiement entraîne de plein droit, dès le lendemain de l’échéance et sans qu’un rappel soit nécessaire, des pénalités de retard {{if .Rate}}au taux contractuel de {{.Rate}} % l’an{{else}}au taux de refinancement de la Banque centrale européenne majoré de 10 points{{end}} (article L441-10 du Code de commerce) et une indemnité forfaitaire pour frais de recouvrement de {{.Fee40}} par facture (article D441-5 du même code).`),
		EU:       frenchSpaces.Replace(`La directive 2011/7/UE, telle que transposée dans le droit applicable, ouvre droit en cas de retard de paiement, sans rappel préalable, à des intérêts {{if .Rate}}au taux convenu de {{.Rate}} % l’an{{else}}au taux de référence de la Banque centrale européenne majoré de 8 points{{end}} et à une indemnité forfaitaire pour frais de recouvrement de {{.Fee40}} par facture.`),
		UK:       frenchSpaces.Replace(`La loi britannique « Late Payment of Commercial Debts (Interest) Act 1998 » ouvre droit en cas de retard de paiement à des intérêts {{if .Rate}}au taux convenu de {{.Rate}} % l’an{{else}}au taux directeur de la Banque d’Angleterre majoré de 8 points{{end}} et à une indemnité forfaitaire de recouvrement pour chaque facture.`),
		Contract: frenchSpaces.Replace(`Notre contrat prévoit, en cas de retard de paiement, des pénalités{{if .Rate}} au taux de {{.Rate}} % l’an{{end}}.`),
	},
	label: labels{
		greeting: "Bonjour,", greetingTo: "Bonjour %s,", politeGreeting: "Madame, Monsieur,", politeGreetingTo: "Madame, Monsieur,",
		closing: "Bien cordialement,", politeClosing: "Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.",
		politeClosingTo: "Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.",
		invoice:         "Facture", issued: "émise le %s", due: "Échéance", late: "Retard", amount: "Montant TTC", partPaid: "%s TTC, dont %s déjà réglés", left: "Reste à régler",
		instalment: " (échéance %d sur %d)", disputed: "hors %s contestés, non réclamés ici", day: "jour", days: "jours",
		chased: map[Kind]string{
			Courtesy: "À échéance prochaine", Friendly: "Factures échues", Firm: "Factures échues", Penalties: "Factures échues",
			Last: "Factures échues", Formal: "Factures concernées par la mise en demeure", ThankYou: "Factures soldées",
		},
		otherOverdue: "Autres factures échues, pour information", notDue: "Factures non échues, pour information",
		claims: "Pénalités de retard et indemnités, en plus du principal", total: "Total", creditNote: "Avoir %s", unapplied: "Versement non affecté",
		asked: "Reste à régler", principal: "Principal", interest: "Pénalités au %s", interestTo: "%s de pénalités de retard", fee: "%s d’indemnité forfaitaire", feeHead: "Indemnité forfaitaire",
		claimsTotal: "Total des pénalités et indemnités", grandTotal: "Total dû au %s", payBy: "Pour régler par virement", holder: "Titulaire", iban: "IBAN", bic: "BIC",
		bank: "Banque", quote: "Libellé à rappeler", payLink: "Régler la facture %s en ligne", payAll: "Régler en ligne", reference: "Notre référence",
		customerCode: "Votre code client", registered: "Lettre recommandée avec avis de réception", tracking: "Lettre recommandée avec AR n° %s",
		dated: "Le %s", subject: "Objet", page: "Page %d sur %s", tel: "Tél.", and: "et",
		overdueOn: "échue le %s", statementOf: "à échéance le %s",
	},
}
