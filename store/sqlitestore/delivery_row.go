package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
)

// record is a delivery with what was answered before.
type record struct {
	store.Delivery
	frozen        int64 // its place in the order of age
	lastProbe     time.Time
	refusedFence  uint64
	doubtedFence  uint64
	releasedFence uint64
	resolved      bool
}

// mine tells whether an attempt is the one that holds the delivery.
func (r *record) mine(a store.Attempt) bool { return r.Fence == a.Fence && r.Owner == a.Owner }

// selectDelivery names the outer table first and CROSS JOIN keeps it there:
// the conditions are all on deliveries.
const selectDelivery = `SELECT frozen, id, kind, destination, person, day, reminders, subjects, planned_seq, not_after, payload,
	state, epoch, fence, incarnation, attempt, attempts, claim_expires, deadline, doubt_since, absent_probes,
	channel, ts, reason, marked, last_probe, refused_fence, doubted_fence, released_fence, resolved
	FROM deliveries CROSS JOIN payloads ON payloads.delivery = deliveries.frozen`

func scanRecord(rows *sql.Rows) (*record, error) {
	var r record
	var day, reminders, subjects string
	var notAfter, claimExpires, deadline, doubtSince, lastProbe int64
	d := &r.Delivery
	err := rows.Scan(&r.frozen, &d.ID, &d.Kind, &d.Destination, &d.Person, &day, &reminders, &subjects, &d.PlannedSeq, &notAfter, &d.Payload,
		&d.State, &d.Epoch, &d.Fence, &d.Owner.Incarnation, &d.Owner.Attempt, &d.Attempts, &claimExpires, &deadline, &doubtSince, &d.AbsentProbes,
		&d.Message.Channel, &d.Message.TS, &d.Reason, &d.Marked, &lastProbe, &r.refusedFence, &r.doubtedFence, &r.releasedFence, &r.resolved)
	if err != nil {
		return nil, err
	}
	d.NotAfter, d.ClaimExpires, d.Deadline, d.DoubtSince = instant(notAfter), instant(claimExpires), instant(deadline), instant(doubtSince)
	r.lastProbe = instant(lastProbe)
	if err := d.Day.UnmarshalText([]byte(day)); err != nil {
		return nil, fmt.Errorf("delivery %s: %w", d.ID, err)
	}
	if err := json.Unmarshal([]byte(reminders), &d.Reminders); err != nil {
		return nil, fmt.Errorf("delivery %s: reminders: %w", d.ID, err)
	}
	if err := json.Unmarshal([]byte(subjects), &d.Subjects); err != nil {
		return nil, fmt.Errorf("delivery %s: subjects: %w", d.ID, err)
	}
	return &r, nil
}

// find gives a delivery, or nil.
func find(ctx context.Context, q queryer, book, id string) (*record, error) {
	found, err := collect(ctx, q, scanRecord, selectDelivery+` WHERE book = ? AND id = ?`, book, id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

func insertDelivery(ctx context.Context, tx *sql.Tx, book string, d store.Delivery, epoch uint64) error {
	reminders, err := json.Marshal(d.Reminders)
	if err != nil {
		return err
	}
	subjects, err := json.Marshal(d.Subjects)
	if err != nil {
		return err
	}
	made, err := tx.ExecContext(ctx, `INSERT INTO deliveries
		(book, id, kind, destination, person, day, reminders, subjects, planned_seq, not_after,
		state, epoch, fence, incarnation, attempt, attempts, claim_expires, deadline, doubt_since, absent_probes,
		channel, ts, reason, marked, last_probe, refused_fence, doubted_fence, released_fence, resolved)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', 0, 0, 0, 0, 0, '', '', '', 0, 0, 0, 0, 0, 0)`,
		book, d.ID, d.Kind, d.Destination, d.Person, d.Day.String(), string(reminders), string(subjects), d.PlannedSeq, nanos(d.NotAfter),
		store.Due, epoch)
	if err != nil {
		return err
	}
	frozen, err := made.LastInsertId()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO payloads (delivery, payload) VALUES (?, ?)`, frozen, d.Payload)
	return err
}

// save writes what may change; the frozen part never does.
func save(ctx context.Context, tx *sql.Tx, book string, r *record) error {
	_, err := tx.ExecContext(ctx, `UPDATE deliveries SET
		state = ?, fence = ?, incarnation = ?, attempt = ?, attempts = ?, claim_expires = ?, deadline = ?, doubt_since = ?, absent_probes = ?,
		channel = ?, ts = ?, reason = ?, last_probe = ?, refused_fence = ?, doubted_fence = ?, released_fence = ?, resolved = ?
		WHERE book = ? AND id = ?`,
		r.State, r.Fence, r.Owner.Incarnation, r.Owner.Attempt, r.Attempts, nanos(r.ClaimExpires), nanos(r.Deadline), nanos(r.DoubtSince), r.AbsentProbes,
		r.Message.Channel, r.Message.TS, r.Reason, nanos(r.lastProbe), r.refusedFence, r.doubtedFence, r.releasedFence, r.resolved,
		book, r.ID)
	return err
}
