package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// NextMessage returns the oldest message that the actor's registrar has not
// acknowledged (RFC 5730 section 2.9.2.3); ErrNoMessage when there is none.
type NextMessage struct{}

func (NextMessage) Answer(s *command.Snapshot) (PollResult, error) {
	m, n, err := s.Store.Messages().Unread(s.By.Registrar)
	return PollResult{m, n}, command.NotFoundAs(err, registry.ErrNoMessage, "", "")
}
