package slacksim

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// Reasons of a disconnect message.
const (
	DisconnectWarning  = "warning"
	DisconnectRefresh  = "refresh_requested"
	DisconnectDisabled = "link_disabled"
	DisconnectTooMany  = "too_many_websockets"
)

// connection is one Socket Mode WebSocket. A reader and a writer goroutine own
// it; everyone else talks to the writer.
type connection struct {
	ws     *websocket.Conn
	frames chan frame
	serial int           // order of arrival
	gone   chan struct{} // closed when the reader ends
}

type frame struct {
	value any
	last  bool // close after it
}

// outbox is how many frames may wait for a slow reader.
const outbox = 1024

// serveLink upgrades a single-use URL to a Socket Mode connection. Any Origin
// will do: the client's is fixed and says nothing about a pipe or a loopback.
func (s *Sim) serveLink(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	valid := s.tickets[ticket]
	delete(s.tickets, ticket)
	full := len(s.connections) >= maxConnections
	s.mu.Unlock()
	if !valid {
		http.Error(w, "the URL was used or never given out", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &connection{ws: ws, frames: make(chan frame, outbox), gone: make(chan struct{})}
	if full {
		c.send(frame{value: disconnectMessage(DisconnectTooMany), last: true})
	} else {
		s.mu.Lock()
		s.arrivals++
		c.serial = s.arrivals
		s.connections[c] = true
		n := len(s.connections)
		s.mu.Unlock()
		c.send(frame{value: s.hello(n)})
		s.mu.Lock()
		s.changed()
		s.mu.Unlock()
	}
	if !s.spawn(func() { s.write(c) }) || !s.spawn(func() { s.read(c) }) {
		_ = ws.Close()
	}
}

func (s *Sim) hello(n int) object {
	life := int(s.opt.RefreshEvery / time.Second)
	if life == 0 {
		life = 18060 // what Slack says
	}
	return object{
		"type": "hello", "num_connections": n, "connection_info": object{"app_id": s.opt.AppID},
		"debug_info": object{"host": "applink-simulated", "build_number": 1, "approximate_connection_time": life},
	}
}

func disconnectMessage(reason string) object {
	return object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-simulated"}}
}

// send queues a frame; false means the connection is gone or doesn't read.
func (c *connection) send(f frame) bool {
	select {
	case <-c.gone:
		return false
	default:
	}
	select {
	case c.frames <- f:
		return true
	default:
		return false
	}
}

// write owns the sending side: frames, pings, the refresh.
func (s *Sim) write(c *connection) {
	defer func() { _ = c.ws.Close() }()
	ping := time.NewTicker(s.opt.PingEvery)
	defer ping.Stop()
	var refresh <-chan time.Time
	if s.opt.RefreshEvery > 0 {
		t := time.NewTimer(max(s.opt.RefreshEvery-warnBefore, time.Millisecond))
		defer t.Stop()
		refresh = t.C
	}
	warned := false
	for {
		var f frame
		select {
		case <-s.done:
			return
		case <-c.gone:
			return
		case f = <-c.frames:
		case <-ping.C:
			if c.limited(func() error {
				return c.ws.WriteControl(websocket.PingMessage, []byte("Ping from slacksim"), time.Time{})
			}) != nil {
				return
			}
			continue
		case <-refresh:
			if !warned {
				warned = true
				t := time.NewTimer(warnBefore)
				defer t.Stop()
				refresh = t.C
				f = frame{value: disconnectMessage(DisconnectWarning)}
			} else {
				f = frame{value: disconnectMessage(DisconnectRefresh), last: true}
			}
		}
		if c.limited(func() error { return c.ws.WriteJSON(f.value) }) != nil || f.last {
			return
		}
	}
}

// limited closes the connection if f, a write, hangs.
func (c *connection) limited(f func() error) error {
	t := time.AfterFunc(writeWait, func() { _ = c.ws.UnderlyingConn().Close() })
	defer t.Stop()
	return f()
}

// ack is an app's acknowledgement.
type ack struct{ payload json.RawMessage }

// read owns the receiving side: acknowledgements.
func (s *Sim) read(c *connection) {
	defer func() {
		close(c.gone)
		s.mu.Lock()
		delete(s.connections, c)
		s.changed()
		s.mu.Unlock()
		_ = c.ws.Close()
	}()
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		if len(data) >= maxAckBytes {
			continue // Slack drops it without a word
		}
		var m struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(data, &m) != nil || m.EnvelopeID == "" {
			continue
		}
		if len(s.Faults.take("ack", "").effects) > 0 {
			continue
		}
		s.mu.Lock()
		waiting := s.acks[m.EnvelopeID]
		delete(s.acks, m.EnvelopeID)
		s.mu.Unlock()
		if waiting != nil {
			waiting <- ack{payload: m.Payload}
		}
	}
}

// Connections counts the open Socket Mode connections.
func (s *Sim) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.connections)
}

// Disconnect sends every connection a disconnect message and, but for a
// warning, closes it.
func (s *Sim) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.connections {
		c.send(frame{value: disconnectMessage(reason), last: reason != DisconnectWarning})
	}
}

// CutConnections closes every connection without a word.
func (s *Sim) CutConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.connections {
		_ = c.ws.UnderlyingConn().Close()
	}
}
