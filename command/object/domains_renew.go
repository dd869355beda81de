package object

import (
	"errors"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// MaxBatchNames limits the names in one command.
const MaxBatchNames = 1000

// RenewDomains renews several domains of the actor, all or none; a name given
// twice is renewed once. Faults on "domains" list the names concerned, joined by
// commas: ErrNoName those that the actor does not own; otherwise the fault of the
// first name that cannot be renewed lists all that cannot.
type RenewDomains struct {
	Names []string
	Term  registry.Term // zero: the policy's DefaultTerm

	KeepDeletion bool // as in RenewDomain
}

func (c RenewDomains) Run(t *command.Tx) ([]Registration, error) {
	names, err := normalizeNames(t, c.Names)
	if err != nil {
		return nil, err
	}
	var missing, refused []string
	var first *registry.Fault
	for _, n := range names {
		d, p, err := LoadOwnDomain(t, n)
		if err == nil {
			price, _ := p.PriceOf(d.Premium, registry.ProductRenew, c.Term)
			if _, err = d.Renew(c.Term, price, t.Now, p); err == nil && c.KeepDeletion && d.Phase == registry.PendingDelete {
				err = registry.ErrStatus.On("status", string(registry.StatusPendingDelete))
			}
		}
		var fault *registry.Fault
		switch {
		case err == nil:
		case errors.Is(err, registry.ErrNoName), errors.Is(err, registry.ErrNotYours):
			missing = append(missing, n)
		case errors.As(err, &fault):
			if first == nil {
				first = fault
			}
			refused = append(refused, n)
		default:
			return nil, err
		}
	}
	switch {
	case len(missing) > 0:
		return nil, registry.ErrNoName.On("domains", strings.Join(missing, ", "))
	case len(refused) > 0:
		return nil, first.On("domains", strings.Join(refused, ", "))
	}
	var all []Registration
	for _, n := range names {
		r, err := RenewDomain{Name: n, Term: c.Term, KeepDeletion: c.KeepDeletion}.Run(t)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// normalizeNames returns texts as names without duplicates, in the order of
// their first appearance. A text that is not a valid name is kept as it is.
func normalizeNames(t *command.Tx, texts []string) ([]string, error) {
	switch {
	case len(texts) == 0:
		return nil, registry.ErrMissing.On("domains", "")
	case len(texts) > MaxBatchNames:
		return nil, registry.ErrRange.On("domains", "at most 1000")
	}
	seen := map[string]bool{}
	var names []string
	for _, text := range texts {
		if n, err := name.ParseLookup(text); err == nil {
			text = string(n)
		}
		if !seen[text] {
			seen[text] = true
			names = append(names, text)
		}
	}
	return slices.Clip(names), nil
}
