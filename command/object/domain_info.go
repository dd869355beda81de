package object

import (
	"crypto/subtle"
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// DomainInfo returns a domain of the actor, or with the right authInfo any
// domain (RFC 5731 section 3.1.2). Faults: ErrNoName, ErrNotYours, ErrAuthInfo.
type DomainInfo struct {
	Name         string
	AuthInfo     string // "": the actor must own the domain
	AllowPartial bool   // other actors get name, ROID and sponsor instead of ErrNotYours
}

// DomainDetail is a domain with its records and hosts. AuthInfo is in plain
// text, and "" unless the actor owns the domain.
type DomainDetail struct {
	Domain   registry.Domain
	AuthInfo string
	Records  []registry.Record
	Hosts    []registry.Host // subordinate hosts
	Partial  bool            // only Domain.Name, ROID and Registrar are set
}

func (q DomainInfo) Answer(s *command.Snapshot) (DomainDetail, error) {
	if q.AuthInfo == "" {
		d, err := s.FindOwnDomain(q.Name)
		switch {
		case q.AllowPartial && errors.Is(err, registry.ErrNotYours):
			return DomainDetail{Domain: registry.Domain{Name: d.Name, ROID: d.ROID, Registrar: d.Registrar}, Partial: true}, nil
		case err != nil:
			return DomainDetail{}, err
		}
		return loadDomainDetail(s, d, true)
	}
	d, err := s.FindDomainByText(q.Name)
	if err != nil {
		return DomainDetail{}, err
	}
	if err := VerifyAuthInfo(s, d, q.AuthInfo); err != nil {
		return DomainDetail{}, err
	}
	return loadDomainDetail(s, d, s.By.Owns(d.Registrar, d.Account))
}

// VerifyAuthInfo returns ErrAuthInfo if secret is not d's authInfo. It compares
// in constant time.
func VerifyAuthInfo(s *command.Snapshot, d registry.Domain, secret string) error {
	want, err := RevealAuthInfo(s, d)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 {
		return registry.ErrAuthInfo.On("name", string(d.Name))
	}
	return nil
}

// loadDomainDetail returns d with its records and hosts. Unless own, it leaves out
// authInfo, the records, and what only the owner and its registrar may see.
func loadDomainDetail(s *command.Snapshot, d registry.Domain, own bool) (DomainDetail, error) {
	detail := DomainDetail{Domain: d.WithoutExpiredGraces(s.Now)}
	var err error
	if own {
		if detail.AuthInfo, err = RevealAuthInfo(s, d); err != nil {
			return detail, err
		}
	} else {
		detail.Domain = detail.Domain.ForOthers()
	}
	if own && d.Hosted {
		if detail.Records, err = s.Store.Records().ByZone(d.Name); err != nil {
			return detail, err
		}
	}
	detail.Hosts, err = s.Store.Hosts().SubordinateTo(d.Name)
	return detail, err
}
