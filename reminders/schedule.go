package reminders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-co-op/gocron/v2"
)

// stopTimeout is how long Stop waits for a post under way: its own deadline
// and the time to put down how it ended.
const stopTimeout = DefaultPostTimeout + 5*time.Second

// Start has gocron wake the sync and the ticks. The jobs only wake: what is due
// follows from the book, so that a missed wake-up loses nothing. One more tick
// comes at the digest's hour of the book's zone, so that mornings don't wait for
// the interval.
func (s *Service) Start(ctx context.Context) error {
	options := []gocron.SchedulerOption{gocron.WithLocation(s.o.Location), gocron.WithStopTimeout(stopTimeout)}
	if s.o.Clock != nil {
		options = append(options, gocron.WithClock(s.o.Clock))
	}
	scheduler, err := gocron.NewScheduler(options...)
	if err != nil {
		return fmt.Errorf("make a scheduler: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	s.scheduler, s.stop = scheduler, cancel
	one := gocron.WithSingletonMode(gocron.LimitModeReschedule)
	tick := gocron.NewTask(func() { s.wake(ctx) })
	digest := s.o.Policy.Hours.Digest
	jobs := []struct {
		name string
		when gocron.JobDefinition
		task gocron.Task
	}{
		{"tick", gocron.DurationJob(s.o.TickEvery), tick},
		{"digests", gocron.CronJob(fmt.Sprintf("%d %d * * *", digest.Minute, digest.Hour), false), tick},
	}
	if s.o.SyncEvery > 0 && s.o.Sync != nil {
		jobs = append(jobs, struct {
			name string
			when gocron.JobDefinition
			task gocron.Task
		}{"sync", gocron.DurationJob(s.o.SyncEvery), gocron.NewTask(func() { s.wakeSync(ctx) })})
	}
	for _, j := range jobs {
		_, err := scheduler.NewJob(j.when, j.task, one, gocron.WithName(j.name),
			gocron.WithDaylightSavingsTimePolicy(gocron.DaylightSavingsTimeRunAfterTransition))
		if err != nil {
			cancel()
			return errors.Join(fmt.Errorf("schedule %s: %w", j.name, err), scheduler.Shutdown())
		}
	}
	scheduler.Start()
	return nil
}

// wake runs one tick on this replica's behalf.
func (s *Service) wake(ctx context.Context) {
	if ctx.Err() != nil || !s.o.Active() {
		return
	}
	report, err := s.Tick(ctx)
	if err != nil && ctx.Err() == nil {
		s.o.Log.ErrorContext(ctx, "tick_failed", "error", err)
	}
	s.o.OnTick(report, err)
}

func (s *Service) wakeSync(ctx context.Context) {
	if ctx.Err() != nil || !s.o.Active() {
		return
	}
	if err := s.o.Sync(ctx); err != nil && ctx.Err() == nil {
		s.o.Log.WarnContext(ctx, "sync_failed", "error", err)
	}
}

// Stop ends the jobs and waits for what is being posted; no goroutine is left.
// Without a Start before it there is nothing to do.
func (s *Service) Stop(ctx context.Context) error {
	if s.scheduler == nil {
		return nil
	}
	s.stop()
	err := s.scheduler.ShutdownWithContext(ctx)
	s.scheduler = nil
	if err != nil {
		return fmt.Errorf("stop the scheduler: %w", err)
	}
	return nil
}
