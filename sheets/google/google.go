package google

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"google.golang.org/api/drive/v3"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/impersonate"
	"google.golang.org/api/option"
	apisheets "google.golang.org/api/sheets/v4"
	htransport "google.golang.org/api/transport/http"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/rowscan"
)

// Auth is how the bot proves who it is.
type Auth string

// Ways to authenticate.
const (
	AuthKey         Auth = "key"         // a service account's key file
	AuthADC         Auth = "adc"         // the environment's default credentials
	AuthImpersonate Auth = "impersonate" // default credentials acting as Account
)

// Options say which spreadsheet and how to reach it.
type Options struct {
	SpreadsheetID   string
	Auth            Auth
	CredentialsFile string       // for AuthKey
	Account         string       // the service account's address: whom to share with; for AuthImpersonate whom to act as
	Endpoint        string       // another server's root, without credentials; Drive is at {root}/drive/v3/
	HTTPClient      *http.Client // instead of credentials, for simulators
	Sharing         bool         // ask for the right to share the files that we make
	Limiter         *Limiter     // shared by all books of one account; nil: neither pace nor patience
}

// scopes are the least that works: cells, and the version of the file.
var scopes = []string{apisheets.SpreadsheetsScope, drive.DriveMetadataReadonlyScope}

// defaultRoot is where the Sheets API lives.
const defaultRoot = "https://sheets.googleapis.com/"

// Spreadsheet is one spreadsheet at Google.
type Spreadsheet struct {
	id      string
	account string
	root    string
	client  *http.Client
	sheets  *apisheets.Service
	drive   *drive.Service

	mu         sync.Mutex
	remembered map[string]rowscan.Memory // by range, of whole tabs
}

var _ sheets.Spreadsheet = (*Spreadsheet)(nil)

// Open prepares the clients. It asks nothing of the service.
func Open(ctx context.Context, o Options) (*Spreadsheet, error) {
	client, account, err := clientFor(ctx, o)
	if err != nil {
		return nil, err
	}
	client = pace(client, o.Limiter)
	root := defaultRoot
	sheetsOptions := []option.ClientOption{option.WithHTTPClient(client)}
	driveOptions := []option.ClientOption{option.WithHTTPClient(client)}
	if o.Endpoint != "" {
		root = strings.TrimSuffix(o.Endpoint, "/") + "/"
		sheetsOptions = append(sheetsOptions, option.WithEndpoint(root))
		driveOptions = append(driveOptions, option.WithEndpoint(root+"drive/v3/"))
	}
	s := &Spreadsheet{id: o.SpreadsheetID, account: account, root: root, client: client}
	if s.sheets, err = apisheets.NewService(ctx, sheetsOptions...); err != nil {
		return nil, fmt.Errorf("make the Sheets client: %w", err)
	}
	if s.drive, err = drive.NewService(ctx, driveOptions...); err != nil {
		return nil, fmt.Errorf("make the Drive client: %w", err)
	}
	return s, nil
}

// clientFor gives the HTTP client that authenticates, and the address that a
// spreadsheet must be shared with.
func clientFor(ctx context.Context, o Options) (*http.Client, string, error) {
	if o.HTTPClient != nil {
		return o.HTTPClient, o.Account, nil
	}
	if o.Endpoint != "" {
		return &http.Client{Timeout: callTimeout}, o.Account, nil
	}
	scopes := scopes
	if o.Sharing {
		scopes = append(slices.Clone(scopes), drive.DriveFileScope)
	}
	options := []option.ClientOption{option.WithScopes(scopes...)}
	account := o.Account
	switch o.Auth {
	case AuthKey, "":
		key, err := os.ReadFile(o.CredentialsFile)
		if err != nil {
			return nil, "", fmt.Errorf("read the service account's key: %w", err)
		}
		account = addressIn(key)
		options = append(options, option.WithAuthCredentialsJSON(option.ServiceAccount, key))
	case AuthADC:
	case AuthImpersonate:
		source, err := impersonate.CredentialsTokenSource(ctx, impersonate.CredentialsConfig{TargetPrincipal: o.Account, Scopes: scopes})
		if err != nil {
			return nil, "", fmt.Errorf("act as %s: %w", o.Account, err)
		}
		options = []option.ClientOption{option.WithTokenSource(source)}
	default:
		return nil, "", fmt.Errorf("google auth is %q; key, adc or impersonate are expected", o.Auth)
	}
	client, _, err := htransport.NewClient(ctx, options...)
	if err != nil {
		return nil, "", fmt.Errorf("authenticate with Google: %w", err)
	}
	client.Timeout = callTimeout
	return client, account, nil
}

// callTimeout is a little more than the 180 s that the service works on one
// request: a reply later than that never comes.
const callTimeout = 190 * time.Second

// Version is Drive's version of the file.
func (s *Spreadsheet) Version(ctx context.Context) (string, error) {
	file, err := s.drive.Files.Get(s.id).Fields("version").SupportsAllDrives(true).Context(ctx).Do()
	if err != nil {
		return "", s.callError("probe", err, true)
	}
	return fmt.Sprint(file.Version), nil
}

// callError sorts an error by what it says about the call. A read changes
// nothing however it ends.
func (s *Spreadsheet) callError(op string, err error, reading bool) error {
	e := &sheets.CallError{Op: op, Code: sheets.CallUnclear, Certain: reading, Message: err.Error()}
	api, ok := errors.AsType[*googleapi.Error](err)
	if !ok {
		if isTooLarge(err) {
			e.Code = sheets.CallTooLarge
		}
		if url, isURL := errors.AsType[*url.Error](err); isURL {
			e.Message = url.Err.Error() // without the address, which names the spreadsheet
		}
		e.Err = err
		return e
	}
	e.Message = api.Message
	if driveQuota(api) {
		e.Code, e.Certain = sheets.CallQuota, true
		return e
	}
	switch api.Code {
	case http.StatusBadRequest:
		e.Code, e.Certain = sheets.CallRefused, true
		if strings.Contains(api.Message, "addNamedRange") && strings.Contains(api.Message, "already exists") {
			e.Code = sheets.CallExists
		}
	case http.StatusUnauthorized, http.StatusForbidden:
		e.Code, e.Certain = sheets.CallNotShared, true
		address := s.account
		if address == "" {
			address = "the bot's service account"
		}
		e.Message = fmt.Sprintf("the spreadsheet is not shared: share it with %s as an editor (%s)", address, api.Message)
	case http.StatusNotFound:
		e.Code, e.Certain = sheets.CallNotFound, true
		e.Message = "there is no spreadsheet of this id: it is the long part of its address"
	case http.StatusTooManyRequests:
		e.Code, e.Certain = sheets.CallQuota, true
	}
	return e
}

// driveQuota tells that Drive refuses for its quota, which it may do with a 403.
func driveQuota(e *googleapi.Error) bool {
	return e.Code == http.StatusForbidden && slices.ContainsFunc(e.Errors, func(i googleapi.ErrorItem) bool {
		return i.Reason == "rateLimitExceeded" || i.Reason == "userRateLimitExceeded"
	})
}
