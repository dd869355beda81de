package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// MessageInfo returns one message of the actor's registrar, acknowledged or not.
type MessageInfo struct{ ID int64 }

func (q MessageInfo) Answer(s *command.Snapshot) (registry.Message, error) {
	return FindMessage(s, q.ID)
}
