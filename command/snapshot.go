package command

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Domain returns n as it stands now, whoever holds it, or ErrNoName.
func (s *Snapshot) Domain(n name.Name) (registry.Domain, error) {
	d, err := s.st.Domains().Get(n)
	if errors.Is(err, store.ErrNotFound) {
		return d, registry.ErrNoName.On("name", string(n))
	} else if err != nil {
		return d, err
	}
	if d, err = s.present(d); err != nil {
		return d, err
	}
	if d.Phase == registry.Released {
		return d, registry.ErrNoName.On("name", string(n))
	}
	return d, nil
}

// Mine returns n as it stands now if the actor owns it; ErrNoName or
// ErrNotYours otherwise.
func (s *Snapshot) Mine(text string) (registry.Domain, error) {
	n, err := s.parse(text)
	if err != nil {
		return registry.Domain{}, err
	}
	d, err := s.Domain(n)
	if err == nil && !s.By.Owns(d.Registrar, d.Account) {
		err = registry.ErrNotYours.On("name", string(n))
	}
	return d, err
}

// present returns d as time, and what the payer can pay, have left it.
func (s *Snapshot) present(d registry.Domain) (registry.Domain, error) {
	if due := d.Due(); due.IsZero() || s.Now.Before(due) {
		return d, nil
	}
	d, _, err := s.project(d)
	return d, err
}

// project returns d as it stands now, with the steps that time took. Time may
// renew a name only as long as somebody can pay for it: where the payer's money
// ends, AutoRenew ends, and the name expires.
func (s *Snapshot) project(d registry.Domain) (registry.Domain, []registry.Step, error) {
	p, err := s.Policy(d.Name)
	if err != nil {
		return d, nil, err
	}
	return store.Present(s.st, d, p, s.Now)
}

// Policy returns the policy of n's zone, or ErrTLD.
func (s *Snapshot) Policy(n name.Name) (registry.Policy, error) {
	p, ok := s.run.Policies[n.Parent()]
	if !ok {
		return p, registry.ErrTLD.On("name", string(n))
	}
	return p, nil
}

// Zone returns the policy that n falls under, at any depth below its TLD.
func (s *Snapshot) Zone(n name.Name) (registry.Policy, bool) {
	for ; n != ""; n = n.Parent() {
		if p, ok := s.run.Policies[n]; ok {
			return p, true
		}
	}
	return registry.Policy{}, false
}

// parse returns text as a name, or ErrNameSyntax.
func (s *Snapshot) parse(text string) (name.Name, error) {
	n, err := name.Parse(text)
	if err != nil {
		return n, registry.ErrNameSyntax.On("name", clip(text))
	}
	return n, nil
}

// Registrar returns one by its ID, or ErrNoRegistrar.
func (s *Snapshot) Registrar(id registry.RegistrarID) (registry.Registrar, error) {
	r, err := s.st.Registrars().Get(id)
	return r, absent(err, registry.ErrNoRegistrar, "registrar", string(id))
}

// Account returns one of the actor's own accounts, or ErrNoAccount.
func (s *Snapshot) Account(id registry.AccountID) (registry.Account, error) {
	a, err := s.st.Accounts().Get(id)
	if err == nil && !s.By.Owns(a.Registrar, a.ID) {
		err = store.ErrNotFound
	}
	return a, absent(err, registry.ErrNoAccount, "account", string(id))
}

// Contact returns one of the actor's own contacts; ErrNoContact or
// ErrNotYours otherwise.
func (s *Snapshot) Contact(id registry.ContactID) (registry.Contact, error) {
	c, err := s.anyContact(id)
	if err != nil {
		return c, err
	}
	if !s.By.Owns(c.Registrar, c.Account) {
		return c, registry.ErrNotYours.On("contact", string(id))
	}
	return c, nil
}

// Host returns a host, whoever sponsors it, or ErrNoHost.
func (s *Snapshot) Host(n name.Name) (registry.Host, error) {
	h, err := s.st.Hosts().Get(n)
	return h, absent(err, registry.ErrNoHost, "host", string(n))
}

// AuthInfo returns the authorization information of d in plain text; "" when
// it has none.
func (s *Snapshot) AuthInfo(d registry.Domain) (string, error) {
	if d.AuthInfo == nil {
		return "", nil
	}
	plain, err := s.unseal(d.AuthInfo, "authinfo", d.ROID)
	return string(plain), err
}

// absent turns the store's not-found into a rule's.
func absent(err error, fault *registry.Fault, field, value string) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.On(field, clip(value))
	}
	return err
}

// clip keeps what a fault quotes short.
func clip(s string) string {
	if len(s) > 100 {
		return s[:100] + "…"
	}
	return s
}

// day is how dates are given in faults.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
