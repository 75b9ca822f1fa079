package redisstore

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/store"
)

// Forms is what Open understands, for help texts.
const Forms = `redis://[user:password@]host[:6379][/db]
redis-sentinel://[user:password@]host[:26379],host,…[/db]?master=NAME[&sentinel_username=…&sentinel_password=…]
redis-cluster://[user:password@]host[:6379],host,…
each with rediss in place of redis for TLS`

const (
	defaultPort         = "6379"
	defaultSentinelPort = "26379"
)

// parseURL reads one of Forms. Several hosts in one URL are no URL to net/url,
// so they are taken out before it sees the rest. No error shows the password.
func parseURL(raw string) (*redis.UniversalOptions, error) {
	scheme, rest, _ := strings.Cut(raw, "://")
	authority, tail := rest, ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		authority, tail = rest[:i], rest[i:]
	}
	user, hosts := "", authority
	if i := strings.LastIndex(authority, "@"); i >= 0 {
		user, hosts = authority[:i+1], authority[i+1:]
	}
	u, err := url.Parse("redis://" + user + "hosts" + tail)
	if err != nil {
		return nil, invalid("the user, password or parameters are not escaped as in a URL")
	}
	o := &redis.UniversalOptions{Username: u.User.Username()}
	o.Password, _ = u.User.Password()
	query := u.Query()
	port := defaultPort
	kind, secure := strings.CutPrefix(scheme, "rediss")
	if !secure {
		var known bool
		if kind, known = strings.CutPrefix(scheme, "redis"); !known {
			return nil, invalid(fmt.Sprintf("it begins with %q", scheme))
		}
	}
	switch kind {
	case "":
		if strings.Contains(hosts, ",") {
			return nil, invalid("several hosts are redis-sentinel:// or redis-cluster://")
		}
	case "-sentinel":
		port = defaultSentinelPort
		if o.MasterName = take(query, "master"); o.MasterName == "" {
			return nil, invalid("Sentinel needs ?master=NAME")
		}
		o.SentinelUsername, o.SentinelPassword = take(query, "sentinel_username"), take(query, "sentinel_password")
	case "-cluster":
		// One address is a cluster too: go-redis would take it for a single node.
		o.IsClusterMode = true
	default:
		return nil, invalid(fmt.Sprintf("it begins with %q", scheme))
	}
	for name := range query {
		return nil, invalid(fmt.Sprintf("parameter %q is unknown", name))
	}
	if o.DB, err = database(u.Path, o.IsClusterMode); err != nil {
		return nil, err
	}
	if o.Addrs, err = addresses(hosts, port); err != nil {
		return nil, err
	}
	if secure {
		host, _, _ := net.SplitHostPort(o.Addrs[0]) // made by addresses
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		if kind == "" {
			o.TLSConfig.ServerName = host
		}
	}
	return o, nil
}

// take removes a parameter, so that what is left is unknown.
func take(query url.Values, name string) string {
	value := query.Get(name)
	query.Del(name)
	return value
}

func database(path string, cluster bool) (int, error) {
	name := strings.Trim(path, "/")
	if name == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(name)
	switch {
	case err != nil || n < 0:
		return 0, invalid(fmt.Sprintf("database %q is no number", name))
	case cluster && n != 0:
		return 0, invalid("a cluster has database 0 only")
	}
	return n, nil
}

func addresses(hosts, port string) ([]string, error) {
	var all []string
	for host := range strings.SplitSeq(hosts, ",") {
		host = strings.TrimSpace(host)
		name, number, err := net.SplitHostPort(host)
		if err != nil { // no port
			name, number = strings.Trim(host, "[]"), port
		}
		if n, err := strconv.Atoi(number); name == "" || err != nil || n < 1 || n > 65535 {
			return nil, invalid(fmt.Sprintf("%q is no host and port", host))
		}
		all = append(all, net.JoinHostPort(name, number))
	}
	return all, nil
}

func invalid(reason string) error {
	return fmt.Errorf("store URL: %s; expected\n%s\n%w", reason, Forms, store.ErrInvalid)
}
