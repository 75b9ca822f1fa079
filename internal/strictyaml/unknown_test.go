package strictyaml

import (
	"reflect"
	"testing"

	"github.com/goccy/go-yaml/parser"
	"github.com/google/go-cmp/cmp"
)

type file struct {
	Name  string                `yaml:"name"`
	Hours struct{ From string } `yaml:"hours"`
	Steps []step                `yaml:"steps"`
	Money map[string]*step      `yaml:"money"`
	Free  free                  `yaml:"free"`
	Inner int                   `yaml:"-"`
}

type step struct {
	Day     *int `yaml:"day"`
	LongDay int  `yaml:"day_of_week"`
}

type free struct{ Any string }

func (f *free) UnmarshalYAML(decode func(any) error) error { return decode(&f.Any) }

func TestUnknownKeys(t *testing.T) {
	for _, tt := range []struct {
		story, text string
		want        []Key
	}{
		{"nothing at all", "", nil},
		{"all are known", "name: x\nhours: {from: y}\nsteps: [{day: 1}]\nmoney: {EUR: {day: 2}}", nil},
		{"each that isn't, with the one that was meant", "nome: x\nhours:\n  form: y\n", []Key{
			{Line: 1, Path: "nome", Name: "nome", Meant: "name"}, {Line: 3, Path: "hours.form", Name: "form", Meant: ""},
		}},
		{"in lists and maps", "steps: [{days: 1}]\nmoney: {EUR: {wek: 2}}", []Key{
			{Line: 1, Path: "steps[0].days", Name: "days", Meant: "day"}, {Line: 2, Path: "money.EUR.wek", Name: "wek"},
		}},
		{"the only one that begins so", "steps: [{day_of: 1}]", []Key{{Line: 1, Path: "steps[0].day_of", Name: "day_of", Meant: "day_of_week"}}},
		{"what is left out is none", "inner: 1", []Key{{Line: 1, Path: "inner", Name: "inner"}}},
		{"behind an anchor, merged and in a second document", "hours: &h {fram: x}\nmoney: {EUR: {<<: {dya: 1}}}\n---\nx: 1", []Key{
			{Line: 1, Path: "hours.fram", Name: "fram", Meant: "from"}, {Line: 2, Path: "money.EUR.dya", Name: "dya"}, {Line: 4, Path: "x", Name: "x"},
		}},
		{"what reads itself answers for itself", "free: {nobody: knows}", nil},
		{"a text where there should be a list", "steps: none", nil},
	} {
		tree, err := parser.ParseBytes([]byte(tt.text), 0)
		if err != nil {
			t.Fatalf("%s: %v", tt.story, err)
		}
		if diff := cmp.Diff(tt.want, UnknownKeys(tree, reflect.TypeFor[file]())); diff != "" {
			t.Errorf("%s:\n%s", tt.story, diff)
		}
	}
}
