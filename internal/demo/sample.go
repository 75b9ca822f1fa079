package demo

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"time"
)

//go:embed ibm-late-payments.csv
var sampleCSV string

// sampleDate is how the sample writes its days: month, day, year.
const sampleDate = "1/2/2006"

// sample is one invoice of the sample, on its own dates.
type sample struct {
	country, customer, number string
	issued, due, settled      time.Time
	amount                    string
	disputed                  bool
}

// readSamples reads the sample's CSV. A row that can't be read is an error: the
// file is part of the binary, so it is right or the build is wrong.
func readSamples(r io.Reader) ([]sample, error) {
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("no header")
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[name] = i
	}
	for _, name := range []string{
		"countryCode", "customerID", "invoiceNumber", "InvoiceDate", "DueDate",
		"InvoiceAmount", "Disputed", "SettledDate",
	} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("no column %s", name)
		}
	}
	samples := make([]sample, 0, len(records)-1)
	for i, rec := range records[1:] {
		s := sample{
			country:  rec[column["countryCode"]],
			customer: rec[column["customerID"]],
			number:   rec[column["invoiceNumber"]],
			amount:   rec[column["InvoiceAmount"]],
			disputed: rec[column["Disputed"]] == "Yes",
		}
		for name, to := range map[string]*time.Time{
			"InvoiceDate": &s.issued, "DueDate": &s.due, "SettledDate": &s.settled,
		} {
			if *to, err = time.Parse(sampleDate, rec[column[name]]); err != nil {
				return nil, fmt.Errorf("line %d, %s: %w", i+2, name, err)
			}
		}
		samples = append(samples, s)
	}
	return samples, nil
}
