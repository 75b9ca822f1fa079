package sqlitestore

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer: the file was written by a later version of Relance.
var ErrNewer = errors.New("the file was written by a newer version of Relance: use that version, or restore a backup made before")

// migrateTries: two processes that open a new file at once both try to make
// the tables; the one that comes second finds them on its next try.
const migrateTries = 5

func migrate(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, dir,
		goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	for try := 1; ; try++ {
		if err = migrateOnce(ctx, provider); err == nil || errors.Is(err, ErrNewer) || try == migrateTries {
			return err
		}
	}
}

func migrateOnce(ctx context.Context, provider *goose.Provider) error {
	sources := provider.ListSources()
	known := sources[len(sources)-1].Version
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the tables: %w", err)
	}
	switch {
	case version > known:
		return fmt.Errorf("tables of version %d, this one knows %d: %w", version, known, ErrNewer)
	case version == known:
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring tables from version %d to %d: %w", version, known, err)
	}
	return nil
}
