// Package delegation holds the use cases of domains whose name servers are asked before
// the zone delegates to them (registry.ServerCheck). worker/dnscheck asks, and calls them.
package delegation

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// ServerCheck reads a domain that waits for its name servers. Its result has no
// ServerCheck if the domain does not wait, or does not exist.
type ServerCheck struct{ Name name.Name }

func (q ServerCheck) Answer(s *command.Snapshot) (registry.Domain, error) {
	d, err := s.Store.Domains().Get(q.Name)
	if exists, err := command.IsFound(err); !exists {
		return registry.Domain{}, err
	}
	return d, err
}
