package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/redisstore"
	"github.com/relance-bot/relance/store/sqlitestore"
)

// openStore opens what the configuration's store line names. With an error it
// gives no store at all: a nil one of either kind would be an interface that isn't nil.
func openStore(ctx context.Context, address string, now func() time.Time) (store.Store, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		st, err := sqlitestore.Open(ctx, sqlitestore.Options{Path: path, Now: now})
		if err != nil {
			return nil, err
		}
		return st, nil
	}
	st, err := redisstore.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	return st, nil
}

// stateDir is the folder on this host for lock files: beside an SQLite file,
// else the user's, apart for each store: who buries a run of another store's
// would take the proof from those who need it.
func stateDir(address string) (string, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return path + ".runs", nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for lock files; set XDG_CACHE_HOME to one that outlives a restart: %w", err)
	}
	sum := sha256.Sum256([]byte(address)) // the address may hold a password
	return filepath.Join(cache, "relance", "runs", hex.EncodeToString(sum[:8])), nil
}
