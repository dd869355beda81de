package command

import (
	"errors"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// OwnsNothing reports whether the actor has no registrar and is no operator.
// Callers must test it before a store query, in which an empty registrar means
// all registrars.
func (s *Snapshot) OwnsNothing() bool { return s.By.Registrar == "" && !s.By.Operator() }

// LimitToOwn returns q limited to the actor's registrar and account; unchanged
// for an operator.
func (s *Snapshot) LimitToOwn(q store.DomainQuery) store.DomainQuery {
	if !s.By.Operator() {
		q.Registrar = s.By.Registrar
		if s.By.Account != "" {
			q.Account = s.By.Account
		}
	}
	return q
}

// IsReleased reports whether the stored domain n is released by now.
func (s *Snapshot) IsReleased(n name.Name) (bool, error) {
	d, err := s.Store.Domains().Get(n)
	if err != nil {
		return false, err
	}
	d, err = s.ProjectDomain(d)
	return d.Phase == registry.Released, err
}

// RequireRole returns ErrRole unless the actor is an operator, or a user of a
// registrar (not of an account) with one of the roles.
func (s *Snapshot) RequireRole(roles ...registry.Role) error {
	if s.By.Operator() {
		return nil
	}
	if s.By.Registrar != "" && s.By.Account == "" && slices.ContainsFunc(roles, s.By.May) {
		return nil
	}
	return registry.ErrRole.On("role", string(roles[0]))
}

// IsFound reports whether the look-up that returned err found a row. It returns
// errors other than store.ErrNotFound.
func IsFound(err error) (bool, error) {
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// FindDomain returns the current state of a domain of any sponsor, or ErrNoName.
func (s *Snapshot) FindDomain(n name.Name) (registry.Domain, error) {
	d, err := s.Store.Domains().Get(n)
	if errors.Is(err, store.ErrNotFound) {
		return d, registry.ErrNoName.On("name", string(n))
	} else if err != nil {
		return d, err
	}
	if d, err = s.ProjectDomain(d); err != nil {
		return d, err
	}
	if d.Phase == registry.Released {
		return d, registry.ErrNoName.On("name", string(n))
	}
	return d, nil
}

// FindDomainByText is FindDomain for a name as a client wrote it; ErrNameSyntax or
// ErrNoName otherwise.
func (s *Snapshot) FindDomainByText(text string) (registry.Domain, error) {
	n, err := s.ParseLookup(text)
	if err != nil {
		return registry.Domain{}, err
	}
	return s.FindDomain(n)
}

// FindOwnDomain returns the current state of one of the actor's own domains;
// ErrNameSyntax, ErrNoName or ErrNotYours otherwise.
func (s *Snapshot) FindOwnDomain(text string) (registry.Domain, error) {
	d, err := s.FindDomainByText(text)
	if err == nil && !s.By.Owns(d.Registrar, d.Account) {
		err = registry.ErrNotYours.On("name", string(d.Name))
	}
	return d, err
}

// ProjectDomain returns the state of d at s.Now, after the transitions that time
// brings and the payer can pay for.
func (s *Snapshot) ProjectDomain(d registry.Domain) (registry.Domain, error) {
	if !d.IsDue(s.Now) {
		return d, nil
	}
	d, _, err := s.ProjectTransitions(d)
	return d, err
}

// ProjectTransitions returns the state of d at s.Now, and the transitions since its
// row was written. A domain is renewed automatically only while its payers' funds
// suffice (see registry.Domain.AtWithFunds).
func (s *Snapshot) ProjectTransitions(d registry.Domain) (registry.Domain, []registry.Transition, error) {
	p, err := s.FindPolicy(d.Name)
	if err != nil {
		return d, nil, err
	}
	return d.AtWithFunds(s.Now, p, s.Store.Balances())
}

// FindPolicy returns the policy of the zone that n is registered in, or ErrTLD.
func (s *Snapshot) FindPolicy(n name.Name) (registry.Policy, error) {
	p, ok := s.Runner.Policies[n.Parent()]
	if !ok {
		return p, registry.ErrTLD.On("name", string(n))
	}
	return p, nil
}

// MaxUnsettled bounds the overdue names of its owner that a read looks at, to correct a
// list or a count that is stored as of before they were due.
const MaxUnsettled = 100

// FindZonePolicy returns the policy of the TLD that n is in, at any depth.
func (s *Snapshot) FindZonePolicy(n name.Name) (registry.Policy, bool) {
	return s.Runner.FindZonePolicy(n)
}

// ParseLookup returns the registered name that text means (name.ParseLookup), or
// ErrNameSyntax.
func (s *Snapshot) ParseLookup(text string) (name.Name, error) {
	return parseName(name.ParseLookup, text)
}

// ParseRegistration returns the name that text asks to register
// (name.ParseRegistration), or ErrNameSyntax.
func (s *Snapshot) ParseRegistration(text string) (name.Name, error) {
	return parseName(name.ParseRegistration, text)
}

func parseName(parse func(string) (name.Name, error), text string) (name.Name, error) {
	n, err := parse(text)
	if err != nil {
		return n, registry.ErrNameSyntax.On("name", registry.Truncate(text))
	}
	return n, nil
}

// FindRegistrar returns a registrar by its ID, or ErrNoRegistrar.
func (s *Snapshot) FindRegistrar(id registry.RegistrarID) (registry.Registrar, error) {
	r, err := s.Store.Registrars().Get(id)
	return r, NotFoundAs(err, registry.ErrNoRegistrar, "registrar", string(id))
}

// FindOwnAccount returns one of the actor's own accounts, or ErrNoAccount.
func (s *Snapshot) FindOwnAccount(id registry.AccountID) (registry.Account, error) {
	a, err := s.Store.Accounts().Get(id)
	if err == nil && !s.By.Owns(a.Registrar, a.ID) {
		err = store.ErrNotFound
	}
	return a, NotFoundAs(err, registry.ErrNoAccount, "account", string(id))
}

// NotFoundAs is store.NotFoundAs, for use cases that read through a Snapshot only.
func NotFoundAs(err error, fault *registry.Fault, field, value string) error {
	return store.NotFoundAs(err, fault, field, value)
}

// FormatDay returns the UTC date of t, for faults.
func FormatDay(t time.Time) string { return t.UTC().Format(time.DateOnly) }
