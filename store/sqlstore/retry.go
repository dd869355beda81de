package sqlstore

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/cadastre-registry/cadastre/store"
)

// maxAttempts is how often Retry runs a transaction.
const maxAttempts = 8

// Retry calls once until its error is not store.ErrConflict, with growing random
// pauses, and gives up after maxAttempts.
func Retry(ctx context.Context, once func() error) error {
	pause := time.Millisecond
	for attempt := 1; ; attempt++ {
		err := once()
		if !errors.Is(err, store.ErrConflict) || attempt == maxAttempts {
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
