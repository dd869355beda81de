package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListMessages lists the messages of the actor's registrar, newest first.
type ListMessages struct {
	Unread        bool // only unacknowledged ones
	Offset, Limit int
}

func (q ListMessages) Answer(s *command.Snapshot) ([]registry.Message, error) {
	if s.By.Registrar == "" {
		return nil, nil
	}
	return s.Store.Messages().List(s.By.Registrar, q.Unread, q.Offset, q.Limit)
}
