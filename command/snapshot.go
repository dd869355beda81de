package command

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// FindDomain returns the current state of a domain of any sponsor, or ErrNoName.
func (s *Snapshot) FindDomain(n name.Name) (registry.Domain, error) {
	d, err := s.st.Domains().Get(n)
	if errors.Is(err, store.ErrNotFound) {
		return d, registry.ErrNoName.On("name", string(n))
	} else if err != nil {
		return d, err
	}
	if d, err = s.projectDomain(d); err != nil {
		return d, err
	}
	if d.Phase == registry.Released {
		return d, registry.ErrNoName.On("name", string(n))
	}
	return d, nil
}

// FindOwnDomain returns the current state of one of the actor's own domains;
// ErrNameSyntax, ErrNoName or ErrNotYours otherwise.
func (s *Snapshot) FindOwnDomain(text string) (registry.Domain, error) {
	n, err := s.parseName(text)
	if err != nil {
		return registry.Domain{}, err
	}
	d, err := s.FindDomain(n)
	if err == nil && !s.By.Owns(d.Registrar, d.Account) {
		err = registry.ErrNotYours.On("name", string(n))
	}
	return d, err
}

// projectDomain returns the state of d at s.Now, after the transitions that time
// brings and the payer can pay for.
func (s *Snapshot) projectDomain(d registry.Domain) (registry.Domain, error) {
	if due := d.Due(); due.IsZero() || s.Now.Before(due) {
		return d, nil
	}
	d, _, err := s.projectTransitions(d)
	return d, err
}

// projectTransitions returns the state of d at s.Now, and the transitions since its
// row was written. A domain is renewed automatically only while its payer's funds
// suffice; then AutoRenew is switched off, and the domain expires.
func (s *Snapshot) projectTransitions(d registry.Domain) (registry.Domain, []registry.Transition, error) {
	p, err := s.FindPolicy(d.Name)
	if err != nil {
		return d, nil, err
	}
	return store.DomainAt(s.st, d, p, s.Now)
}

// FindPolicy returns the policy of the zone that n is registered in, or ErrTLD.
func (s *Snapshot) FindPolicy(n name.Name) (registry.Policy, error) {
	p, ok := s.run.Policies[n.Parent()]
	if !ok {
		return p, registry.ErrTLD.On("name", string(n))
	}
	return p, nil
}

// FindZonePolicy returns the policy of the TLD that n is in, at any depth.
func (s *Snapshot) FindZonePolicy(n name.Name) (registry.Policy, bool) {
	for ; n != ""; n = n.Parent() {
		if p, ok := s.run.Policies[n]; ok {
			return p, true
		}
	}
	return registry.Policy{}, false
}

// parseName returns text as a name, or ErrNameSyntax.
func (s *Snapshot) parseName(text string) (name.Name, error) {
	n, err := name.Parse(text)
	if err != nil {
		return n, registry.ErrNameSyntax.On("name", truncate(text))
	}
	return n, nil
}

// FindRegistrar returns a registrar by its ID, or ErrNoRegistrar.
func (s *Snapshot) FindRegistrar(id registry.RegistrarID) (registry.Registrar, error) {
	r, err := s.st.Registrars().Get(id)
	return r, notFoundAs(err, registry.ErrNoRegistrar, "registrar", string(id))
}

// FindOwnAccount returns one of the actor's own accounts, or ErrNoAccount.
func (s *Snapshot) FindOwnAccount(id registry.AccountID) (registry.Account, error) {
	a, err := s.st.Accounts().Get(id)
	if err == nil && !s.By.Owns(a.Registrar, a.ID) {
		err = store.ErrNotFound
	}
	return a, notFoundAs(err, registry.ErrNoAccount, "account", string(id))
}

// FindOwnContact returns one of the actor's own contacts; ErrNoContact or
// ErrNotYours otherwise.
func (s *Snapshot) FindOwnContact(id registry.ContactID) (registry.Contact, error) {
	c, err := s.findContact(id)
	if err != nil {
		return c, err
	}
	if !s.By.Owns(c.Registrar, c.Account) {
		return c, registry.ErrNotYours.On("contact", string(id))
	}
	return c, nil
}

// FindHost returns a host of any sponsor, or ErrNoHost.
func (s *Snapshot) FindHost(n name.Name) (registry.Host, error) {
	h, err := s.st.Hosts().Get(n)
	return h, notFoundAs(err, registry.ErrNoHost, "host", string(n))
}

// RevealAuthInfo returns the authorization information of d in plain text; "" when
// it has none.
func (s *Snapshot) RevealAuthInfo(d registry.Domain) (string, error) {
	if d.AuthInfo == nil {
		return "", nil
	}
	plain, err := s.unseal(d.AuthInfo, "authinfo", d.ROID)
	return string(plain), err
}

// notFoundAs returns fault if err is store.ErrNotFound, else err.
func notFoundAs(err error, fault *registry.Fault, field, value string) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.On(field, truncate(value))
	}
	return err
}

// truncate shortens a value that a fault quotes.
func truncate(s string) string {
	if len(s) > 100 {
		return s[:100] + "…"
	}
	return s
}

// formatDay returns the UTC date of t, for faults.
func formatDay(t time.Time) string { return t.UTC().Format(time.DateOnly) }
