package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/cadastre-registry/cadastre/store"
)

// ErrClosed reports a call after Close.
var ErrClosed = errors.New("store: closed")

// errNeighbourExited makes the other jobs of a batch run again after one of them
// ended its goroutine.
var errNeighbourExited = fmt.Errorf("%w: another job of the batch ended the goroutine", store.ErrConflict)

// A Job is a function that waits to be run in a transaction.
type Job struct {
	ctx     context.Context
	fn      func(store.Tx) error
	claimed atomic.Bool // by the goroutine that runs it, or by the caller that gave up
	done    chan struct{}
	err     error
	panic   *Panic
	exited  bool
}

// A Panic is the value with which Update panics if its function panicked. It
// carries the stack of the function, which ran on another goroutine.
type Panic struct {
	Value any
	Stack []byte // of the function
}

func (p *Panic) Error() string { return fmt.Sprintf("%v\n\n%s", p.Value, p.Stack) }

// Unwrap returns the value, if it is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// run calls the job's function and returns its error, or the first error of the
// transaction. A panic is returned as a *Panic.
func (j *Job) run(tx *Tx) (err error) {
	j.err, j.panic, j.exited = nil, nil, true
	defer func() {
		if v := recover(); v != nil {
			j.panic, j.exited = &Panic{v, debug.Stack()}, false
			err = j.panic
		}
	}()
	err = j.fn(tx)
	j.exited = false
	if err == nil {
		err = tx.Err()
	}
	return err
}

// answer returns err to the job's caller. It is called once for each job.
func (j *Job) answer(err error) {
	j.err = err
	close(j.done)
}

// A Queue passes jobs from the callers of Update to the goroutine that commits
// them.
type Queue struct {
	jobs    chan *Job
	closing chan struct{} // closed: Do refuses new jobs
	stopped chan struct{} // closed: no job will be run any more
	once    sync.Once
}

// NewQueue returns an empty queue.
func NewQueue() *Queue {
	return &Queue{jobs: make(chan *Job, 1024), closing: make(chan struct{}), stopped: make(chan struct{})}
}

// Do enqueues fn and returns its result after the commit. If ctx ends before fn
// has begun, fn does not run.
func (q *Queue) Do(ctx context.Context, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &Job{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case <-q.closing:
		return ErrClosed
	default:
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-q.closing:
		return ErrClosed
	case q.jobs <- j:
	}
	select {
	case <-j.done:
	case <-ctx.Done():
		if j.claimed.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		<-j.done
	case <-q.stopped:
		if j.claimed.CompareAndSwap(false, true) {
			return ErrClosed
		}
		<-j.done
	}
	switch {
	case j.exited:
		runtime.Goexit()
	case j.panic != nil:
		panic(j.panic)
	}
	return j.err
}

// next waits for a job and returns the waiting ones, at most limit. It returns
// nil when the queue is closed and empty. The caller must call answer on each
// returned job.
func (q *Queue) next(limit int) []*Job {
	var batch []*Job
	take := func(j *Job) {
		if j.claimed.CompareAndSwap(false, true) {
			batch = append(batch, j)
		}
	}
	for len(batch) == 0 {
		select {
		case j := <-q.jobs:
			take(j)
		default:
			select {
			case j := <-q.jobs:
				take(j)
			case <-q.closing:
				return nil
			}
		}
	}
	for waited := false; len(batch) < limit; {
		select {
		case j := <-q.jobs:
			take(j)
			waited = false
		default:
			if waited {
				return batch
			}
			waited = true
			runtime.Gosched() // callers of the previous batch are about to enqueue more
		}
	}
	return batch
}

// Close refuses new jobs; waiting ones are still run.
func (q *Queue) Close() { q.once.Do(func() { close(q.closing) }) }

// stop makes Do return ErrClosed for jobs that were enqueued too late to be run.
// It is called once, after the last next.
func (q *Queue) stop() { close(q.stopped) }

// retryBatch answers the jobs of a batch after one of them ended the goroutine
// that ran them: that job's caller ends its goroutine too, the others run again.
func retryBatch(batch []*Job) {
	for _, j := range batch {
		j.answer(errNeighbourExited)
	}
}
