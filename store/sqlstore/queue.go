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

// ErrClosed is what a store returns after Close.
var ErrClosed = errors.New("store: closed")

// errExited is what the neighbours of a job get that ended its goroutine: they
// run again.
var errExited = fmt.Errorf("%w: a neighbour in the batch ended the goroutine", store.ErrConflict)

// A Job is one function that waits for a transaction.
type Job struct {
	// Alone asks for a transaction without neighbours.
	Alone bool

	ctx     context.Context
	fn      func(store.Tx) error
	claimed atomic.Bool // by who runs it, or by the caller who gave up
	done    chan struct{}
	err     error
	panic   *Panic
	exited  bool
}

// A Panic is what the caller of Update panics with when its function did: the
// function ran on another goroutine.
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

// Run calls the job's function and returns its error, or the first error that
// the transaction had. A panic is an error too.
func (j *Job) Run(tx *Tx) (err error) {
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

// Answer ends the wait of the job's caller. It is called once for each job.
func (j *Job) Answer(err error) {
	j.err = err
	close(j.done)
}

// A Queue is where jobs wait for who commits them.
type Queue struct {
	jobs    chan *Job
	closing chan struct{} // nobody may join any more
	stopped chan struct{} // nobody is served any more
	once    sync.Once
}

// NewQueue returns an empty queue.
func NewQueue() *Queue {
	return &Queue{jobs: make(chan *Job, 1024), closing: make(chan struct{}), stopped: make(chan struct{})}
}

// Do has fn run in a transaction and returns what became of it. When ctx ends
// before fn has begun, fn will not run.
func (q *Queue) Do(ctx context.Context, alone bool, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &Job{Alone: alone, ctx: ctx, fn: fn, done: make(chan struct{})}
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

// Next waits for jobs and returns those that wait, at most limit. It returns
// nil when the queue is closed and empty. Every job it returns must be
// answered.
func (q *Queue) Next(limit int) []*Job {
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
			runtime.Gosched() // those whose commit was just answered are about to ask for more
		}
	}
	return batch
}

// Close lets nobody join any more; those who wait are still served.
func (q *Queue) Close() { q.once.Do(func() { close(q.closing) }) }

// Stop tells those who joined too late that nobody will serve them. It is
// called once, after the last Next.
func (q *Queue) Stop() { close(q.stopped) }

// Abandon answers jobs after one of them ended the goroutine that ran them:
// its caller's goroutine ends as well, the others run again.
func Abandon(batch []*Job) {
	for _, j := range batch {
		j.Answer(errExited)
	}
}
