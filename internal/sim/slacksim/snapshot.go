package slacksim

import (
	"encoding/json"
	"fmt"
	"io"
)

// snapshotVersion changes when older snapshots can no longer be read.
const snapshotVersion = 1

type snapshot struct {
	Version   int        `json:"version"`
	Workspace *workspace `json:"workspace"`
}

// Save writes the whole workspace as JSON. Late commits still pending are not
// part of it: to the app they never happened.
func (s *Sim) Save(w io.Writer) error {
	var (
		data []byte
		err  error
	)
	s.locked(func() { data, err = json.Marshal(snapshot{Version: snapshotVersion, Workspace: s.ws}) })
	if err != nil {
		return fmt.Errorf("save the workspace: %w", err)
	}
	_, err = w.Write(data)
	return err
}

// Load replaces the workspace by a saved one. The bot user keeps the configured
// identity.
func (s *Sim) Load(r io.Reader) error {
	snap := snapshot{Workspace: newWorkspace()}
	if err := json.NewDecoder(r).Decode(&snap); err != nil {
		return fmt.Errorf("load the workspace: %w", err)
	}
	if snap.Version != snapshotVersion {
		return fmt.Errorf("load the workspace: version %d, want %d", snap.Version, snapshotVersion)
	}
	s.locked(func() {
		if snap.Workspace.Users[s.opt.BotUserID] == nil {
			snap.Workspace.Users[s.opt.BotUserID] = s.ws.Users[s.opt.BotUserID]
		}
		s.ws = snap.Workspace
		s.changed()
	})
	return nil
}
