package command

import (
	"crypto/subtle"
	"errors"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// DomainInfo returns a domain of the actor, or with the right RevealAuthInfo any
// domain (RFC 5731 section 3.1.2). Faults: ErrNoName, ErrNotYours, ErrAuthInfo.
type DomainInfo struct {
	Name         string
	AuthInfo     string // "": the actor must own the domain
	AllowPartial bool   // other actors get name, ROID and sponsor instead of ErrNotYours
}

// DomainDetail is a domain with its records and hosts. RevealAuthInfo is in plain
// text, and "" unless the actor owns the domain.
type DomainDetail struct {
	Domain   registry.Domain
	AuthInfo string
	Records  []registry.Record
	Hosts    []registry.Host // subordinate hosts
	Partial  bool            // only Domain.Name, ROID and Registrar are set
}

func (q DomainInfo) Answer(s *Snapshot) (DomainDetail, error) {
	if q.AuthInfo == "" {
		d, err := s.FindOwnDomain(q.Name)
		switch {
		case q.AllowPartial && errors.Is(err, registry.ErrNotYours):
			return DomainDetail{Domain: registry.Domain{Name: d.Name, ROID: d.ROID, Registrar: d.Registrar}, Partial: true}, nil
		case err != nil:
			return DomainDetail{}, err
		}
		return s.loadDomainDetail(d, true)
	}
	n, err := s.parseName(q.Name)
	if err != nil {
		return DomainDetail{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return DomainDetail{}, err
	}
	if err := s.verifyAuthInfo(d, q.AuthInfo); err != nil {
		return DomainDetail{}, err
	}
	return s.loadDomainDetail(d, s.By.Owns(d.Registrar, d.Account))
}

// verifyAuthInfo returns ErrAuthInfo if secret is not d's newAuthInfo. It compares
// in constant time.
func (s *Snapshot) verifyAuthInfo(d registry.Domain, secret string) error {
	want, err := s.RevealAuthInfo(d)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 {
		return registry.ErrAuthInfo.On("name", string(d.Name))
	}
	return nil
}

// loadDomainDetail returns d with its records and hosts. Unless own, it leaves out
// RevealAuthInfo, the records, and what only the owner and its registrar may see.
func (s *Snapshot) loadDomainDetail(d registry.Domain, own bool) (DomainDetail, error) {
	detail := DomainDetail{Domain: d.WithoutExpiredGraces(s.Now)}
	var err error
	if own {
		if detail.AuthInfo, err = s.RevealAuthInfo(d); err != nil {
			return detail, err
		}
	} else {
		detail.Domain.Account, detail.Domain.Label, detail.Domain.Graces, detail.Domain.Pending = "", "", nil, nil
	}
	if own && d.Hosted {
		if detail.Records, err = s.st.Records().ByZone(d.Name); err != nil {
			return detail, err
		}
	}
	detail.Hosts, err = s.st.Hosts().SubordinateTo(d.Name)
	return detail, err
}

// ListDomains returns one page of the actor's own domains in name order, as
// projected to now. Released ones are included.
type ListDomains struct {
	store.DomainQuery
	Records bool // include the records of hosted zones
}

func (q ListDomains) Answer(s *Snapshot) ([]DomainDetail, error) {
	if s.ownsNothing() {
		return nil, nil
	}
	list, err := s.st.Domains().List(s.limitToOwn(q.DomainQuery))
	if err != nil {
		return nil, err
	}
	page := make([]DomainDetail, 0, len(list))
	for _, d := range list {
		if d, err = s.projectDomain(d); err != nil {
			return nil, err
		}
		detail := DomainDetail{Domain: d}
		if q.Records && d.Hosted && d.Phase != registry.Released {
			if detail.Records, err = s.st.Records().ByZone(d.Name); err != nil {
				return nil, err
			}
		}
		page = append(page, detail)
	}
	return page, nil
}

// ownsNothing reports whether the actor has no registrar and is no operator.
// Callers must test it before a store query, in which an empty registrar means
// all registrars.
func (s *Snapshot) ownsNothing() bool { return s.By.Registrar == "" && !s.By.Operator() }

// limitToOwn returns q limited to the actor's registrar and account; unchanged
// for an operator.
func (s *Snapshot) limitToOwn(q store.DomainQuery) store.DomainQuery {
	if !s.By.Operator() {
		q.Registrar = s.By.Registrar
		if s.By.Account != "" {
			q.Account = s.By.Account
		}
	}
	return q
}

// BalanceInfo returns the actor's balance and number of domains, as
// Snapshot.FindCurrentBalance does.
type BalanceInfo struct{}

func (BalanceInfo) Answer(s *Snapshot) (store.Balance, error) { return s.FindCurrentBalance() }

// FindCurrentBalance returns the actor's balance. Its Domains does not count
// names whose release is due but not stored yet; its money still includes the
// price of renewals that are due but not stored yet.
func (s *Snapshot) FindCurrentBalance() (store.Balance, error) {
	balance, err := s.FindBalance()
	if err != nil {
		return balance, err
	}
	due, err := s.st.Domains().DueFor(s.By.Registrar, s.By.Account, s.Now, 1000)
	if err != nil {
		return balance, err
	}
	for _, n := range due {
		released, err := s.isReleased(n)
		if err != nil {
			return balance, err
		}
		if released {
			balance.Domains--
		}
	}
	return balance, nil
}

// isReleased reports whether the stored domain n is released by now.
func (s *Snapshot) isReleased(n name.Name) (bool, error) {
	d, err := s.st.Domains().Get(n)
	if err != nil {
		return false, err
	}
	d, err = s.projectDomain(d)
	return d.Phase == registry.Released, err
}
