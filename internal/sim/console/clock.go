package console

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// maxAdvanceDays is the longest move at once; a year takes minutes to simulate.
const maxAdvanceDays = 366

// clockState is what the page shows of time.
type clockState struct {
	Now     time.Time `json:"now"`
	Zone    string    `json:"zone"` // IANA name
	Movable bool      `json:"movable"`
	Running bool      `json:"running"`
	Days    int       `json:"days"` // asked for
	Day     int       `json:"day"`  // under way, from 1
	Text    string    `json:"text"`
	Error   string    `json:"error"`
}

// clock is the move under way, if any.
type clock struct {
	mu    sync.Mutex
	state clockState // Now and Zone are filled in when it is read
	moved signal
}

func (c *Console) clockState() clockState {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	now := c.opt.Now()
	s := c.clock.state
	s.Now, s.Zone, s.Movable = now, zoneName(now), c.opt.Advance != nil
	return s
}

// zoneName is a name browsers know; "Local" isn't one.
func zoneName(at time.Time) string {
	if name := at.Location().String(); name != "Local" && name != "" {
		return name
	}
	return "UTC"
}

func (c *Console) advance(w http.ResponseWriter, r *http.Request) {
	handle(func(_ *http.Request, in struct {
		Days int `json:"days"`
	},
	) (any, error) {
		if in.Days < 1 || in.Days > maxAdvanceDays {
			return nil, badRequest("days must be between 1 and %d", maxAdvanceDays)
		}
		if c.opt.Advance == nil {
			return nil, refusal{http.StatusConflict, "the clock of this console does not move by hand"}
		}
		if !c.begin(in.Days) {
			return nil, refusal{http.StatusConflict, "the clock is moving already"}
		}
		return nil, nil
	})(w, r)
}

// begin starts a move in its own goroutine, so that it goes on when the page
// that asked for it is reloaded. It reports whether it could.
func (c *Console) begin(days int) bool {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	if c.clock.state.Running || c.stopped.Err() != nil {
		return false
	}
	c.clock.state = clockState{Running: true, Days: days}
	c.wg.Go(func() {
		err := c.move(c.stopped, days)
		c.setClock(func(s *clockState) {
			s.Running = false
			if err != nil && c.stopped.Err() == nil {
				s.Error = err.Error()
			}
		})
	})
	c.clock.moved.wake()
	return true
}

// move turns a panic of the simulated world into an error on the page: the
// person can go on looking around.
func (c *Console) move(ctx context.Context, days int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the move of the clock broke off: %v", p)
		}
	}()
	return c.opt.Advance(ctx, days, func(day int, text string) {
		c.setClock(func(s *clockState) { s.Day, s.Text = day, text })
	})
}

func (c *Console) setClock(change func(*clockState)) {
	c.clock.mu.Lock()
	change(&c.clock.state)
	c.clock.mu.Unlock()
	c.clock.moved.wake()
}
