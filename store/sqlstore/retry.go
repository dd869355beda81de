package sqlstore

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/cadastre-registry/cadastre/store"
)

// attempts is how often Retry runs a transaction that keeps losing.
const attempts = 8

// Retry runs once until it returns something else than store.ErrConflict, with
// growing pauses, and gives up after a few times.
func Retry(ctx context.Context, once func(attempt int) error) error {
	pause := time.Millisecond
	for attempt := 1; ; attempt++ {
		err := once(attempt)
		if !errors.Is(err, store.ErrConflict) || attempt == attempts {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(rand.N(pause)):
		}
		pause = min(2*pause, 100*time.Millisecond)
	}
}
