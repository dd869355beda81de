package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreateRegistrar accredits a registrar. For operators.
type CreateRegistrar struct{ Registrar registry.Registrar }

func (c CreateRegistrar) Run(t *command.Tx) (registry.Registrar, error) {
	r := c.Registrar
	if !t.By.Operator() {
		return r, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	switch {
	case len(r.ID) < 3 || len(r.ID) > 16:
		return r, registry.ErrRange.On("registrar", "3 to 16 characters")
	case r.Currency == "":
		return r, registry.ErrMissing.On("currency", "")
	}
	r.Address, r.Website, r.RDAP = r.Address.Normalize(), registry.URI(r.Website), registry.URI(r.RDAP)
	if err := r.Check(); err != nil {
		return r, err
	}
	_, err := t.Store.Registrars().Get(r.ID)
	if exists, err := command.IsFound(err); err != nil {
		return r, err
	} else if exists {
		return r, registry.ErrTaken.On("registrar", string(r.ID))
	}
	if r.Number, err = t.Store.NextID(); err != nil {
		return r, err
	}
	r.Created = t.Now
	if err := t.Store.Balances().Open(store.RegistrarOwner(r.ID), r.Currency); err != nil {
		return r, err
	}
	for _, n := range r.Nameservers {
		if err := createStorefrontHost(t, r.ID, object.NS{Host: string(n)}); err != nil {
			return r, err
		}
	}
	return r, command.Save(t, t.Store.Registrars(), r, registry.VerbCreate, registry.KindRegistrar, string(r.ID))
}

// createStorefrontHost creates the host object of a storefront's name server, so
// that every frontend shows the delegations to it alike.
func createStorefrontHost(t *command.Tx, r registry.RegistrarID, ns object.NS) error {
	n, err := registry.ParseHostname("host", ns.Host)
	if err != nil {
		return err
	}
	old, err := t.Store.Hosts().Get(n)
	if exists, err := command.IsFound(err); err != nil {
		return err
	} else if exists {
		return checkStorefrontHost(t, r, old)
	}
	id, err := t.NewObjectIDs()
	if err != nil {
		return err
	}
	return host.SaveHost(t, registry.VerbCreate, registry.Host{Name: n, ROID: id.ROID, Number: id.Number, Registrar: r, Created: t.Now, CreatedBy: t.By.Author()})
}

// checkStorefrontHost returns ErrHostTaken if h cannot be a name server of r's storefront:
// it is in a zone of ours, and neither r's nor another storefront's.
func checkStorefrontHost(t *command.Tx, r registry.RegistrarID, h registry.Host) error {
	if _, internal := t.FindZonePolicy(h.Name); !internal || h.Registrar == r {
		return nil
	}
	serves, err := t.ServesStorefront(h)
	if err == nil && !serves {
		err = registry.ErrHostTaken.On("nameserver", string(h.Name))
	}
	return err
}
