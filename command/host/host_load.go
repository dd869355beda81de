package host

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// FindHost returns a host of any sponsor, or ErrNoHost.
func FindHost(s *command.Snapshot, n name.Name) (registry.Host, error) {
	h, err := s.Store.Hosts().Get(n)
	return h, command.NotFoundAs(err, registry.ErrNoHost, "host", string(n))
}
