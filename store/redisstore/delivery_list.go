package redisstore

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/store"
)

// thawBatch deliveries are read in one transaction: with their payloads, some
// hundreds of kilobytes.
const thawBatch = 200

var allStates = []store.State{store.Due, store.Claimed, store.Sending, store.Sent, store.Uncertain, store.Parked, store.Dropped}

// List gives the deliveries in any of the states, oldest first.
func (s *Store) List(ctx context.Context, book string, states ...store.State) ([]store.Delivery, error) {
	if len(states) == 0 {
		states = allStates
	}
	var sets []string
	for _, state := range states {
		sets = append(sets, string(state))
	}
	found, err := s.list(ctx, book, sets, func(d store.Delivery) bool { return slices.Contains(states, d.State) })
	if err != nil {
		return nil, fmt.Errorf("list deliveries of book %s: %w", book, err)
	}
	return found, nil
}

// list reads the deliveries that stand in sorted sets, and leaves out what
// moved elsewhere in the meantime.
func (s *Store) list(ctx context.Context, book string, sets []string, wanted func(store.Delivery) bool) ([]store.Delivery, error) {
	members := make([]*redis.StringSliceCmd, len(sets))
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		for i, set := range sets {
			members[i] = p.ZRange(ctx, key(book, set), 0, -1)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	type numbered struct {
		store.Delivery
		number uint64
	}
	var found []numbered
	var ids []string
	for _, one := range members {
		ids = append(ids, one.Val()...)
	}
	for batch := range slices.Chunk(ids, thawBatch) {
		err := s.thaw(ctx, book, batch, func(d store.Delivery, number uint64) {
			if wanted(d) {
				found = append(found, numbered{d, number})
			}
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
	var deliveries []store.Delivery
	for _, d := range found {
		deliveries = append(deliveries, d.Delivery)
	}
	return deliveries, nil
}

// thaw reads deliveries by id; those that don't exist are passed over.
func (s *Store) thaw(ctx context.Context, book string, ids []string, each func(store.Delivery, uint64)) error {
	var parts [3]*redis.SliceCmd
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		for i, name := range []string{"frozen", "payload", "record"} {
			parts[i] = p.HMGet(ctx, key(book, name), ids...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		part, known := parts[0].Val()[i].(string)
		payload, _ := parts[1].Val()[i].(string)
		kept, _ := parts[2].Val()[i].(string)
		if !known {
			continue
		}
		d, number, err := thaw(id, part, payload, kept)
		if err != nil {
			return err
		}
		each(d, number)
	}
	return nil
}

// Delivery gives one.
func (s *Store) Delivery(ctx context.Context, book, id string) (store.Delivery, error) {
	var found *store.Delivery
	err := s.thaw(ctx, book, []string{id}, func(d store.Delivery, _ uint64) { found = &d })
	if err == nil && found == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Delivery{}, fmt.Errorf("read delivery %s of book %s: %w", id, book, err)
	}
	return *found, nil
}

// Unmarked lists what is Sent and not yet in the journal.
func (s *Store) Unmarked(ctx context.Context, book string) ([]store.Delivery, error) {
	found, err := s.list(ctx, book, []string{"unmarked"}, func(d store.Delivery) bool { return d.State == store.Sent && !d.Marked })
	if err != nil {
		return nil, fmt.Errorf("list unmarked deliveries of book %s: %w", book, err)
	}
	return found, nil
}

// Mark says that the stages of these deliveries are in the journal.
func (s *Store) Mark(ctx context.Context, book string, ids []string) error {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	if _, err := s.run(ctx, book, scriptMark, nil, args...); err != nil {
		return fmt.Errorf("mark deliveries of book %s: %w", book, err)
	}
	return nil
}

// CondemnedMessages are to be deleted by whoever can.
func (s *Store) CondemnedMessages(ctx context.Context, book string) ([]store.CondemnedMessage, error) {
	found, err := s.client.HGetAll(ctx, key(book, "condemned")).Result()
	if err != nil {
		return nil, fmt.Errorf("list condemned messages of book %s: %w", book, err)
	}
	var list []store.CondemnedMessage
	for field, id := range found {
		var parts [2]string
		if err := json.Unmarshal([]byte(field), &parts); err != nil {
			return nil, fmt.Errorf("condemned message of book %s: %w", book, err)
		}
		list = append(list, store.CondemnedMessage{Delivery: id, Message: store.Message{Channel: parts[0], TS: parts[1]}})
	}
	slices.SortFunc(list, func(a, b store.CondemnedMessage) int {
		return cmp.Or(strings.Compare(a.Message.Channel, b.Message.Channel), strings.Compare(a.Message.TS, b.Message.TS))
	})
	return list, nil
}

// Buried says that a condemned message was deleted.
func (s *Store) Buried(ctx context.Context, book string, m store.Message) error {
	if _, err := s.run(ctx, book, scriptBury, nil, m.Channel, m.TS); err != nil {
		return fmt.Errorf("bury message of book %s: %w", book, err)
	}
	return nil
}
