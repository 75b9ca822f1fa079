package ledger

import (
	"strings"
	"testing"
	"unicode"
)

func TestKeyOf(t *testing.T) {
	for _, tt := range []struct{ story, a, b string }{
		{"case", "INV-12", "inv-12"},
		{"spaces around and within", "  FA  12 ", "fa 12"},
		{"a no-break space", "FA 12", "fa 12"},
		{"composed and decomposed accents", "Éts", "E\u0301ts"},
		{"full-width digits", "ＦＡ１２", "fa12"},
		{"zero-width padding", "FA\u200b12\ufeff", "fa12"},
		{"a right-to-left override", "FA\u202e12", "fa12"},
		{"a sharp s", "Straße", "STRASSE"},
		{"control characters", "FA\x0012", "fa12"},
		{"an emoji's joiners", "👩\u200d🔧", "👩🔧"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			if KeyOf(tt.a) != KeyOf(tt.b) {
				t.Errorf("%q and %q: keys %q and %q", tt.a, tt.b, KeyOf(tt.a), KeyOf(tt.b))
			}
		})
	}
	for _, two := range [][2]string{{"42", "0042"}, {"FA-1", "FA1"}, {"ete", "été"}} {
		if KeyOf(two[0]) == KeyOf(two[1]) {
			t.Errorf("%q and %q are one key", two[0], two[1])
		}
	}
}

func FuzzKeyOf(f *testing.F) {
	for _, s := range []string{"INV-1", "É", "E\u0301", "\u202e", "ﬀ", "İ", "ẞ", "\xff", "a\u0300\u0301", "Ǆ", "\u200b \u200b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := KeyOf(s)
		if again := KeyOf(string(k)); again != k {
			t.Fatalf("%q has key %q, which has key %q", s, k, again)
		}
		if strings.ContainsFunc(string(k), func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }) {
			t.Fatalf("%q has key %q", s, k)
		}
		if strings.TrimSpace(string(k)) != string(k) {
			t.Fatalf("%q has key %q", s, k)
		}
	})
}

func FuzzParseStage(f *testing.F) {
	for _, s := range []string{"", "0", "3", "6 ×2", "6x2", "6*2", "-1", "1×", "×", "999 ×999", "1000", "6 × 2 × 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		stage, err := ParseStage(s)
		if err != nil {
			if CodeOf(err) != CodeInvalid {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		if again, err := ParseStage(stage.String()); err != nil || again != stage {
			t.Fatalf("%q is %+v, written %q, read %+v (%v)", s, stage, stage, again, err)
		}
	})
}

// Every value comes back from the journal as it went in.
func FuzzValueText(f *testing.F) {
	f.Add("t:a:b", "x", int64(5))
	f.Fuzz(func(t *testing.T, raw, text string, n int64) {
		for _, v := range []Value{Text(text), Amount(Money{n, "EUR"}), Amount(Money{n, ""}), Int(int(n)), Bool(true), Day(Date(n%3_000_000 + 3_000_001)), {}} {
			b, err := v.MarshalText()
			if err != nil {
				t.Fatal(err)
			}
			var again Value
			if err := again.UnmarshalText(b); err != nil || again != v {
				t.Fatalf("%#v is written %q, read %#v (%v)", v, b, again, err)
			}
		}
		var v Value
		_ = v.UnmarshalText([]byte(raw)) // must not panic
	})
}
