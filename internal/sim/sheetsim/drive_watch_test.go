package sheetsim

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/drive/v3"
	"google.golang.org/api/option"
)

// watchRig is a client of Drive with a receiver of its messages.
func watchRig(t *testing.T) (s *Sim, api *drive.Service, id string, now *time.Time, got chan string) {
	t.Helper()
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	now, got = &at, make(chan string, 10)
	s = New(Options{Now: func() time.Time { return *now }})
	id = s.CreateSpreadsheet("Ledger", "", "")
	s.NotifyTo(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		h := r.Header
		got <- fmt.Sprint(r.Method, " ", r.URL.Path, " ", h.Get("X-Goog-Channel-ID"), " ", h.Get("X-Goog-Channel-Token"), " ", h.Get("X-Goog-Resource-State"), " ", h.Get("X-Goog-Message-Number"))
	}))
	api, err := drive.NewService(t.Context(), option.WithHTTPClient(s.Client()), option.WithEndpoint("http://drive.invalid/drive/v3/"))
	if err != nil {
		t.Fatal(err)
	}
	return s, api, id, now, got
}

func TestAChannelLivesAsTheGuideSays(t *testing.T) {
	s, api, id, now, got := watchRig(t)
	expect := func(want string) {
		t.Helper()
		select {
		case m := <-got:
			if m != want {
				t.Errorf("message %q, want %q", m, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("no message %q", want)
		}
	}
	quiet := func() {
		t.Helper()
		if len(got) != 0 {
			t.Errorf("message %q", <-got)
		}
	}
	ask := &drive.Channel{Id: "c-1", Type: "web_hook", Address: "https://relance.example.com/hooks/drive", Token: "secret", Expiration: now.Add(2 * time.Hour).UnixMilli()}
	made, err := api.Files.Watch(id, ask).SupportsAllDrives(true).Do()
	if err != nil {
		t.Fatal(err)
	}
	if made.Id != "c-1" || made.ResourceId == "" || made.Kind != "api#channel" || made.Expiration != ask.Expiration || !strings.Contains(made.ResourceUri, id) {
		t.Errorf("made %+v", made)
	}
	expect("POST /hooks/drive c-1 secret sync 1")
	if err := s.Human(id, "claire@example.com").Type("Sheet1", "A1", "x"); err != nil {
		t.Fatal(err)
	}
	expect("POST /hooks/drive c-1 secret update 2")
	if err := api.Channels.Stop(&drive.Channel{Id: "c-1", ResourceId: "another"}).Do(); err == nil {
		t.Error("a channel is stopped by its id alone")
	}
	*now = now.Add(2 * time.Hour)
	if err := s.Human(id, "claire@example.com").Type("Sheet1", "A1", "y"); err != nil {
		t.Fatal(err)
	}
	quiet() // it has ended
	if s.Channels(id) != 0 {
		t.Error("it counts as open")
	}
	for asked, want := range map[time.Duration]time.Duration{0: time.Hour, 48 * time.Hour: 24 * time.Hour} {
		ask := &drive.Channel{Id: "c-" + asked.String(), Type: "web_hook", Address: "https://relance.example.com/"}
		if asked > 0 {
			ask.Expiration = now.Add(asked).UnixMilli()
		}
		made, err := api.Files.Watch(id, ask).Do()
		if err != nil {
			t.Fatal(err)
		}
		if lives := time.UnixMilli(made.Expiration).Sub(*now); lives != want {
			t.Errorf("asked for %s it lives %s", asked, lives)
		}
		<-got
		if err := api.Channels.Stop(&drive.Channel{Id: made.Id, ResourceId: made.ResourceId}).Do(); err != nil {
			t.Error(err)
		}
	}
	if err := s.Human(id, "claire@example.com").Type("Sheet1", "A1", "z"); err != nil {
		t.Fatal(err)
	}
	quiet()
}

func TestAChannelThatDriveRefuses(t *testing.T) {
	_, api, id, now, got := watchRig(t)
	good := drive.Channel{Id: "c-1", Type: "web_hook", Address: "https://relance.example.com/"}
	if _, err := api.Files.Watch(id, &good).Do(); err != nil {
		t.Fatal(err)
	}
	<-got
	var refused []string
	for _, change := range []func(*drive.Channel){
		func(*drive.Channel) {},
		func(c *drive.Channel) { c.Id = "" },
		func(c *drive.Channel) { c.Id = strings.Repeat("x", 65) },
		func(c *drive.Channel) { c.Id, c.Type = "c-2", "carrier_pigeon" },
		func(c *drive.Channel) { c.Id, c.Address = "c-2", "http://relance.example.com/" },
		func(c *drive.Channel) { c.Id, c.Token = "c-2", strings.Repeat("x", 257) },
		func(c *drive.Channel) { c.Id, c.Expiration = "c-2", now.UnixMilli() },
	} {
		c := good
		change(&c)
		_, err := api.Files.Watch(id, &c).Do()
		if err == nil {
			t.Errorf("%+v is taken", c)
			continue
		}
		refused = append(refused, err.Error()[len("googleapi: Error 400: "):])
	}
	want := []string{
		"Channel id c-1 not unique, channelIdNotUnique", "Required, required", "Invalid Value, invalid", "Unknown channel type, channelUnknown",
		"WebHook callback must be HTTPS: http://relance.example.com/, push.webhookUrlNotHttps", "Invalid Value, invalid", "Invalid Value, invalid",
	}
	if diff := cmp.Diff(want, refused); diff != "" {
		t.Errorf("refusals (-want +got):\n%s", diff)
	}
	if _, err := api.Files.Watch("nowhere", &good).Do(); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a file that isn't there: %v", err)
	}
}
