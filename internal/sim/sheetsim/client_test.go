package sheetsim

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"google.golang.org/api/drive/v3"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
	"google.golang.org/api/sheets/v4"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestOfficialClients drives the simulator with Google's own client library.
func TestOfficialClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := New(Options{Now: time.Now, Seed: 1})
		ctx := t.Context()
		opts := []option.ClientOption{option.WithHTTPClient(sim.Client()), option.WithEndpoint("http://sheets.invalid/")}
		api, err := sheets.NewService(ctx, opts...)
		if err != nil {
			t.Fatal(err)
		}
		files, err := drive.NewService(ctx, opts...)
		if err != nil {
			t.Fatal(err)
		}
		made, err := api.Spreadsheets.Create(&sheets.Spreadsheet{Properties: &sheets.SpreadsheetProperties{Title: "Ledger", Locale: "fr_FR", TimeZone: "Europe/Paris"}}).Do()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := api.Spreadsheets.Values.Update(made.SpreadsheetId, "A1:B2", &sheets.ValueRange{Values: [][]any{{"Numéro", "Payé"}, {"0042", 12.5}}}).ValueInputOption("RAW").Do(); err != nil {
			t.Fatal(err)
		}
		got, err := api.Spreadsheets.Values.BatchGet(made.SpreadsheetId).Ranges("'Feuille 1'!A:B", "B2").ValueRenderOption("UNFORMATTED_VALUE").Do()
		if err != nil {
			t.Fatal(err)
		}
		same(t, got.ValueRanges[0].Values, [][]any{{"Numéro", "Payé"}, {"0042", 12.5}})
		same(t, got.ValueRanges[1].Values, [][]any{{12.5}})
		_, err = api.Spreadsheets.BatchUpdate(made.SpreadsheetId, &sheets.BatchUpdateSpreadsheetRequest{Requests: []*sheets.Request{{DeleteSheet: &sheets.DeleteSheetRequest{SheetId: 5}}}}).Do()
		if apiErr, ok := errors.AsType[*googleapi.Error](err); !ok || apiErr.Code != 400 || apiErr.Message != "Invalid requests[0].deleteSheet: No grid with id: 5" {
			t.Errorf("got %v", err)
		}
		reply, err := api.Spreadsheets.BatchUpdate(made.SpreadsheetId, &sheets.BatchUpdateSpreadsheetRequest{
			Requests:                     []*sheets.Request{{AddSheet: &sheets.AddSheetRequest{Properties: &sheets.SheetProperties{Title: "_relance", Hidden: true}}}},
			IncludeSpreadsheetInResponse: true, ResponseIncludeGridData: true, ResponseRanges: []string{"B2"},
		}).Do()
		if err != nil {
			t.Fatal(err)
		}
		same(t, reply.UpdatedSpreadsheet.Sheets[0].Data[0].RowData[0].Values[0].FormattedValue, "12,5")
		before, err := files.Files.Get(made.SpreadsheetId).Fields("version", "name", "modifiedTime").Do()
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if err := sim.Human(made.SpreadsheetId, "f@example.com").Type("Feuille 1", "B2", "13,5"); err != nil {
			t.Fatal(err)
		}
		after, err := files.Files.Get(made.SpreadsheetId).Fields("version", "modifiedTime").Do()
		if err != nil {
			t.Fatal(err)
		}
		same(t, after.Version, before.Version+1)
		if before.Name != "Ledger" || after.ModifiedTime <= before.ModifiedTime {
			t.Errorf("got %+v then %+v", before, after)
		}
		list, err := files.Files.List().Q("name = 'Ledger' and trashed = false").Fields("files(id,name)").Do()
		if err != nil || len(list.Files) != 1 || list.Files[0].Id != made.SpreadsheetId {
			t.Errorf("got %+v %v", list, err)
		}
		if err := files.Files.Delete(made.SpreadsheetId).Do(); err != nil {
			t.Error(err)
		}
		if _, err := files.Files.Get(made.SpreadsheetId).Do(); !googleapi.IsNotModified(err) && err == nil {
			t.Error("a deleted file was found")
		}
	})
}

func TestDriveFiles(t *testing.T) {
	d := newDesk(t)
	made := d.ok("POST", "/drive/v3/files?fields=name,mimeType,version", `{"name":"Fresh","mimeType":"`+sheetMime+`"}`)
	equal(t, made, `{"mimeType":"application/vnd.google-apps.spreadsheet","name":"Fresh","version":"1"}`)
	d.put("A1:B2", "RAW", `[["a","b,c"],["d"]]`)
	equal(t, d.ok("POST", "/drive/v3/files/"+d.id+"/copy?fields=name", `{}`), `{"name":"Copy of Ledger"}`)
	same(t, first(d.send("GET", "/drive/v3/files/none", "")), 404)
	d.must(d.hand().Type("Sheet1", "D9", "x"))
	equal(t, d.ok("GET", "/drive/v3/files/"+d.id+"?fields=lastModifyingUser(emailAddress,me)", ""), `{"lastModifyingUser":{"emailAddress":"finance@example.com","me":false}}`)
	d.must(d.hand().Clear("Sheet1", "D9"))
	same(t, first(d.send("GET", "/drive/v3/files/"+d.id+"?fields=nonsense", "")), 400)
	_, csv := d.send("GET", "/drive/v3/files/"+d.id+"/export?mimeType=text/csv", "")
	equal(t, csv, "a,\"b,c\"\r\nd,")
	equal(t, d.ok("GET", "/drive/v3/files?fields=files(name),nextPageToken&pageSize=2", ""), `{"files":[{"name":"Copy of Ledger"},{"name":"Fresh"}],"nextPageToken":"~page~2"}`)
	equal(t, d.ok("GET", "/drive/v3/files?fields=files(name)&pageSize=2&pageToken=~page~2", ""), `{"files":[{"name":"Ledger"}]}`)
}

func first(status int, _ string) int { return status }

func TestAccess(t *testing.T) {
	d := newDesk(t)
	d.sim.SetShared(d.id, false)
	status, text := d.send("GET", "", "")
	same(t, status, 403)
	equal(t, errorText(t, text), "The caller does not have permission")
	same(t, first(d.send("GET", "/drive/v3/files/"+d.id, "")), 404)
	same(t, first(d.send("GET", "/v4/spreadsheets/nosuch", "")), 404)
	same(t, first(newDesk(t, func(o *Options) { o.RequireAuth = true }).send("GET", "", "")), 401)
}

func TestClientHonoursItsContext(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := d.try(ctx, "POST", ":batchUpdate", writeB1); err == nil {
		t.Error("a cancelled request was answered")
	}
	equal(t, d.values("B1", ""), "")
}

func TestOverASocket(t *testing.T) {
	d := newDesk(t)
	server := httptest.NewServer(d.sim)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	get := func() (*http.Response, error) {
		return client.Get(server.URL + "/v4/spreadsheets/" + d.id + "/values/A1")
	}
	resp, err := get()
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("got %v %v", resp, err)
	}
	resp.Body.Close()
	d.sim.Faults.Add(Fault{Kind: LoseReplyAfterApply})
	if resp, err := get(); err == nil {
		resp.Body.Close()
		t.Error("a lost reply arrived")
	}
}

func TestManyHandsAtOnce(t *testing.T) {
	d := newDesk(t)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for range 10 {
				if err := d.hand().Type("Sheet1", cellName(i, 0), "=SUM(B1:B)"); err != nil {
					t.Error(err)
				}
				if status, text, err := d.try(t.Context(), "POST", ":batchUpdate", writeB1); status != 200 || err != nil {
					t.Errorf("%d %s %v", status, text, err)
				}
				d.sim.Snapshot(d.id)
			}
		})
	}
	wg.Wait()
	same(t, d.sim.Version(d.id), int64(1+16*20))
}
