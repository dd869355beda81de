package password

import (
	"context"
	"time"

	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/registry"
)

// failures counts the failed logins of each login and address.
type failures struct {
	windows limit.Windows[string]
	delayed int // tries that are being delayed
}

const (
	freeFailures   = 10 // failures in a minute without a delay
	failureWindow  = time.Minute
	maxFailureKeys = 100_000 // logins and addresses remembered
	maxDelayed     = 1000    // tries that are delayed at the same time; more are refused
	maxDelay       = 8 * time.Second
)

// Throttle delays another try if too many failed in the last minute: by one second
// after the tenth failure, and twice as long after each ten more. ErrBusy when
// too many tries are delayed already.
func (l *PasswordChecker) Throttle(ctx context.Context, now time.Time, keys []string) error {
	l.once.Do(l.setUp)
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

// delay returns how long to delay a try of keys at now.
func (l *PasswordChecker) delay(now time.Time, keys []string) time.Duration {
	var delay time.Duration
	for _, k := range keys {
		if n := l.windows.Count(k, now); n >= freeFailures {
			delay = max(delay, min(time.Second<<min((n-freeFailures)/10, 10), maxDelay))
		}
	}
	return delay
}

// RecordFailure counts a failed login for each of keys. now is the wall clock.
func (l *PasswordChecker) RecordFailure(now time.Time, keys []string) {
	l.once.Do(l.setUp)
	for _, k := range keys {
		l.windows.Add(k, now)
	}
}
