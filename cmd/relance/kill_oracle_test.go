package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"time"
)

// The oracle: what must be said, worked out from due dates alone. It shares no
// code with the product; days are time.Time at midnight, UTC.

// ladderDays are the days after the due date on which a stage is reached.
var ladderDays = []int{-5, 3, 10, 20, 30, 45, 60}

// tells says who hears of a stage.
var tells = [][]string{{}, {"sales"}, {"sales"}, {"sales", "manager"}, {"manager", "finance"}, {"finance"}, {"finance", "manager"}}

const (
	contactGap  = 7 // days between two reminders on one invoice
	directsADay = 3 // direct messages a day, each a reminder of its own
	repeatLast  = 30
	caseFrom    = 3 // the stage from which a customer has a message in the channel
	approvalAt  = 5
	day         = 24 * time.Hour
	killHashKey = "the key of this test's hashes"
)

// bill is an invoice of the test's sheet. Nobody pays any.
type bill struct {
	number, customer, sales string
	due                     time.Time
	amount                  int
}

// climb is how far an invoice was said.
type climb struct {
	stage, repeat int
	on            time.Time
}

// call is one stage of one invoice that the ladder calls for on a day.
type call struct {
	bill          bill
	stage, repeat int
}

// calls are what the ladder calls for on each of the days in turn.
func calls(bills []bill, days []time.Time) ([][]call, map[string]climb) {
	said := map[string]climb{}
	all := make([][]call, len(days))
	for i, today := range days {
		for _, b := range bills {
			now := climb{stage: -1}
			for n, after := range ladderDays {
				if !b.due.AddDate(0, 0, after).After(today) {
					now.stage = n
				}
			}
			if last := len(ladderDays) - 1; now.stage == last {
				now.repeat = int(today.Sub(b.due.AddDate(0, 0, ladderDays[last]))/day) / repeatLast
			}
			before, ok := said[b.number]
			switch {
			case now.stage < 1:
				continue
			case ok && now.stage == before.stage && now.repeat == before.repeat:
				continue
			case ok && today.Sub(before.on) < contactGap*day:
				continue
			}
			now.on = today
			said[b.number] = now
			all[i] = append(all[i], call{b, now.stage, now.repeat})
		}
	}
	return all, said
}

// reminderHash is what the metadata of a message says of a reminder.
func reminderHash(id string) string {
	mac := hmac.New(sha256.New, []byte(killHashKey))
	mac.Write([]byte(killBook + "\x00" + id))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// saying is one reminder at one place.
type saying struct{ place, hash string }

// sayings are all reminders that a call makes, each with words for a person.
// What opens a customer's case is looked at apart.
func (c call) sayings() map[saying]string {
	due := c.bill.due.Format(time.DateOnly)
	stage := fmt.Sprint(c.stage)
	if c.repeat > 0 {
		stage = fmt.Sprintf("%d ×%d", c.stage, c.repeat)
	}
	id := fmt.Sprintf("%s|%s|%s", keyOf(c.bill.number), due, stage)
	list := map[saying]string{{killChannel, reminderHash(id)}: id + " in the channel"}
	for _, role := range tells[c.stage] {
		who := map[string]string{"sales": c.bill.sales, "manager": killManager, "finance": killFinance}[role]
		list[saying{who, reminderHash(id)}] = id + " to " + who
	}
	if c.stage == approvalAt {
		approval := fmt.Sprintf("%s|approval/%s/%s|0", keyOf(c.bill.number), due, stage)
		list[saying{killFinance, reminderHash(approval)}] = approval + " to " + killFinance
	}
	return list
}

// caseHash is the reminder that opens a customer's case with an invoice.
func (b bill) caseHash() string {
	return reminderHash(fmt.Sprintf("%s|case/%s|%d", keyOf(b.number), b.due.Format(time.DateOnly), caseFrom))
}

// businessDays are the first n days from start on that are no weekend.
func businessDays(start time.Time, n int) []time.Time {
	var days []time.Time
	for d := start; len(days) < n; d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			days = append(days, d)
		}
	}
	return days
}

// billsPerWorld are enough that each day has its own reminders.
const billsPerWorld = 25

// drawBills draws a ledger with something to say on each of the days.
func drawBills(rng *rand.Rand, days []time.Time) []bill {
	first, last := days[0], days[len(days)-1]
	span := int(last.Sub(first)/day) + 70
	for {
		bills := make([]bill, billsPerWorld)
		for i := range bills {
			customer := rng.IntN(len(killCustomers))
			bills[i] = bill{
				number: fmt.Sprintf("INV-%03d", 101+i), customer: killCustomers[customer], sales: killSales[customer%len(killSales)],
				due: last.AddDate(0, 0, -3-rng.IntN(span)), amount: 100 + rng.IntN(9000),
			}
		}
		full := true
		all, _ := calls(bills, days)
		for _, today := range all {
			full = full && len(today) > 0
		}
		if full {
			return bills
		}
	}
}
