package ledger

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the short way reads, encoding/json reads alike; the rest it leaves alone.
func FuzzReadFields(f *testing.F) {
	for _, s := range []string{
		`{"number":"t:FA-1","amount":"m:EUR:1200","due":"d:2026-01-31"}`, `{"customer":"t:Éts Dupont"}`, `{"customer":"t:a\"b"}`, `{"customer":"t:a\u0026b"}`,
		`{}`, `{"number":""}`, `{"number":"t:1","number":"t:2"}`, `{"number":"t:1"`, `{"number":"t:1"}}`, `{"number":"t:1",}`, `{"number":1}`, `{"a":"x"}`,
		"{\"number\":\"t:\xff\"}", "{\"number\":\"t:\n\"}", ` {"number":"t:1"}`, `{"number" : "t:1"}`, `{"due":"d:2026-02-30"}`, `{"amount":"m:EUR:"}`, `null`, ``,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var short, long Fields
		if !short.readPlain(s) {
			return
		}
		if err := json.Unmarshal([]byte(s), &long); err != nil {
			t.Fatalf("%q is read though it isn't a record: %v", s, err)
		}
		if d := cmp.Diff(long, short, cmp.AllowUnexported(Value{})); d != "" {
			t.Fatalf("%q (-encoding/json +short way):\n%s", s, d)
		}
	})
}

func TestReadPlainReadsWhatRecordWrites(t *testing.T) {
	want := Fields{FieldNumber: Text("FA-1"), FieldCustomer: Text("Éts Dupont: fils"), FieldAmount: Amount(Money{1200, "EUR"}), FieldIssued: Day(20), FieldOptOut: Bool(true), FieldPlan: Int(2)}
	var got Fields
	if !got.readPlain(Record(want).Text()) {
		t.Fatal("the usual record isn't read the short way")
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(Value{})); d != "" {
		t.Error(d)
	}
}
