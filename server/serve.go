package server

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// shutdownTimeout is the time of a shutdown: requests in progress have requestTimeout to
// end, the workers until closeTimeout before the end, and the stores the rest.
const (
	shutdownTimeout = 10 * time.Second
	requestTimeout  = 7 * time.Second
	closeTimeout    = time.Second
)

// Serve serves until ctx ends or something fails: a listener, a worker, or ready, which
// Serve calls once every listener is served. Then it accepts no more connections,
// finishes the requests in progress, and stops the workers.
//
// It returns the first failure; nil if ctx ended and everything has finished. What has
// not finished within the shutdown time, such as a request that waits for a store, is
// abandoned and reported as an error.
func (s *Server) Serve(ctx context.Context, ready func() error) error {
	serving, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	group, accepting := errgroup.WithContext(serving)
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx)) // outlives accepting until the last request is answered
	defer stopWork()
	running := tasks{group: group, count: map[string]int{}}
	s.startWorkers(&running, work)
	var listening sync.WaitGroup
	for _, e := range s.endpoints {
		listening.Add(1)
		running.start(e.String(), func() error {
			defer listening.Done()
			defer e.close()
			return s.serveEndpoint(accepting, e, fail)
		})
	}
	group.Go(ready)
	group.Go(func() error {
		<-accepting.Done()
		listening.Wait()
		stopWork()
		return nil
	})
	<-accepting.Done()
	s.stopBy = time.Now().Add(s.shutdown)
	var failure error
	if ctx.Err() == nil {
		failure = context.Cause(accepting)
	}
	return s.awaitEnd(&running, failure)
}

// awaitEnd waits until everything in running has ended, within the shutdown time. It
// returns failure, which caused the shutdown, and what was cut off.
func (s *Server) awaitEnd(running *tasks, failure error) error {
	ended := make(chan error, 1)
	go func() { ended <- running.group.Wait() }()
	select {
	case err := <-ended:
		if errors.Is(err, errAborted) {
			return errors.Join(failure, err)
		}
		return failure
	case <-time.After(s.shutdown - s.shutdown*closeTimeout/shutdownTimeout):
		return errors.Join(failure, fmt.Errorf("cut off at the end of the shutdown time of %s: %s", s.shutdown, running))
	}
}

// startWorkers starts the workers of all environments. They end when ctx does; one that
// ends earlier has failed.
func (s *Server) startWorkers(running *tasks, ctx context.Context) {
	for n, e := range s.Environments {
		for worker, run := range e.workers() {
			task := worker + " of " + n
			running.start(task, func() error {
				run(ctx)
				if ctx.Err() == nil {
					return fmt.Errorf("%s ended by itself", task)
				}
				return nil
			})
		}
	}
}

// serveEndpoint serves e until ctx ends. It calls fail as soon as the listener is closed
// otherwise, and returns the error once its connections have ended.
func (s *Server) serveEndpoint(ctx context.Context, e endpoint, fail func(error)) error {
	wrap := func(err error) error { return fmt.Errorf("serve %s: %w", e, err) }
	l := watchedListener{e.tcp, func(err error) {
		if ctx.Err() == nil {
			fail(wrap(err))
		}
	}}
	err := s.serveFunc(e)(ctx, l, e.udp)
	if err == nil || ctx.Err() != nil && !errors.Is(err, errAborted) {
		return nil
	}
	return wrap(err)
}

// tasks are the named functions that run in a group.
type tasks struct {
	group *errgroup.Group
	mu    sync.Mutex
	count map[string]int // of those that have not returned, by name
}

// start runs f in the group.
func (t *tasks) start(name string, f func() error) {
	t.add(name, 1)
	t.group.Go(func() error {
		defer t.add(name, -1)
		return f()
	})
}

func (t *tasks) add(name string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count[name] += n; t.count[name] == 0 {
		delete(t.count, name)
	}
}

// String returns the names of the functions that have not returned.
func (t *tasks) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(slices.Sorted(maps.Keys(t.count)), ", ")
}
