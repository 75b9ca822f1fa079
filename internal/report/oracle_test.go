package report_test

import (
	"database/sql"
	_ "embed"
	"encoding/csv"
	"os"
	"testing"

	_ "modernc.org/sqlite"
)

// The IBM sample, mapped as its headers need it.
const sampleFile = "../demo/ibm-late-payments.csv"

var sampleColumns = map[string]string{
	"number": "invoiceNumber", "customer": "customerID", "issued": "InvoiceDate",
	"due": "DueDate", "amount": "InvoiceAmount", "paid_on": "SettledDate",
}

//go:embed testdata/oracle.sql
var oracleSchema string

// openOracle loads the sample into a database as it is: text. All that is
// computed from it is computed in SQL, by other formulas in another language.
func openOracle(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	ctx := t.Context()
	if _, err := db.ExecContext(ctx, oracleSchema); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range records[0] {
		at[h] = i
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records[1:] {
		_, err := tx.ExecContext(ctx, `insert into sample values (?, ?, ?, ?, ?, ?)`,
			r[at["invoiceNumber"]], r[at["customerID"]], r[at["InvoiceDate"]], r[at["DueDate"]], r[at["InvoiceAmount"]], r[at["SettledDate"]])
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tx.ExecContext(ctx, `create table invoice as select * from typed`); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return db
}

// rowsOf runs a query with the day as :asof and the period as :days, and gives
// its rows as text, null as "null".
func rowsOf(t *testing.T, db *sql.DB, query, asOf string, days int) [][]string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, sql.Named("asof", asOf), sql.Named("days", days))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	table := [][]string{}
	for rows.Next() {
		cells, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(cells))
		for i, c := range cells {
			if texts[i] = c.String; !c.Valid {
				texts[i] = "null"
			}
		}
		table = append(table, texts)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return table
}
