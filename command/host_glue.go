package command

import (
	"errors"

	"github.com/cadastre-registry/cadastre/registry"
)

// SetGlue sets the addresses of a subordinate host of one of the actor's own
// domains, and creates the host if it does not exist. ErrGlue for a host that is
// not below the domain, ErrStatus when the domain may not be updated.
type PutGlue struct {
	Domain string
	Host   string
	Addrs  []string
}

// GlueResult is a host, and whether it had addresses before.
type Glued struct {
	Host registry.Host
	Had  bool `json:"Had"`
}

func (c PutGlue) Run(t *Tx) (Glued, error) {
	d, err := t.glueParent(c.Domain, c.Host)
	if err != nil {
		return Glued{}, err
	}
	n, err := t.parse(c.Host)
	if err != nil {
		return Glued{}, registry.ErrNameSyntax.On("host", clip(c.Host))
	}
	old, err := t.Host(n)
	switch {
	case errors.Is(err, registry.ErrNoHost), err == nil && old.Parent != d.Name:
		h, err := CreateHost{Name: c.Host, Addrs: c.Addrs}.Run(t)
		return Glued{Host: h}, err
	case err != nil:
		return Glued{}, err
	}
	h, err := UpdateHost{Name: c.Host, Addrs: Edit[string]{Set: &c.Addrs}}.Run(t)
	return Glued{h, len(old.Addrs) > 0}, err
}

// DeleteGlue deletes a subordinate host of one of the actor's own domains.
// ErrLinked while a domain is delegated to it.
type DropGlue struct{ Domain, Host string }

func (c DropGlue) Run(t *Tx) (registry.Host, error) {
	if _, err := t.glueParent(c.Domain, c.Host); err != nil {
		return registry.Host{}, err
	}
	return DeleteHost{Name: c.Host}.Run(t)
}

// loadGlueParent returns one of the actor's own domains, which host must be below.
// ErrStatus when the delegation of the domain may not be changed: glue counts as
// part of the delegation.
func (t *Tx) glueParent(domain, host string) (registry.Domain, error) {
	d, _, err := t.own(domain)
	if err != nil {
		return d, err
	}
	if n := hostOf(NS{Host: host}); !n.Within(d.Name) {
		return d, registry.ErrGlue.On("host", clip(host))
	}
	return d, UpdateDomain{Name: domain, AddNS: []NS{{Host: host}}}.allowed(t, d)
}
