// Package letter words what a customer is sent: from the courtesy note before
// the due date to the formal notice, in French and in English, as an e-mail
// (text and HTML) and as a PDF for registered post.
//
//	Letter      plain data in frozen figures; nothing is computed from the book here
//	document    the words, tables and lines of one letter, in its language
//	Render      the document as subject, text and HTML
//	PDF         the document on A4, its address where a window envelope shows it
//
// # Rules of every letter
//
// One letter is in one currency. What it is about (Chased), what else is late
// (OtherOverdue) and what isn't due yet (NotDue) stand apart. Interest and
// recovery fees stand in a table of their own and never enter the principal.
//
// Names, numbers and addresses come from a sheet that many people edit, so they
// are hostile here: one line each, of bounded length, with deceiving characters
// made visible, escaped in HTML, and never a live address of the web. Bank account and
// payment links come from the operator's configuration; a link that doesn't
// lead to the configured host is refused.
package letter
