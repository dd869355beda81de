package command

import (
	"crypto/subtle"
	"errors"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// DomainInfo tells about one name of the actor's own (RFC 5731 section 3.1.2),
// or, to one who shows its authInfo, about anybody's.
type DomainInfo struct {
	Name     string
	AuthInfo string // "": the name must be the actor's own
	Glimpse  bool   // then a stranger sees name, ROID and sponsor, instead of ErrNotYours
}

// A Dossier is a domain with what belongs to it. AuthInfo is in plain text, and
// empty for all but its owner.
type Dossier struct {
	Domain   registry.Domain
	AuthInfo string
	Records  []registry.Record
	Hosts    []registry.Host // subordinate
	Glimpse  bool            // Domain says no more than a stranger may know
}

func (q DomainInfo) Answer(s *Snapshot) (Dossier, error) {
	if q.AuthInfo == "" {
		d, err := s.Mine(q.Name)
		switch {
		case q.Glimpse && errors.Is(err, registry.ErrNotYours):
			return Dossier{Domain: registry.Domain{Name: d.Name, ROID: d.ROID, Registrar: d.Registrar}, Glimpse: true}, nil
		case err != nil:
			return Dossier{}, err
		}
		return s.dossier(d, true)
	}
	n, err := s.parse(q.Name)
	if err != nil {
		return Dossier{}, err
	}
	d, err := s.Domain(n)
	if err != nil {
		return Dossier{}, err
	}
	if err := s.opens(d, q.AuthInfo); err != nil {
		return Dossier{}, err
	}
	return s.dossier(d, s.By.Owns(d.Registrar, d.Account))
}

// opens returns nil if secret is d's authInfo, ErrAuthInfo if not; it takes the
// same time for both.
func (s *Snapshot) opens(d registry.Domain, secret string) error {
	want, err := s.AuthInfo(d)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 {
		return registry.ErrAuthInfo.On("name", string(d.Name))
	}
	return nil
}

func (s *Snapshot) dossier(d registry.Domain, own bool) (Dossier, error) {
	dossier := Dossier{Domain: d.Settled(s.Now)}
	var err error
	if own {
		if dossier.AuthInfo, err = s.AuthInfo(d); err != nil {
			return dossier, err
		}
	} else { // what is between the holder and its registrar
		dossier.Domain.Account, dossier.Domain.Label, dossier.Domain.Graces, dossier.Domain.Pending = "", "", nil, nil
	}
	if own && d.Hosted {
		if dossier.Records, err = s.st.Records().Of(d.Name); err != nil {
			return dossier, err
		}
	}
	dossier.Hosts, err = s.st.Hosts().Below(d.Name)
	return dossier, err
}

// ListDomains lists the actor's own domains in name order, a page at a time.
type ListDomains struct {
	store.DomainQuery
	Records bool // with the records of hosted zones
}

func (q ListDomains) Answer(s *Snapshot) ([]Dossier, error) {
	if s.nobody() {
		return nil, nil
	}
	list, err := s.st.Domains().List(s.own(q.DomainQuery))
	if err != nil {
		return nil, err
	}
	page := make([]Dossier, 0, len(list))
	for _, d := range list {
		if d, err = s.present(d); err != nil {
			return nil, err
		}
		dossier := Dossier{Domain: d}
		if q.Records && d.Hosted && d.Phase != registry.Released {
			if dossier.Records, err = s.st.Records().Of(d.Name); err != nil {
				return nil, err
			}
		}
		page = append(page, dossier)
	}
	return page, nil
}

// nobody reports whether the actor can own nothing: in queries of the store an
// empty registrar means all of them.
func (s *Snapshot) nobody() bool { return s.By.Registrar == "" && !s.By.Operator() }

// own narrows q to what the actor owns.
func (s *Snapshot) own(q store.DomainQuery) store.DomainQuery {
	if !s.By.Operator() {
		q.Registrar = s.By.Registrar
		if s.By.Account != "" {
			q.Account = s.By.Account
		}
	}
	return q
}

// Holdings are the running totals of the actor: money, and how many names it
// holds now.
type Holdings struct{}

func (Holdings) Answer(s *Snapshot) (store.Purse, error) { return s.Holdings() }

// Holdings returns the actor's purse, with names that time has already taken
// left out of the tally, and the money of renewals still to be written down
// left in.
func (s *Snapshot) Holdings() (store.Purse, error) {
	purse, err := s.Purse()
	if err != nil {
		return purse, err
	}
	due, err := s.st.Domains().DueOf(s.By.Registrar, s.By.Account, s.Now, 1000)
	if err != nil {
		return purse, err
	}
	for _, n := range due {
		gone, err := s.gone(n)
		if err != nil {
			return purse, err
		}
		if gone {
			purse.Names--
		}
	}
	return purse, nil
}

func (s *Snapshot) gone(n name.Name) (bool, error) {
	d, err := s.st.Domains().Get(n)
	if err != nil {
		return false, err
	}
	d, err = s.present(d)
	return d.Phase == registry.Released, err
}
