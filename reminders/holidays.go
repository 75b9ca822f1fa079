package reminders

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/us"
)

// countries whose holidays are known, by ISO 3166 code. A region's own days
// (Alsace, the cantons, the Länder) go into the policy's days off.
var countries = map[string][]*cal.Holiday{
	"AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays, "CA": ca.Holidays, "CH": swiss, "CZ": cz.Holidays,
	"DE": de.Holidays, "DK": dk.Holidays, "ES": es.Holidays, "FR": fr.Holidays, "GB": gb.Holidays, "GR": gr.Holidays,
	"HR": hr.Holidays, "IE": ie.Holidays, "IT": it.Holidays, "LT": lt.Holidays, "LU": luxembourg, "LV": lv.Holidays,
	"NL": nl.Holidays, "NO": no.Holidays, "PL": pl.Holidays, "PT": portugal, "RO": ro.Holidays, "SE": se.Holidays,
	"SI": si.Holidays, "SK": sk.Holidays, "US": us.Holidays,
}

// swiss are the days off in nearly all cantons; the library's list is that of
// any canton.
var swiss = []*cal.Holiday{
	ch.Neujahr, ch.Berchtoldstag, ch.Karfreitag, ch.Ostermontag, ch.Auffahrt, ch.Pfingstmontag,
	ch.Bundesfeiertag, ch.Weihnachtstag, ch.ZweiterWeihnachtsfeiertag,
}

// luxembourg: Code du travail, art. L.232-2; Europe Day since 2019.
var luxembourg = []*cal.Holiday{
	aa.NewYear, aa.EasterMonday, aa.WorkersDay, fixed(time.May, 9), aa.AscensionDay, aa.PentecostMonday,
	fixed(time.June, 23), aa.AssumptionOfMary, aa.AllSaintsDay, aa.ChristmasDay, fixed(time.December, 26),
}

// portugal: Código do Trabalho, art. 234.
var portugal = []*cal.Holiday{
	aa.NewYear, aa.GoodFriday, fixed(time.April, 25), aa.WorkersDay, aa.CorpusChristi, fixed(time.June, 10), aa.AssumptionOfMary,
	fixed(time.October, 5), aa.AllSaintsDay, fixed(time.December, 1), aa.ImmaculateConception, aa.ChristmasDay,
}

func fixed(month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Month: month, Day: day, Func: cal.CalcDayOfMonth}
}
