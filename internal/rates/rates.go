package rates

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
)

//go:embed rates.yaml
var builtIn []byte

// BuiltIn is the table that comes with the program.
var BuiltIn = sync.OnceValue(func() ledger.Rates {
	table, err := Read(builtIn, ledger.Rates{})
	if err != nil {
		panic(fmt.Sprintf("the built-in table of rates: %v", err)) // a test reads it
	}
	return table
})

// Load is the built-in table with an operator's file over it; without a name,
// the built-in one.
func Load(path string) (ledger.Rates, error) {
	if path == "" {
		return BuiltIn(), nil
	}
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own file
	if err != nil {
		return ledger.Rates{}, fmt.Errorf("read the table of rates: %w", err)
	}
	table, err := Read(text, BuiltIn())
	if err != nil {
		return ledger.Rates{}, fmt.Errorf("%s: %w", path, err)
	}
	return table, nil
}

// file is the form of a table.
type file struct {
	ECB     *series `yaml:"ecb"`
	BoE     *series `yaml:"boe"`
	FRLegal *series `yaml:"fr_legal"`
}

type series struct {
	Source    string            `yaml:"source"`
	AsOf      string            `yaml:"as_of"`
	Rates     map[string]number `yaml:"rates"`
	Secondary []string          `yaml:"secondary"`
}

// number is a rate as it stands in the file: it is never a float.
type number string

// UnmarshalYAML takes the characters as they are written.
func (n *number) UnmarshalYAML(text []byte) error {
	*n = number(strings.Trim(strings.TrimSpace(string(text)), `"'`))
	return nil
}

// Read puts a table's rates over those of another.
func Read(text []byte, over ledger.Rates) (ledger.Rates, error) {
	var f file
	if err := yaml.UnmarshalWithOptions(text, &f, yaml.Strict()); err != nil {
		return ledger.Rates{}, errors.New(yaml.FormatError(err, false, false))
	}
	var problems []error
	found := 0
	for _, s := range []struct {
		name ledger.RateSeries
		*series
	}{{ledger.SeriesECB, f.ECB}, {ledger.SeriesBoE, f.BoE}, {ledger.SeriesFRLegal, f.FRLegal}} {
		if s.series == nil {
			continue
		}
		list, err := s.read(s.name)
		problems = append(problems, err)
		for h, rate := range list {
			over = over.With(s.name, h, rate)
			found++
		}
	}
	if err := errors.Join(problems...); err != nil {
		return ledger.Rates{}, err
	}
	if found == 0 {
		return ledger.Rates{}, fmt.Errorf("there are no rates: expected ecb, boe or fr_legal with rates such as 2026-H2: 2.40")
	}
	return over, nil
}

// plainRate is what a rate may look like: a typing error of a digit too many
// is no rate of our days, and a negative one is beyond what the law foresees.
var plainRate = regexp.MustCompile(`^\d{1,2}(\.\d{1,4})?$`)

func (s *series) read(name ledger.RateSeries) (map[ledger.HalfYear]ledger.Rate, error) {
	var problems []error
	wrong := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf(string(name)+": "+format, args...))
	}
	if strings.TrimSpace(s.Source) == "" {
		wrong("source: say where the rates come from")
	}
	asOf, err := ledger.ParseDate(s.AsOf)
	if err != nil {
		wrong("as_of: %q is not the day on which the source was looked at, such as 2026-07-01", s.AsOf)
	}
	list := map[ledger.HalfYear]ledger.Rate{}
	for text, n := range s.Rates {
		h, err := ledger.ParseHalfYear(text)
		if err != nil {
			wrong("rates: %v", err)
			continue
		}
		if !plainRate.MatchString(string(n)) {
			wrong("rates: %s: %q is not a rate in percent such as 2.40", text, string(n))
			continue
		}
		percent, err := decimal.NewFromString(string(n))
		if err != nil {
			wrong("rates: %s: %v", text, err)
			continue
		}
		list[h] = ledger.Rate{Percent: percent, Source: s.Source, AsOf: asOf, IsSecondary: slices.Contains(s.Secondary, text)}
	}
	for _, text := range s.Secondary {
		if _, ok := s.Rates[text]; !ok {
			wrong("secondary: there is no rate of %s", text)
		}
	}
	slices.SortFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return list, errors.Join(problems...)
}
