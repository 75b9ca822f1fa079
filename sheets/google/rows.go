package google

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"google.golang.org/api/googleapi"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/rowscan"
)

// readLimits bound one read.
var readLimits = rowscan.Limits{Bytes: sheets.MaxBytes, Rows: sheets.MaxRows}

// Read gets the areas in one call, over the client's own authenticated
// transport. The rows stay as they came, with their hashes: the official client
// would decode each cell into an interface and long numbers into floats.
func (s *Spreadsheet) Read(ctx context.Context, ask sheets.ReadAsk) ([]sheets.Grid, error) {
	ranges, err := s.batchGet(ctx, ask)
	if err != nil {
		return nil, s.callError("read", err, true)
	}
	if len(ranges) != len(ask.Areas) {
		return nil, s.callError("read", fmt.Errorf("%d ranges came for %d asked", len(ranges), len(ask.Areas)), true)
	}
	grids := make([]sheets.Grid, len(ranges))
	for i, r := range ranges {
		grids[i] = sheets.Grid{Rows: r.Rows, Hashes: r.Hashes}
	}
	return grids, nil
}

func (s *Spreadsheet) batchGet(ctx context.Context, ask sheets.ReadAsk) ([]rowscan.Range, error) {
	q := url.Values{"majorDimension": {"ROWS"}, "dateTimeRenderOption": {"SERIAL_NUMBER"}, "valueRenderOption": {"UNFORMATTED_VALUE"}, "prettyPrint": {"false"}}
	if ask.Formulas {
		q.Set("valueRenderOption", "FORMULA")
	}
	for _, a := range ask.Areas {
		q.Add("ranges", a1(a))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.root+"v4/spreadsheets/"+url.PathEscape(s.id)+"/values:batchGet?"+q.Encode(), nil)
	if err != nil {
		return nil, err
	}
	// Google compresses for those only who say gzip here too ("Performance
	// tips" of the API); net/http asks for it and unpacks it.
	request.Header.Set("User-Agent", "relance (gzip)")
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if err := googleapi.CheckResponse(response); err != nil {
		return nil, err
	}
	body, err := unpacked(response)
	if err != nil {
		return nil, err
	}
	ranges, err := rowscan.Scan(body, readLimits, s.recall(ask)...)
	if err == nil && len(ranges) == len(ask.Areas) {
		s.remember(ask, ranges)
	}
	return ranges, err
}

// recall is what is remembered of what is read.
func (s *Spreadsheet) recall(ask sheets.ReadAsk) []rowscan.Memory {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]rowscan.Memory, len(ask.Areas))
	for i, a := range ask.Areas {
		if !ask.Formulas {
			list[i] = s.remembered[a1(a)]
		}
	}
	return list
}

// maxTabs is how many tabs are remembered: more than are read again and again.
const maxTabs = 64

// remember keeps what makes the next read of the same tabs faster.
func (s *Spreadsheet) remember(ask sheets.ReadAsk, ranges []rowscan.Range) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, a := range ask.Areas {
		if ask.Formulas || !a.FullHeight {
			continue
		}
		if s.remembered == nil || len(s.remembered) >= maxTabs {
			s.remembered = map[string]rowscan.Memory{}
		}
		s.remembered[a1(a)] = ranges[i].Memory()
	}
}

// unpacked is the body in plain. A transport that was told not to unpack, or a
// server that packs unasked, leaves it to us.
func unpacked(response *http.Response) (io.Reader, error) {
	switch encoding := response.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
		return response.Body, nil
	case "gzip":
		body, err := gzip.NewReader(response.Body)
		if err != nil {
			return nil, fmt.Errorf("unpack the reply: %w", err)
		}
		return body, nil
	default:
		return nil, fmt.Errorf("the reply is packed in an unknown way, %q", encoding)
	}
}

// isTooLarge tells that a read was given up for its size.
func isTooLarge(err error) bool {
	e, ok := errors.AsType[*rowscan.Error](err)
	return ok && e.TooLarge()
}
