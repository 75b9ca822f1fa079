package reminders_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// slack keeps what was posted, and fails as it is told.
type slack struct {
	clock    *clock
	mu       sync.Mutex
	messages []*message
	updates  int
	fault    func(reminders.Post) fault // of the next post
	during   func(reminders.Post)       // runs while a post is under way
	posted   func(*message)             // told of what now stands
	secret   bool                       // history may not be read
	unread   error                      // what reading the history ends with
	stuck    error                      // what deleting ends with

	byPlace    map[store.Message]*message
	byDelivery map[string][]*message
}

type message struct {
	store.Message
	destination, delivery string
	thread                string // ts of its parent
	hashes                []string
	content               reminders.Content
	at                    time.Time
	shows                 time.Time // from when the history has it
	deleted               bool
}

// fault is how a post goes wrong.
type fault struct {
	lost  bool          // nothing is posted
	err   error         // the answer
	shows time.Duration // late commit
}

func newSlack(c *clock) *slack {
	return &slack{clock: c, byPlace: map[store.Message]*message{}, byDelivery: map[string][]*message{}}
}

func (s *slack) Post(_ context.Context, p reminders.Post) (store.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var f fault
	if s.during != nil {
		s.during(p)
	}
	if s.fault != nil {
		f = s.fault(p)
	}
	if f.lost {
		return store.Message{}, f.err
	}
	m := &message{
		Message:     store.Message{Channel: "D" + p.Destination, TS: fmt.Sprintf("%d.%06d", s.clock.now().Unix(), len(s.messages))},
		destination: p.Destination, delivery: p.DeliveryID, thread: p.Thread, hashes: p.ReminderHashes, at: s.clock.now(), shows: s.clock.now().Add(f.shows),
	}
	if err := json.Unmarshal(p.Payload, &m.content); err != nil {
		return store.Message{}, &reminders.SendError{Certain: true, Final: true, Code: "invalid_blocks"}
	}
	s.messages = append(s.messages, m)
	s.byPlace[m.Message], s.byDelivery[m.delivery] = m, append(s.byDelivery[m.delivery], m)
	if s.posted != nil {
		s.posted(m)
	}
	if f.err != nil {
		return store.Message{}, f.err
	}
	return m.Message, nil
}

func (s *slack) Update(_ context.Context, m store.Message, payload []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.byPlace[m]; o != nil && !o.deleted {
		s.updates++
		o.content = reminders.Content{}
		return json.Unmarshal(payload, &o.content)
	}
	return fmt.Errorf("message_not_found")
}

func (s *slack) Delete(_ context.Context, m store.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.byPlace[m]; o != nil && s.stuck == nil {
		o.deleted = true
	}
	return s.stuck
}

func (s *slack) Find(_ context.Context, destination, delivery string, since time.Time) ([]store.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.secret:
		return nil, reminders.ErrHistoryRefused
	case s.unread != nil:
		return nil, s.unread
	}
	var found []store.Message
	for _, m := range s.byDelivery[delivery] {
		if m.destination == destination && m.thread == "" && !m.deleted && !m.at.Before(since) && !s.clock.now().Before(m.shows) {
			found = append(found, m.Message)
		}
	}
	return found, nil
}

// to are the messages to somebody of a kind that still stand.
func (s *slack) to(destination, kind string) []*message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.messages), func(m *message) bool {
		return m.deleted || m.destination != destination || m.content.Kind != kind
	})
}

func (s *slack) all() []*message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.messages), func(m *message) bool { return m.deleted })
}

// numbers are the invoices that a message lists, in order.
func (m *message) numbers() []string {
	var list []string
	c := m.content
	switch {
	case c.Digest != nil:
		for _, customer := range c.Digest.Customers {
			for _, l := range customer.Lines {
				list = append(list, l.Number)
			}
		}
		for _, l := range c.Digest.NoOwner {
			list = append(list, l.Number)
		}
	case c.Post != nil:
		for _, l := range c.Post.Reached {
			list = append(list, l.Number)
		}
	case c.Case != nil:
		for _, l := range c.Case.Lines {
			list = append(list, l.Number)
		}
	case c.Direct != nil:
		for _, l := range c.Direct.Lines {
			list = append(list, l.Number)
		}
	}
	slices.Sort(list)
	return list
}
