package registrar

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/store"
)

// AckMessage acknowledges a message of the actor's registrar. Its result is the
// next message; its Waiting is 0 when there is none.
type AckMessage struct {
	ID      int64
	InOrder bool // ErrNoMessage for any message but the oldest
}

func (c AckMessage) Run(t *command.Tx) (PollResult, error) {
	m, err := FindMessage(t.Snapshot, c.ID)
	if err != nil {
		return PollResult{}, err
	}
	if c.InOrder {
		oldest, _, err := t.Store.Messages().Unread(t.By.Registrar)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return PollResult{}, err
		}
		if oldest.ID != c.ID {
			return PollResult{}, noMessageFault(c.ID)
		}
	}
	if m.Acked.IsZero() {
		m.Acked = t.Now
		if err := t.Store.Messages().Put(m); err != nil {
			return PollResult{}, err
		}
	}
	next, n, err := t.Store.Messages().Unread(t.By.Registrar)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return PollResult{next, n}, err
}
