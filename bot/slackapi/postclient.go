package slackapi

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// deadlineKey carries the deadline of a post to where its connection is made.
type deadlineKey struct{}

// newPostClient is the client of posts: each on a connection of its own, so
// that nothing is ever written twice on a stale one; HTTP/1.1, so that a write
// belongs to one request; linger 0 and a deadline on the connection, so that
// what the kernel hasn't sent by then is thrown away and not sent later.
func newPostClient() *http.Client {
	dialer := &net.Dialer{Timeout: callTimeout, KeepAlive: -1}
	transport := &http.Transport{
		Proxy:             http.ProxyFromEnvironment,
		DisableKeepAlives: true,
		TLSNextProto:      map[string]func(string, *tls.Conn) http.RoundTripper{}, // no HTTP/2
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			if tcp, ok := conn.(*net.TCPConn); ok {
				err = tcp.SetLinger(0)
			}
			if deadline, ok := ctx.Value(deadlineKey{}).(time.Time); ok && err == nil {
				err = conn.SetDeadline(deadline)
			}
			if err != nil {
				_ = conn.Close()
				return nil, &net.OpError{Op: "dial", Net: network, Err: err}
			}
			return conn, nil
		},
		TLSHandshakeTimeout: callTimeout,
	}
	return &http.Client{Transport: transport, CheckRedirect: noRedirect}
}
