package sheetsim

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const writeB1 = `{"requests":[{"updateCells":{"start":{"columnIndex":1},"fields":"userEnteredValue","rows":[{"values":[{"userEnteredValue":{"numberValue":1}}]}]}}]}`

// try sends without failing the test, and returns status, body and error.
func (d *desk) try(ctx context.Context, verb, path, body string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, verb, "http://sim.invalid/v4/spreadsheets/"+d.id+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	resp, err := d.sim.Client().Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		story   string
		fault   Fault
		status  int // 0 for a lost connection
		applied bool
	}{
		{"the reply is lost after applying", Fault{Kind: LoseReplyAfterApply}, 0, true},
		{"the connection breaks before applying", Fault{Kind: DropBeforeApply}, 0, false},
		{"an error is answered after applying", Fault{Kind: ErrorAfterApply}, 503, true},
		{"an error of another status after applying", Fault{Kind: ErrorAfterApply, Status: 500}, 500, true},
		{"an error is answered without applying", Fault{Kind: Status5xx, Status: 502}, 502, false},
		{"the quota refuses", Fault{Kind: RateLimit429}, 429, false},
		{"a delayed call is applied", Fault{Kind: Delay, After: time.Millisecond}, 200, true},
	} {
		t.Run(c.story, func(t *testing.T) {
			d := newDesk(t)
			c.fault.Method = "spreadsheets.batchUpdate"
			d.sim.Faults.Add(c.fault)
			status, _, err := d.try(t.Context(), "POST", ":batchUpdate", writeB1)
			same(t, status, c.status)
			same(t, err != nil, c.status == 0)
			same(t, d.values("B1", "") != "", c.applied)
			same(t, d.sim.Faults.Pending(), 0)
			status, _, err = d.try(t.Context(), "POST", ":batchUpdate", writeB1)
			if status != 200 || err != nil {
				t.Errorf("a fault strikes once: %d %v", status, err)
			}
		})
	}
}

func TestTruncatedReply(t *testing.T) {
	d := newDesk(t)
	d.sim.Faults.Add(Fault{Kind: TruncateReply})
	_, text, err := d.try(t.Context(), "GET", "", "")
	if !errors.Is(err, io.ErrUnexpectedEOF) || text == "" {
		t.Errorf("got %d bytes and %v", len(text), err)
	}
}

func TestFaultsWaitForTheirCall(t *testing.T) {
	d := newDesk(t)
	d.sim.Faults.Add(Fault{Kind: Status5xx, Method: "spreadsheets.values.get", Nth: 2, Times: 2})
	var got []int
	for range 5 {
		status, _ := d.send("GET", "/values/A1", "")
		got = append(got, status)
		d.ok("GET", "", "")
	}
	same(t, got, []int{200, 503, 503, 200, 200})
	d.sim.Faults.Add(Fault{Kind: Status5xx, When: func(_ string, body []byte) bool { return strings.Contains(string(body), "unlucky") }})
	d.put("A1", "RAW", `[["lucky"]]`)
	status, _ := d.send("PUT", "/values/A1?valueInputOption=RAW", `{"values":[["unlucky"]]}`)
	same(t, status, 503)
}

func TestStaleRead(t *testing.T) {
	d := newDesk(t)
	d.put("A1", "RAW", `[["old"]]`)
	d.put("A1", "RAW", `[["new"]]`)
	d.sim.Faults.Add(Fault{Kind: StaleRead})
	equal(t, d.values("A1", ""), `[["old"]]`)
	equal(t, d.values("A1", ""), `[["new"]]`)
}

func TestLateCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Faults.Add(Fault{Kind: LateCommit, After: 90 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		_, _, err := d.try(ctx, "POST", ":batchUpdate", writeB1)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		equal(t, d.values("B1", ""), "")
		time.Sleep(61 * time.Second)
		synctest.Wait()
		equal(t, d.values("B1", ""), `[["1"]]`)
	})
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Faults.Add(Fault{Kind: LateCommit, After: time.Hour, GiveUp: time.Second})
		status, _, err := d.try(t.Context(), "POST", ":batchUpdate", writeB1)
		if status != 503 || err != nil {
			t.Fatalf("got %d, %v", status, err)
		}
		time.Sleep(serviceLimit)
		synctest.Wait()
		equal(t, d.values("B1", ""), `[["1"]]`) // never later than the service's limit
	})
}

func TestRateLimitReply(t *testing.T) {
	d := newDesk(t)
	d.sim.Faults.SetQuota(true)
	for range perMinute {
		d.ok("GET", "/values/A1", "")
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://sim.invalid/v4/spreadsheets/"+d.id+"/values/A1", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := d.sim.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	same(t, resp.StatusCode, 429)
	same(t, resp.Header.Get("Retry-After"), "")
	for _, part := range []string{`"RESOURCE_EXHAUSTED"`, `"RATE_LIMIT_EXCEEDED"`, `"ReadRequestsPerMinutePerUser"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
	d.put("A1", "RAW", `[[1]]`) // writes have their own quota
	d.now = d.now.Add(time.Minute)
	d.ok("GET", "/values/A1", "")
}

func TestHooksRunBetweenReadAndWrite(t *testing.T) {
	d := newDesk(t)
	var seen []string
	d.sim.BeforeApply(func(method string) {
		seen = append(seen, "before "+method)
		if method == "spreadsheets.batchUpdate" {
			d.must(d.hand().InsertColumns("Sheet1", 0, 1))
		}
	})
	d.sim.AfterApply(func(method string) { seen = append(seen, "after "+method) })
	d.put("A1:B1", "RAW", `[["a","b"]]`)
	d.ok("POST", ":batchUpdate", writeB1)
	d.sim.BeforeApply(nil)
	d.sim.AfterApply(nil)
	equal(t, d.values("A1:C1", ""), `[["","1","b"]]`)
	same(t, seen, []string{"before spreadsheets.values.update", "after spreadsheets.values.update", "before spreadsheets.batchUpdate", "after spreadsheets.batchUpdate"})
}

func TestCallsAreCounted(t *testing.T) {
	d := newDesk(t)
	d.ok("GET", "", "")
	d.ok("GET", "/values/A1", "")
	d.refused(`{}`)
	d.ok("GET", "/drive/v3/files/"+d.id, "")
	same(t, d.sim.Calls(), map[string]int{"spreadsheets.get": 1, "spreadsheets.values.get": 1, "spreadsheets.batchUpdate": 1, "files.get": 1})
	d.sim.ResetCalls()
	same(t, d.sim.Calls(), map[string]int{})
}
