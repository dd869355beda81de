package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// loadGlueParent returns one of the actor's own domains, which host must be below.
// ErrStatus when the delegation of the domain may not be changed: glue counts as
// part of the delegation.
func loadGlueParent(t *command.Tx, domain, host string) (registry.Domain, error) {
	d, _, err := LoadOwnDomain(t, domain)
	if err != nil {
		return d, err
	}
	if n := parseHost(NS{Host: host}); !n.Within(d.Name) {
		return d, registry.ErrGlue.On("host", command.Truncate(host))
	}
	return d, UpdateDomain{Name: domain, AddNS: []NS{{Host: host}}}.checkPermitted(t, d)
}
