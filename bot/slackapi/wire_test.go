package slackapi_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/relance-bot/relance/bot/slackapi"
)

// wire answers each request as a test says.
type wire func(*http.Request) io.Reader

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body := w(r)
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(body), Request: r,
	}, nil
}

func senderOn(t *testing.T, w wire) *slackapi.Sender {
	t.Helper()
	api, err := slackapi.New(slackapi.Options{BotToken: "xoxb-1", HTTPClient: &http.Client{Transport: w}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return slackapi.NewSender(api)
}

var aPost = slackapi.Post{Destination: "C1", DeliveryID: "d1", Payload: []byte(`{"text":"hello"}`)}

func TestAReplyThatIsCutShortLeavesADoubt(t *testing.T) {
	s := senderOn(t, func(*http.Request) io.Reader {
		return io.MultiReader(strings.NewReader(`{"ok":true,"chan`), iotest.ErrReader(errors.New("connection reset")))
	})
	_, err := s.Post(t.Context(), aPost)
	if e, ok := errors.AsType[*slackapi.SendError](err); !ok || e.Certain || e.Code != "reply" {
		t.Errorf("error %#v", err)
	}
}

// net/http writes a request again on another connection if it can get the body
// again, or finds a key that says that it may.
func TestAPostCantBeWrittenTwice(t *testing.T) {
	posts := 0
	s := senderOn(t, func(r *http.Request) io.Reader {
		posts++
		if r.GetBody != nil || r.Header.Get("Idempotency-Key") != "" || r.Header.Get("X-Idempotency-Key") != "" {
			t.Error("the transport may write the post again by itself")
		}
		return strings.NewReader(`{"ok":true,"channel":"C1","ts":"1.000001"}`)
	})
	if _, err := s.Post(t.Context(), aPost); err != nil || posts != 1 {
		t.Errorf("%d posts, %v", posts, err)
	}
}

// history is a page of conversations.history: ts, and the thread it is in.
func history(more bool, messages ...[2]string) io.Reader {
	var list []string
	for _, m := range messages {
		list = append(list, fmt.Sprintf(`{"type":"message","ts":%q,"thread_ts":%q,"metadata":{"event_type":"relance_delivery","event_payload":{"delivery":"d1"}}}`, m[0], m[1]))
	}
	cursor := ""
	if more {
		cursor = "next"
	}
	return strings.NewReader(fmt.Sprintf(`{"ok":true,"messages":[%s],"has_more":%v,"response_metadata":{"next_cursor":%q}}`, strings.Join(list, ","), more, cursor))
}

func asked(r *http.Request) url.Values {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	return form
}

func TestAProbeLooksAtTopLevelMessagesOnAllPages(t *testing.T) {
	s := senderOn(t, func(r *http.Request) io.Reader {
		if asked(r).Get("cursor") == "" {
			return history(true, [2]string{"5.000001", "1.000001"}) // a reply that was also sent to the channel
		}
		return history(false, [2]string{"4.000001", "4.000001"}, [2]string{"3.000001", ""})
	})
	found, err := s.Find(t.Context(), "C1", "d1", time.Unix(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	var ts []string
	for _, m := range found {
		ts = append(ts, m.TS)
	}
	if got := strings.Join(ts, " "); got != "3.000001 4.000001" {
		t.Errorf("found %q", got)
	}
}

func TestAHistoryTooLongToReadIsNotAnAbsence(t *testing.T) {
	pages := 0
	s := senderOn(t, func(*http.Request) io.Reader {
		pages++
		return history(true)
	})
	if found, err := s.Find(t.Context(), "C1", "d1", time.Unix(1, 0)); err == nil {
		t.Errorf("found %v after %d pages, and no error", found, pages)
	}
}
