package command

import (
	"cmp"
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CheckDomains tells for each name whether the actor could register it now
// (RFC 5731 section 3.1.1).
type CheckDomains struct{ Names []string }

// An Availability is the answer for one name. Fault is nil when it is free.
type Availability struct {
	Asked  string
	Name   name.Name // zero when Asked is not a name
	Fault  *registry.Fault
	Prices registry.Prices // of its TLD; nil when this registry does not sell there
}

func (q CheckDomains) Answer(s *Snapshot) ([]Availability, error) {
	answers := make([]Availability, 0, len(q.Names))
	for _, text := range q.Names {
		a := Availability{Asked: text}
		n, p, err := s.sellable(text)
		if err == nil {
			err = s.free(n, p)
		}
		var fault *registry.Fault
		if errors.As(err, &fault) {
			a.Fault = fault
		} else if err != nil {
			return nil, err
		}
		a.Name, a.Prices = n, p.Prices
		answers = append(answers, a)
	}
	return answers, nil
}

// sellable returns text as a name that this registry could sell, and its
// policy.
func (s *Snapshot) sellable(text string) (name.Name, registry.Policy, error) {
	n, err := s.parse(text)
	if err != nil {
		return n, registry.Policy{}, err
	}
	p, err := s.Policy(n)
	if err != nil {
		return n, p, err
	}
	return n, p, p.CheckName(n)
}

// free returns nil if n can be registered now; ErrNameTaken or ErrReserved. A
// name that time has released is still taken while somebody is in line for it.
func (s *Snapshot) free(n name.Name, p registry.Policy) error {
	if err := s.unheld(n, p); err != nil {
		return err
	}
	if p.ReservedAuth && s.By.Account == "" { // a registrar may know the password (contract ee, section 4)
		return nil
	}
	if slices.Contains(p.Reserved, n) && !s.By.Operator() {
		return registry.ErrReserved.On("name", string(n))
	}
	return nil
}

// unheld returns nil if nobody holds n or is in line for it, or else
// ErrNameTaken.
func (s *Snapshot) unheld(n name.Name, p registry.Policy) error {
	if s.taken != nil {
		if taken, known := s.taken(n); known && !taken {
			return nil
		}
	}
	taken := registry.ErrNameTaken.On("name", string(n))
	d, err := s.st.Domains().Get(n)
	if there, err := found(err); err != nil || !there {
		return err
	}
	if d, err = s.present(d); err != nil {
		return err
	}
	if d.Phase != registry.Released && !(p.Open && d.Phase == registry.Redemption) {
		return taken
	}
	line, err := s.st.Preorders().Line(n)
	if err != nil || len(line) > 0 {
		return cmp.Or(err, error(taken))
	}
	return nil
}
