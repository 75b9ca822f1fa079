package google

import (
	"context"
	"time"

	"google.golang.org/api/drive/v3"
)

// WatchAsk asks Drive to tell of changes.
type WatchAsk struct {
	ID      string // of the channel: unique, at most 64 characters
	Address string // https, where the messages go
	Token   string // comes with each message; at most 256 characters
	Until   time.Time
}

// Watch is an open channel. Until may be sooner than was asked for.
type Watch struct {
	ID       string
	Resource string // what Unwatch needs beside the id
	Until    time.Time
}

// Watch opens a channel of messages about the file (Drive's files.watch).
func (s *Spreadsheet) Watch(ctx context.Context, ask WatchAsk) (Watch, error) {
	reply, err := s.drive.Files.Watch(s.id, &drive.Channel{
		Id: ask.ID, Type: "web_hook", Address: ask.Address, Token: ask.Token, Expiration: ask.Until.UnixMilli(),
	}).SupportsAllDrives(true).Context(ctx).Do()
	if err != nil {
		return Watch{}, s.callError("watch", err, false)
	}
	return Watch{ID: reply.Id, Resource: reply.ResourceId, Until: time.UnixMilli(reply.Expiration)}, nil
}

// Unwatch closes a channel.
func (s *Spreadsheet) Unwatch(ctx context.Context, w Watch) error {
	if err := s.drive.Channels.Stop(&drive.Channel{Id: w.ID, ResourceId: w.Resource}).Context(ctx).Do(); err != nil {
		return s.callError("unwatch", err, false)
	}
	return nil
}
