package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// AccountInfo returns the actor's own account.
type AccountInfo struct{}

func (AccountInfo) Answer(s *command.Snapshot) (registry.Account, error) {
	return s.FindOwnAccount(s.By.Account)
}
