package reminders

import (
	"time"

	"github.com/relance-bot/relance/store"
)

// Report is what a tick did. Maps count by reason; none is nil after a tick.
type Report struct {
	At        time.Time             `json:"at"`
	Held      string                `json:"held,omitempty"`  // nothing was sent: held, or reconciling, and why
	Stale     string                `json:"stale,omitempty"` // SkipStaleSheet: why the sync failed
	Decisions map[Reason]int        `json:"decisions,omitempty"`
	Frozen    int                   `json:"frozen,omitempty"`
	Sent      map[string]int        `json:"sent,omitempty"`    // by kind
	Dropped   map[store.Verdict]int `json:"dropped,omitempty"` // by what the gate said
	Refused   map[string]int        `json:"refused,omitempty"` // by the service's code: certain no
	Doubts    int                   `json:"doubts,omitempty"`
	Adopted   int                   `json:"adopted,omitempty"`
	Released  int                   `json:"released,omitempty"` // to be sent again
	Parked    int                   `json:"parked,omitempty"`
	Deleted   int                   `json:"deleted,omitempty"` // second copies
	Marked    int                   `json:"marked,omitempty"`
	Updated   int                   `json:"updated,omitempty"` // messages changed in place

	mailDown bool // the mail server can't be reached: the letters wait
}

func newReport(at time.Time) Report {
	return Report{
		At: at, Decisions: map[Reason]int{}, Sent: map[string]int{}, Dropped: map[store.Verdict]int{}, Refused: map[string]int{},
	}
}

// IsQuiet tells whether the tick found nothing to do.
func (r Report) IsQuiet() bool {
	return r.Held == "" && r.Stale == "" && len(r.Sent)+len(r.Dropped)+len(r.Refused) == 0 &&
		r.Frozen+r.Doubts+r.Adopted+r.Released+r.Parked+r.Deleted+r.Marked+r.Updated == 0
}
