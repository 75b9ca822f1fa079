package sheetsim

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

// Limits of notification channels, from Drive's guide to push notifications.
const (
	maxChannelID   = 64
	maxToken       = 256
	defaultChannel = time.Hour      // what a channel lives that asks for nothing
	longestChannel = 24 * time.Hour // of files.watch; more is cut to it
)

// channel is one subscription to the changes of a file.
type channel struct {
	id, resource, token, address string
	file                         string
	expires                      time.Time
	messages                     int
}

// notifications are the channels and where their messages go.
type notifications struct {
	channels []*channel
	receiver http.Handler
}

// NotifyTo sends the messages of all channels to h, whatever their addresses,
// each in a goroutine of its own; nil sends them nowhere.
func (s *Sim) NotifyTo(h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notified.receiver = h
}

// Channels counts the channels that are open on a file.
func (s *Sim) Channels(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.notified.channels {
		if c.file == id && s.opts.Now().Before(c.expires) {
			n++
		}
	}
	return n
}

var channelID = regexp.MustCompile(`^[A-Za-z0-9\-_+/=]+$`)

// fileWatch opens a channel. Its first message says "sync".
func (s *Sim) fileWatch(c *call) (any, *apiError) {
	b, err := s.openFile(c)
	if err != nil {
		return nil, err
	}
	body, err := c.driveBody()
	if err != nil {
		return nil, err
	}
	ch := &channel{id: body.str("id"), token: body.str("token"), address: body.str("address"), file: b.id, resource: "r-" + b.id[:20]}
	if err := s.checkChannel(c, ch, body); err != nil {
		return nil, err
	}
	s.notified.channels = append(s.notified.channels, ch)
	s.notify(ch, "sync")
	return obj{
		"kind": "api#channel", "id": ch.id, "resourceId": ch.resource, "resourceUri": ch.uri(), "token": ch.token,
		"expiration": strconv.FormatInt(ch.expires.UnixMilli(), 10),
	}, nil
}

func (s *Sim) checkChannel(c *call, ch *channel, body obj) *apiError {
	refuse := func(reason, format string, args ...any) *apiError {
		err := badRequest(fmt.Sprintf(format, args...))
		err.reason = reason
		return err
	}
	s.dropExpired(c.now)
	switch kind := body.str("type"); {
	case ch.id == "":
		return refuse("required", "Required")
	case len(ch.id) > maxChannelID || !channelID.MatchString(ch.id):
		return refuse("invalid", "Invalid Value")
	case kind != "web_hook" && kind != "webhook":
		return refuse("channelUnknown", "Unknown channel type")
	case len(ch.token) > maxToken:
		return refuse("invalid", "Invalid Value")
	}
	if u, err := url.Parse(ch.address); err != nil || u.Scheme != "https" || u.Host == "" {
		return refuse("push.webhookUrlNotHttps", "WebHook callback must be HTTPS: %s", ch.address)
	}
	for _, other := range s.notified.channels {
		if other.id == ch.id {
			return refuse("channelIdNotUnique", "Channel id %s not unique", ch.id)
		}
	}
	ch.expires = c.now.Add(defaultChannel)
	if v, there := body["expiration"]; there {
		text, isText := v.(string)
		if !isText {
			text = strconv.FormatFloat(body.num("expiration"), 'f', -1, 64)
		}
		ms, err := strconv.ParseInt(text, 10, 64)
		if err != nil || !time.UnixMilli(ms).After(c.now) {
			return refuse("invalid", "Invalid Value")
		}
		ch.expires = time.UnixMilli(ms)
		if latest := c.now.Add(longestChannel); ch.expires.After(latest) {
			ch.expires = latest
		}
	}
	return nil
}

func (ch *channel) uri() string {
	return "https://www.googleapis.com/drive/v3/files/" + ch.file + "?alt=json"
}

// channelStop closes a channel: its id and its resource's must both be right.
func (s *Sim) channelStop(c *call) (any, *apiError) {
	body, err := c.driveBody()
	if err != nil {
		return nil, err
	}
	s.dropExpired(c.now)
	for i, ch := range s.notified.channels {
		if ch.id == body.str("id") && ch.resource == body.str("resourceId") {
			s.notified.channels = append(s.notified.channels[:i:i], s.notified.channels[i+1:]...)
			return nil, nil
		}
	}
	gone := notFound()
	gone.message = "Channel '" + body.str("id") + "' not found"
	return nil, gone
}

func (s *Sim) dropExpired(now time.Time) {
	kept := s.notified.channels[:0:0]
	for _, ch := range s.notified.channels {
		if now.Before(ch.expires) {
			kept = append(kept, ch)
		}
	}
	s.notified.channels = kept
}

// notifyAll tells every channel of a file that it changed. The caller holds the
// lock.
func (s *Sim) notifyAll(file, state string) {
	now := s.opts.Now()
	s.dropExpired(now)
	for _, ch := range s.notified.channels {
		if ch.file == file {
			s.notify(ch, state)
		}
	}
}

// notify sends one message, as the guide describes it: all in the headers, and
// no body for a file.
func (s *Sim) notify(ch *channel, state string) {
	to := s.notified.receiver
	if to == nil {
		return
	}
	ch.messages++
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, ch.address, http.NoBody)
	if err != nil {
		return // the address was checked when the channel was opened
	}
	for name, value := range map[string]string{
		"X-Goog-Channel-ID": ch.id, "X-Goog-Channel-Token": ch.token, "X-Goog-Channel-Expiration": ch.expires.UTC().Format(http.TimeFormat),
		"X-Goog-Resource-ID": ch.resource, "X-Goog-Resource-URI": ch.uri(), "X-Goog-Resource-State": state,
		"X-Goog-Message-Number": strconv.Itoa(ch.messages), "User-Agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
	} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if state == "update" {
		r.Header.Set("X-Goog-Changed", "content,properties")
	}
	go to.ServeHTTP(unread{http.Header{}}, r)
}

// unread is a reply that the service only looks at the status of.
type unread struct{ header http.Header }

func (u unread) Header() http.Header         { return u.header }
func (u unread) Write(b []byte) (int, error) { return len(b), nil }
func (u unread) WriteHeader(int)             {}
