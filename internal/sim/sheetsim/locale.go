package sheetsim

import "strings"

// locale is what a spreadsheet's locale changes: how people type numbers and
// dates, and how values look.
type locale struct {
	decimal, group  string
	dayFirst        bool
	dateSeparators  string // accepted between d, m and y besides ISO dates
	datePattern     string
	timePattern     string
	currency        string // pattern of a typed or defaulted amount
	currencySymbol  string
	yes, no         string
	firstSheet      string
	months, short   []string
	days            []string
	dateTimePattern string
}

var englishMonths = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

var (
	englishShort = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	englishDays  = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
)

// noBreak is the narrow space French puts between thousands; people type an
// ordinary one, and other systems a plain no-break space.
const noBreak = "\u202f"

var locales = map[string]*locale{
	"en_US": {
		decimal: ".", group: ",", dateSeparators: "/-", datePattern: "m/d/yyyy", timePattern: "h:mm:ss am/pm",
		currency: `"$"#,##0.00`, currencySymbol: "$", yes: "TRUE", no: "FALSE", firstSheet: "Sheet1", months: englishMonths, short: englishShort, days: englishDays,
		dateTimePattern: "m/d/yyyy h:mm:ss",
	},
	"en_GB": {
		decimal: ".", group: ",", dayFirst: true, dateSeparators: "/-.", datePattern: "dd/mm/yyyy", timePattern: "hh:mm:ss",
		currency: `"£"#,##0.00`, currencySymbol: "£", yes: "TRUE", no: "FALSE", firstSheet: "Sheet1", months: englishMonths, short: englishShort, days: englishDays,
		dateTimePattern: "dd/mm/yyyy hh:mm:ss",
	},
	"fr_FR": {
		decimal: ",", group: noBreak, dayFirst: true, dateSeparators: "/-.", datePattern: "dd/mm/yyyy", timePattern: "hh:mm:ss",
		currency: `#,##0.00\ "€"`, currencySymbol: "€", yes: "VRAI", no: "FAUX", firstSheet: "Feuille 1",
		months: []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		short:  []string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
		days:   []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}, dateTimePattern: "dd/mm/yyyy hh:mm:ss",
	},
	"de_DE": {
		decimal: ",", group: ".", dayFirst: true, dateSeparators: ".", datePattern: "dd.mm.yyyy", timePattern: "hh:mm:ss",
		currency: `#,##0.00\ "€"`, currencySymbol: "€", yes: "WAHR", no: "FALSCH", firstSheet: "Tabellenblatt1",
		months: []string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		short:  []string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
		days:   []string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}, dateTimePattern: "dd.mm.yyyy hh:mm:ss",
	},
}

// localeOf falls back on the language's other country, then on en_US.
func localeOf(name string) *locale {
	if l := locales[name]; l != nil {
		return l
	}
	switch language, _, _ := strings.Cut(name, "_"); language {
	case "fr":
		return locales["fr_FR"]
	case "de":
		return locales["de_DE"]
	}
	return locales["en_US"]
}

// formulaSeparator is what stands between a function's arguments.
func (l *locale) formulaSeparator() string {
	if l.decimal == "," {
		return ";"
	}
	return ","
}
