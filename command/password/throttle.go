package password

import (
	"context"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// failures counts the failed logins of each login and address, in bounded memory.
type failures struct {
	counts  map[string]failure
	delayed int
}

type failure struct {
	n     int
	since time.Time
}

const (
	freeFailures   = 10      // failures in a minute without a delay
	maxFailureKeys = 100_000 // logins and addresses remembered
	maxDelayed     = 1000    // tries that are delayed at the same time; more are refused
	maxDelay       = 8 * time.Second
)

// Throttle delays another try if too many failed in the last minute: by one second
// after the tenth failure, and twice as long after each ten more. ErrBusy when
// too many tries are delayed already.
func (l *PasswordChecker) Throttle(ctx context.Context, now time.Time, keys []string) error {
	delay := l.delay(now, keys)
	if delay == 0 {
		return nil
	}
	l.mu.Lock()
	if l.delayed >= maxDelayed {
		l.mu.Unlock()
		return registry.ErrBusy
	}
	l.delayed++
	l.mu.Unlock()
	defer func() { l.mu.Lock(); l.delayed--; l.mu.Unlock() }()
	select {
	case <-time.After(delay):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *PasswordChecker) delay(now time.Time, keys []string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	var delay time.Duration
	for _, k := range keys {
		f := l.counts[k]
		if f.n < freeFailures || now.Sub(f.since) > time.Minute {
			continue
		}
		delay = max(delay, min(time.Second<<min((f.n-freeFailures)/10, 10), maxDelay))
	}
	return delay
}

func (l *PasswordChecker) RecordFailure(now time.Time, keys []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts == nil || len(l.counts) > maxFailureKeys {
		l.counts = map[string]failure{}
	}
	for _, k := range keys {
		f := l.counts[k]
		if now.Sub(f.since) > time.Minute {
			f = failure{since: now}
		}
		f.n++
		l.counts[k] = f
	}
}
