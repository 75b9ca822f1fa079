package setup

import (
	"context"
	"net/http"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// Make makes a spreadsheet at a simulated service that a client leads to.
func Make(ctx context.Context, client *http.Client, w *sheets.Workbook) (string, error) {
	return google.Create(ctx, google.Options{Endpoint: "http://sheets.invalid", HTTPClient: client}, w)
}
