package command

import (
	"errors"

	"github.com/cadastre-registry/cadastre/registry"
)

// PutGlue gives a host below a name of the actor's own its addresses, and makes
// the host where there is none yet. ErrGlue for a host that is not below the
// name, ErrStatus when that is locked or given up.
type PutGlue struct {
	Domain string
	Host   string
	Addrs  []string
}

// A Glued is a host, and whether it had addresses before.
type Glued struct {
	Host registry.Host
	Had  bool
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

// DropGlue deletes a host below a name of the actor's own. ErrLinked while a
// name is delegated to it.
type DropGlue struct{ Domain, Host string }

func (c DropGlue) Run(t *Tx) (registry.Host, error) {
	if _, err := t.glueParent(c.Domain, c.Host); err != nil {
		return registry.Host{}, err
	}
	return DeleteHost{Name: c.Host}.Run(t)
}

// glueParent returns a name of the actor's own that the host is below;
// ErrStatus when its delegation may not be changed, of which glue is a part
// here.
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
