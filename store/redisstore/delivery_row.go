package redisstore

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// frozen is what a caller froze, but for the payload, with what the scripts
// look at made ready for them: keys of hashes, numbers that compare. Freezing
// again compares it byte by byte.
type frozen struct {
	Kind        string           `json:"kind"`
	Destination string           `json:"destination"`
	Person      string           `json:"person"`
	Day         string           `json:"day"`
	Reminders   []frozenReminder `json:"reminders"`
	Subjects    []ledger.Subject `json:"subjects"`
	PlannedSeq  uint64           `json:"planned_seq"`
	NotAfter    string           `json:"not_after"`       // microseconds, for the gate
	NotAfterNS  string           `json:"not_after_nanos"` // as it was given
	Watch       []ledger.Subject `json:"watch"`           // all that the gate looks at
	Digest      string           `json:"digest"`          // the person, for a digest
}

type frozenReminder struct {
	ID      string     `json:"id"`
	Invoice ledger.Key `json:"invoice"`
	Cycle   string     `json:"cycle"`
	Reached bool       `json:"reached"`
	Number  int        `json:"number"`
	Repeat  int        `json:"repeat"`
	Rank    int64      `json:"rank"`
	Held    string     `json:"held"`  // field of held
	Stage   string     `json:"stage"` // field of stages
}

func freeze(d store.Delivery) ([]byte, error) {
	f := frozen{
		Kind: d.Kind, Destination: d.Destination, Person: d.Person, Day: d.Day.String(), Reminders: []frozenReminder{},
		Subjects: d.Subjects, PlannedSeq: d.PlannedSeq, NotAfter: micros(d.NotAfter), NotAfterNS: "0", Watch: check.Subjects(d),
	}
	if !d.NotAfter.IsZero() {
		f.NotAfterNS = strconv.FormatInt(d.NotAfter.UnixNano(), 10)
	}
	if d.Kind == store.KindDigest {
		f.Digest = name(d.Person)
	}
	for _, r := range d.Reminders {
		f.Reminders = append(f.Reminders, frozenReminder{
			ID: r.ID, Invoice: r.Invoice, Cycle: r.Cycle, Reached: r.Stage.Reached, Number: r.Stage.Number, Repeat: r.Stage.Repeat,
			Rank: check.Rank(r.Stage), Held: name(d.Destination, r.ID), Stage: name(d.Destination, string(r.Invoice), r.Cycle),
		})
	}
	return json.Marshal(f)
}

// name joins parts so that no two lists of parts share a name, and none is the
// beginning of another.
func name(parts ...string) string {
	b, err := json.Marshal(parts)
	if err != nil {
		panic(err) // strings
	}
	return string(b)
}

// record is what the scripts keep of a delivery; prelude.lua writes it.
type record struct {
	Number       uint64      `json:"number"`
	State        store.State `json:"state"`
	Epoch        uint64      `json:"epoch"`
	Fence        uint64      `json:"fence"`
	Incarnation  string      `json:"incarnation"`
	Attempt      string      `json:"attempt"`
	Attempts     int         `json:"attempts"`
	ClaimExpires string      `json:"claim_expires"`
	Deadline     string      `json:"deadline"`
	DoubtSince   string      `json:"doubt_since"`
	AbsentProbes int         `json:"absent_probes"`
	Channel      string      `json:"channel"`
	TS           string      `json:"ts"`
	Reason       string      `json:"reason"`
	Marked       bool        `json:"marked"`
}

// thaw puts a delivery together from its three parts, and gives its number.
func thaw(id, part, payload, kept string) (store.Delivery, uint64, error) {
	var f frozen
	var r record
	d := store.Delivery{ID: id}
	if err := json.Unmarshal([]byte(part), &f); err != nil {
		return d, 0, fmt.Errorf("delivery %s: %w", id, err)
	}
	if err := json.Unmarshal([]byte(kept), &r); err != nil {
		return d, 0, fmt.Errorf("delivery %s: %w", id, err)
	}
	d = store.Delivery{
		ID: id, Kind: f.Kind, Destination: f.Destination, Person: f.Person, Subjects: f.Subjects, PlannedSeq: f.PlannedSeq,
		State: r.State, Epoch: r.Epoch, Fence: r.Fence, Owner: store.Owner{Incarnation: r.Incarnation, Attempt: r.Attempt}, Attempts: r.Attempts,
		AbsentProbes: r.AbsentProbes, Message: store.Message{Channel: r.Channel, TS: r.TS}, Reason: r.Reason, Marked: r.Marked,
	}
	if payload != "" {
		d.Payload = []byte(payload)
	}
	for _, one := range f.Reminders {
		d.Reminders = append(d.Reminders, store.Reminder{
			ID: one.ID, Invoice: one.Invoice, Cycle: one.Cycle, Stage: ledger.Stage{Reached: one.Reached, Number: one.Number, Repeat: one.Repeat},
		})
	}
	if err := d.Day.UnmarshalText([]byte(f.Day)); err != nil {
		return d, 0, fmt.Errorf("delivery %s: %w", id, err)
	}
	ns, err := strconv.ParseInt(f.NotAfterNS, 10, 64)
	if err != nil {
		return d, 0, fmt.Errorf("delivery %s: %w", id, err)
	}
	if ns != 0 {
		d.NotAfter = time.Unix(0, ns).UTC()
	}
	for text, at := range map[*string]*time.Time{&r.ClaimExpires: &d.ClaimExpires, &r.Deadline: &d.Deadline, &r.DoubtSince: &d.DoubtSince} {
		if *at, err = instant(*text); err != nil {
			return d, 0, fmt.Errorf("delivery %s: %w", id, err)
		}
	}
	return d, r.Number, nil
}
