package app

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// incarnation is this run of the process. It holds a locked file for as long
// as the process lives, whatever way it ends; whoever can lock the file has
// proof that this run is over, which a time-out could never give.
type incarnation struct {
	id   string
	dir  string
	lock *flock.Flock
}

const lockSuffix = ".running"

// beginIncarnation draws an id and locks its file in dir, which must be on
// this host.
func beginIncarnation(dir string) (*incarnation, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for lock files: %w", err)
	}
	i := &incarnation{id: rand.Text(), dir: dir}
	i.lock = flock.New(filepath.Join(dir, i.id+lockSuffix))
	locked, err := i.lock.TryLock()
	if err != nil || !locked {
		return nil, fmt.Errorf("lock %s: %w", i.lock.Path(), err)
	}
	return i, nil
}

// dead lists the incarnations on this host that are proven to be over.
func (i *incarnation) dead() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(i.dir, "*"+lockSuffix))
	if err != nil {
		return nil, fmt.Errorf("list lock files: %w", err)
	}
	var ids []string
	for _, file := range files {
		id := strings.TrimSuffix(filepath.Base(file), lockSuffix)
		if id == i.id {
			continue
		}
		other := flock.New(file)
		// A file that can't be locked is a run that lives.
		if locked, err := other.TryLock(); err == nil && locked {
			ids = append(ids, id)
			_ = other.Unlock()
		}
	}
	return ids, nil
}

// forget removes the file of a run whose death is recorded.
func (i *incarnation) forget(id string) error {
	return os.Remove(filepath.Join(i.dir, id+lockSuffix))
}

// end gives the lock back, as the last act of a clean stop.
func (i *incarnation) end() error {
	if err := i.lock.Unlock(); err != nil {
		return fmt.Errorf("unlock %s: %w", i.lock.Path(), err)
	}
	return os.Remove(i.lock.Path())
}
