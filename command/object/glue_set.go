package object

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/registry"
)

// SetGlue sets the addresses of a subordinate host of one of the actor's own
// domains, and creates the host if it does not exist. ErrGlue for a host that is
// not below the domain, ErrStatus when the domain may not be updated.
type SetGlue struct {
	Domain string
	Host   string
	Addrs  []string
}

// GlueResult is a host, and whether it had addresses before.
type GlueResult struct {
	Host     registry.Host
	HadAddrs bool `json:"Had"`
}

func (c SetGlue) Run(t *command.Tx) (GlueResult, error) {
	d, err := loadGlueParent(t, c.Domain, c.Host)
	if err != nil {
		return GlueResult{}, err
	}
	n, err := registry.ParseHostname("host", c.Host)
	if err != nil {
		return GlueResult{}, err
	}
	old, err := host.FindHost(t.Snapshot, n)
	switch {
	case errors.Is(err, registry.ErrNoHost), err == nil && old.Parent != d.Name:
		h, err := host.CreateHost{Name: c.Host, Addrs: c.Addrs}.Run(t)
		return GlueResult{Host: h}, err
	case err != nil:
		return GlueResult{}, err
	}
	h, err := host.UpdateHost{Name: c.Host, Addrs: command.Edit[string]{Set: &c.Addrs}}.Run(t)
	return GlueResult{h, len(old.Addrs) > 0}, err
}

// loadGlueParent returns one of the actor's own domains, which host must be below.
// ErrStatus when the delegation of the domain may not be changed: glue counts as
// part of the delegation.
func loadGlueParent(t *command.Tx, domain, host string) (registry.Domain, error) {
	d, _, err := LoadOwnDomain(t, domain)
	if err != nil {
		return d, err
	}
	if n := parseHost(NS{Host: host}); !n.Within(d.Name) {
		return d, registry.ErrGlue.On("host", registry.Truncate(host))
	}
	return d, d.CanUpdate(registry.DomainChanges{Parts: registry.PartNameservers}, t.By)
}
