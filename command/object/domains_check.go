package object

import (
	"cmp"
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CheckDomains returns for each name whether the actor could register it now
// (RFC 5731 section 3.1.1).
type CheckDomains struct {
	Names []string
	Plan  registry.Plan
}

// Availability is the result of CheckDomains for one name. Fault is nil when the
// name is available, else the fault that CreateDomain would return.
type Availability struct {
	Text    string    // the name as requested
	Name    name.Name // "" when Text is not a name
	Fault   *registry.Fault
	Prices  registry.Prices // those of its TLD, or its own if it is premium; nil when this registry does not serve it
	Premium bool
}

func (q CheckDomains) Answer(s *command.Snapshot) ([]Availability, error) {
	answers := make([]Availability, 0, len(q.Names))
	for _, text := range q.Names {
		a := Availability{Text: text}
		n, p, err := findSellable(s, s.ParseLookup, text)
		var premium registry.Premium
		if err == nil {
			premium, err = checkAvailable(s, n, p, q.Plan)
		}
		if err == nil { // it is free, but only for who spells it as it would be registered
			_, err = s.ParseRegistration(text)
		}
		var fault *registry.Fault
		if errors.As(err, &fault) {
			a.Fault = fault
		} else if err != nil {
			return nil, err
		}
		a.Name, a.Prices, a.Premium = n, p.PricesOf(premium), premium != nil
		answers = append(answers, a)
	}
	return answers, nil
}

// ParseSellable parses a name that may be registered under one of the TLDs of
// this registry and returns it with its policy; ErrNameSyntax, ErrTLD or a fault
// of Policy.CheckName.
func ParseSellable(s *command.Snapshot, text string) (name.Name, registry.Policy, error) {
	return findSellable(s, s.ParseRegistration, text)
}

func findSellable(s *command.Snapshot, parse func(string) (name.Name, error), text string) (name.Name, registry.Policy, error) {
	n, err := parse(text)
	if err != nil {
		return n, registry.Policy{}, err
	}
	p, err := s.FindPolicy(n)
	if err != nil {
		return n, p, err
	}
	return n, p, p.CheckName(n)
}

// checkAvailable returns nil if n can be registered now, with its prices if it is premium;
// ErrNameTaken or the faults of CheckRetained. A released name with a preorder counts as
// taken.
func checkAvailable(s *command.Snapshot, n name.Name, p registry.Policy, plan registry.Plan) (registry.Premium, error) {
	if err := checkUnregistered(s, n, p); err != nil {
		return nil, err
	}
	return CheckRetained(s, n, p, plan)
}

// checkUnregistered returns ErrNameTaken if n is registered or has a preorder.
func checkUnregistered(s *command.Snapshot, n name.Name, p registry.Policy) error {
	if s.Taken != nil {
		if taken, known := s.Taken(n); known && !taken {
			return nil
		}
	}
	taken := registry.ErrNameTaken.On("name", string(n))
	d, err := s.Store.Domains().Get(n)
	if exists, err := command.IsFound(err); err != nil || !exists {
		return err
	}
	if d, err = s.ProjectDomain(d); err != nil {
		return err
	}
	if d.Phase != registry.Released && !(p.RedemptionIsAvailable && d.Phase == registry.Redemption) {
		return taken
	}
	line, err := s.Store.Preorders().Waiting(n)
	if err != nil || len(line) > 0 {
		return cmp.Or(err, error(taken))
	}
	return nil
}
