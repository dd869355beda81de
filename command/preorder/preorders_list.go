package preorder

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListPreorders lists the preorders of the actor's account that follow the ID
// After, oldest first, at most Limit (zero: 100).
type ListPreorders struct {
	After int64
	Limit int
}

func (q ListPreorders) Answer(s *command.Snapshot) ([]registry.Preorder, error) {
	return s.Store.Preorders().ByAccount(s.By.Account, q.After, q.Limit)
}
