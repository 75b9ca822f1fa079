package letter

// english follows french sentence by sentence where the law allows it.
var english = language{
	kinds: map[Kind]wording{
		Courtesy: {
			subject: `{{if .One}}Invoice {{.Number}} falls due on {{.Due}}{{else}}{{.Count}} invoices falling due soon: {{.Total}}{{end}}`,
			before: []string{
				`{{if .One}}A short note to let you know that invoice {{.Number}} for {{.Total}} falls due on {{.Due}}.{{else}}A short note to let you know that the {{.Count}} invoices below fall due soon, the first on {{.Due}}, for {{.Total}} in all.{{end}}`,
				`If payment is already arranged, there is nothing for you to do. If you are missing a document, or if something on the invoice is not right, simply reply to this message and we will see to it before the due date.`,
			},
		},
		Friendly: {
			subject: `{{if .One}}Invoice {{.Number}}, due on {{.Due}}{{else}}{{.Count}} invoices past their due date: {{.Total}}{{end}}`,
			before: []string{
				`{{if .One}}It looks as though payment of invoice {{.Number}}, which was due on {{.Due}}, has not reached us yet. {{.Total}} is still to be paid.{{else}}It looks as though payment of the {{.Count}} invoices below has not reached us yet. The oldest was due on {{.Due}}, and {{.Total}} is still to be paid.{{end}}`,
				`This is probably just an oversight. Could you arrange the transfer{{if .Deadline}} by {{.Deadline}}{{end}}, or tell us when we can expect it?`,
			},
			after: []string{
				`If your payment is already on its way, please disregard this message. And if something is holding it up, do let us know: we will gladly look for a solution with you.`,
			},
		},
		Firm: {
			subject: `Reminder: {{if .One}}invoice {{.Number}}, {{.Total}} to pay{{else}}{{.Count}} overdue invoices, {{.Total}} to pay{{end}}`,
			before: []string{
				`{{if .Previous}}We wrote to you on {{.Previous}}, but {{if .One}}invoice {{.Number}} is still unpaid{{else}}{{.Count}} invoices are still unpaid{{end}}.{{else}}{{if .One}}Invoice {{.Number}} is still unpaid{{else}}{{.Count}} invoices are still unpaid{{end}}.{{end}} {{if .One}}It was due on {{.Due}} and is {{.Late}} late{{else}}The oldest was due on {{.Due}} and is {{.Late}} late{{end}}; {{.Total}} remains to be paid.`,
				`Please make the transfer {{if .Deadline}}by {{.Deadline}}{{else}}on receipt of this letter{{end}}, or reply with the exact date on which you will.`,
			},
			after: []string{
				`If you dispute all or part of this amount, please tell us why and we will look into it straight away. If your payment has just gone out, please disregard this letter.`,
			},
		},
		Penalties: {
			subject: `Late payment: {{if .One}}invoice {{.Number}}, {{end}}{{.Total}} to pay`,
			before: []string{
				`{{if .Previous}}Despite our reminders, the last of {{.Previous}}, {{else}}To date, {{end}}{{if .One}}invoice {{.Number}}, due on {{.Due}}, remains unpaid. The principal outstanding is {{.Total}}.{{else}}{{.Count}} invoices remain unpaid, the oldest since {{.Due}}. The principal outstanding is {{.Total}}.{{end}}`,
				`{{.Law}}`,
				`{{if .Claimed}}As of {{.Date}} we are therefore entitled to claim, on top of the principal, {{.Claimed}}. The details are set out below.{{end}}`,
				`Please pay {{if .One}}this invoice{{else}}these invoices{{end}} {{if .Deadline}}by {{.Deadline}}{{else}}on receipt of this letter{{end}}.`,
			},
			after: []string{
				`If you are going through a difficult patch, call us before then: we can agree on instalments. If your payment has just gone out, please disregard this letter.`,
			},
		},
		Last: {
			subject: `Last reminder before formal notice: {{if .One}}invoice {{.Number}}, {{end}}{{.Total}} to pay{{if .Deadline}} by {{.Deadline}}{{end}}`,
			before: []string{
				`{{if .Previous}}Our earlier letters, the last of {{.Previous}}, have had no effect: {{else}}To date, {{end}}{{if .One}}invoice {{.Number}}, due on {{.Due}}, is still not paid{{else}}{{.Count}} invoices, the oldest due on {{.Due}}, are still not paid{{end}}. You owe us {{.Total}} in principal.`,
				`This is our last attempt to settle the matter amicably. {{if .Deadline}}Unless we have received payment by {{.Deadline}}{{else}}Unless we have received payment within eight days{{end}}, or have agreed to instalments in writing, we will send you a formal notice, which precedes recovery proceedings.`,
				`{{.Law}}`,
				`{{if .Claimed}}As of {{.Date}}, {{.Claimed}} are therefore payable on top of the principal. The details are set out below.{{end}}`,
			},
			after: []string{
				`A solution is still possible: call us, or reply to this letter, before then.`,
			},
		},
		Formal: {
			subject: `Formal notice to pay: {{if .One}}invoice {{.Number}}, {{end}}{{.Total}}`,
			title:   `Formal notice to pay`,
			before: []string{
				`{{if .Previous}}Despite our reminders, the last of {{.Previous}}, {{else}}To date, {{end}}{{if .One}}invoice {{.Number}}, due on {{.Due}}, remains unpaid{{else}}the {{.Count}} invoices below, the oldest due on {{.Due}}, remain unpaid{{end}}.`,
				`We hereby give you formal notice to pay us, within {{.Days}}, that is by {{.Deadline}}, the principal sum of {{.Total}}{{if .Claimed}}, together with {{.Claimed}}, calculated to {{.Date}}{{end}}.`,
				`{{.Law}}{{if .Law}} Interest continues to run until payment in full.{{end}}`,
				`{{if eq .Regime "fr"}}This letter is a formal notice (mise en demeure) within the meaning of articles 1344 and following of the French Civil Code. {{else if eq .Regime "uk"}}This is a letter before claim. {{end}}If payment in full has not reached us by {{.Deadline}}, we will start recovery proceedings without further notice, before the competent court if need be, and will seek to recover the costs that they make necessary.`,
			},
			after: []string{
				`If you dispute this debt, let us have your reasons in writing within the same period. If you have paid in the meantime, please send us proof of payment; this letter will then have no further purpose.`,
			},
		},
		ThankYou: {
			subject: `{{if .One}}Invoice {{.Number}}: thank you for your payment{{else}}Thank you for your payment: {{.Total}}{{end}}`,
			before: []string{
				`{{if .One}}Your payment has arrived: invoice {{.Number}} ({{.Total}}) is settled.{{else}}Your payment has arrived: the {{.Count}} invoices below ({{.Total}}) are settled.{{end}} Thank you.`,
				`There is nothing more for you to do about {{if .One}}this invoice{{else}}these invoices{{end}}.`,
			},
		},
	},
	law: map[Regime]string{
		France:   `Under French law, late payment gives rise, from the day after the due date and without any reminder being necessary, to late-payment penalties {{if .Rate}}at the contractual rate of {{.Rate}}% a year{{else}}at the European Central Bank’s refinancing rate plus 10 percentage points{{end}} (article L441-10 of the French Commercial Code) and to a fixed recovery fee of {{.Fee40}} for each invoice (article D441-5 of the same code).`,
		EU:       `Directive 2011/7/EU, as transposed into the applicable law, entitles us in case of late payment, without any reminder being necessary, to interest {{if .Rate}}at the agreed rate of {{.Rate}}% a year{{else}}at the European Central Bank’s reference rate plus 8 percentage points{{end}} and to a fixed recovery fee of {{.Fee40}} for each invoice.`,
		UK:       `Under the Late Payment of Commercial Debts (Interest) Act 1998 we are entitled to interest {{if .Rate}}at the agreed rate of {{.Rate}}% a year{{else}}at 8 percentage points above the Bank of England base rate{{end}} and to a fixed sum for the cost of recovering each invoice.`,
		Contract: `Our contract provides for interest on late payment{{if .Rate}} at {{.Rate}}% a year{{end}}.`,
	},
	label: labels{
		greeting: "Hello,", greetingTo: "Hello %s,", politeGreeting: "Dear Sir or Madam,", politeGreetingTo: "Dear %s,",
		closing: "Kind regards,", politeClosing: "Yours faithfully,", politeClosingTo: "Yours sincerely,",
		invoice: "Invoice", issued: "issued on %s", due: "Due", late: "Late", amount: "Amount", partPaid: "%s, of which %s already paid", left: "Left to pay",
		instalment: " (instalment %d of %d)", disputed: "the disputed %s is not asked for here", day: "day", days: "days",
		chased: map[Kind]string{
			Courtesy: "Falling due soon", Friendly: "Overdue invoices", Firm: "Overdue invoices", Penalties: "Overdue invoices",
			Last: "Overdue invoices", Formal: "Invoices under formal notice", ThankYou: "Settled invoices",
		},
		otherOverdue: "Other overdue invoices, for information", notDue: "Invoices not yet due, for information",
		claims: "Late-payment interest and recovery fees, on top of the principal", total: "Total", creditNote: "Credit note %s", unapplied: "Payment not yet allocated",
		asked: "Left to pay", principal: "Principal", interest: "Interest to %s", interestTo: "%s in interest", fee: "%s in recovery fees", feeHead: "Recovery fee",
		claimsTotal: "Total interest and fees", grandTotal: "Total due on %s", payBy: "To pay by bank transfer", holder: "Account holder", iban: "IBAN", bic: "BIC",
		bank: "Bank", quote: "Please quote", payLink: "Pay invoice %s online", payAll: "Pay online", reference: "Our reference",
		customerCode: "Your account", registered: "By registered post", tracking: "By registered post, No. %s",
		dated: "%s", subject: "Subject", page: "Page %d of %s", tel: "Tel.", and: "and",
		overdueOn: "due on %s", statementOf: "due on %s",
	},
}
