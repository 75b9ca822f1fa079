package redisstore

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/store"
)

// parsed is what matters of the options that a URL stands for.
type parsed struct {
	Addrs                              []string
	User, Password                     string
	DB                                 int
	Master, SentinelUser, SentinelPass string
	Cluster, TLS                       bool
	ServerName                         string
}

func TestURLsThatAreUnderstood(t *testing.T) {
	for _, c := range []struct {
		name, url string
		want      parsed
	}{
		{"one server", "redis://localhost", parsed{Addrs: []string{"localhost:6379"}}},
		{"port and database", "redis://10.0.0.1:6380/3", parsed{Addrs: []string{"10.0.0.1:6380"}, DB: 3}},
		{"user and password, escaped", "redis://re%40lance:p%2Fw%3A%40d@h:1/", parsed{Addrs: []string{"h:1"}, User: "re@lance", Password: "p/w:@d"}},
		{"a password alone", "redis://:secret@h", parsed{Addrs: []string{"h:6379"}, Password: "secret"}},
		{"TLS names the server", "rediss://cache.example.com:6390", parsed{Addrs: []string{"cache.example.com:6390"}, TLS: true, ServerName: "cache.example.com"}},
		{"IPv6", "redis://[::1]:7000/1", parsed{Addrs: []string{"[::1]:7000"}, DB: 1}},
		{"IPv6 without a port", "redis://[fe80::2]", parsed{Addrs: []string{"[fe80::2]:6379"}}},
		{
			"Sentinel", "redis-sentinel://u:p@s1,s2:26380/2?master=mymaster&sentinel_username=su&sentinel_password=sp",
			parsed{Addrs: []string{"s1:26379", "s2:26380"}, User: "u", Password: "p", DB: 2, Master: "mymaster", SentinelUser: "su", SentinelPass: "sp"},
		},
		{"Sentinel over TLS", "rediss-sentinel://s1?master=m", parsed{Addrs: []string{"s1:26379"}, Master: "m", TLS: true}},
		{"Cluster", "redis-cluster://a:6379,b:6380,[::1]:6381", parsed{Addrs: []string{"a:6379", "b:6380", "[::1]:6381"}, Cluster: true}},
		{"one address of a cluster is a cluster", "redis-cluster://config.example.com", parsed{Addrs: []string{"config.example.com:6379"}, Cluster: true}},
		{"Cluster over TLS", "rediss-cluster://u:p@a,b", parsed{Addrs: []string{"a:6379", "b:6379"}, User: "u", Password: "p", Cluster: true, TLS: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := parseURL(c.url)
			if err != nil {
				t.Fatal(err)
			}
			got := parsed{
				Addrs: o.Addrs, User: o.Username, Password: o.Password, DB: o.DB, Master: o.MasterName,
				SentinelUser: o.SentinelUsername, SentinelPass: o.SentinelPassword, Cluster: o.IsClusterMode, TLS: o.TLSConfig != nil,
			}
			if o.TLSConfig != nil {
				got.ServerName = o.TLSConfig.ServerName
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

func TestURLsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ name, url, says string }{
		{"another scheme", "http://h", "it begins with"},
		{"a kind that isn't there", "redis-ring://h", "it begins with"},
		{"no scheme", "localhost:6379", "it begins with"},
		{"no host", "redis://", "no host and port"},
		{"an empty host in a list", "redis-cluster://a:1,,b:1", "no host and port"},
		{"a port that is none", "redis://h:port", "no host and port"},
		{"a port out of range", "redis://h:70000", "no host and port"},
		{"two servers", "redis://a,b", "several hosts"},
		{"Sentinel without its master", "redis-sentinel://a", "master=NAME"},
		{"a database of a cluster", "redis-cluster://a/1", "database 0 only"},
		{"a database that is no number", "redis://a/main", "no number"},
		{"an unknown parameter", "redis://a?max_retries=3", "max_retries"},
		{"a password that isn't escaped", "redis://u:hunter2%zz@a", "escaped"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseURL(c.url)
			if !errors.Is(err, store.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("error %v, should say %q", err, c.says)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Fatalf("the error shows the password: %v", err)
			}
		})
	}
}
