package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteGlue deletes a subordinate host of one of the actor's own domains.
// ErrLinked while a domain is delegated to it.
type DeleteGlue struct{ Domain, Host string }

func (c DeleteGlue) Run(t *command.Tx) (registry.Host, error) {
	if _, err := loadGlueParent(t, c.Domain, c.Host); err != nil {
		return registry.Host{}, err
	}
	return host.DeleteHost{Name: c.Host}.Run(t)
}
