package registrar

import (
	"errors"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// PollResult is a message, and the number of unacknowledged messages including it.
type PollResult struct {
	Message registry.Message
	Waiting int
}

// FindMessage returns a message of the actor's registrar; ErrNoMessage for any
// other.
func FindMessage(s *command.Snapshot, id int64) (registry.Message, error) {
	m, err := s.Store.Messages().Get(id)
	if err == nil && m.Registrar != s.By.Registrar {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return registry.Message{}, noMessageFault(id)
	}
	return m, err
}

func noMessageFault(id int64) error {
	return registry.ErrNoMessage.On("msgID", strconv.FormatInt(id, 10))
}
