package command

import (
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CheckHosts returns for each name whether a host of that name is available
// (RFC 5732 section 3.1.1): true when none exists.
type CheckHosts struct{ Names []string }

func (q CheckHosts) Answer(s *Snapshot) (map[string]bool, error) {
	free := map[string]bool{}
	for _, text := range q.Names {
		n, err := s.parseName(text)
		if err != nil {
			return nil, err
		}
		_, err = s.st.Hosts().Get(n)
		exists, err := isFound(err)
		if err != nil {
			return nil, err
		}
		free[text] = !exists
	}
	return free, nil
}

// HostInfo returns a host (RFC 5732 section 3.1.2). Every registrar may read
// every host. ErrNoHost.
type HostInfo struct{ Name string }

// HostDetail is a host, and whether a domain is delegated to it (the status
// "linked").
type HostDetail struct {
	Host   registry.Host
	Linked bool
}

func (q HostInfo) Answer(s *Snapshot) (HostDetail, error) {
	n, err := s.parseName(q.Name)
	if err != nil {
		return HostDetail{}, err
	}
	h, err := s.FindHost(n)
	if err != nil {
		return HostDetail{}, err
	}
	users, err := s.st.Domains().List(store.DomainQuery{Host: n, Limit: 1})
	return HostDetail{h, len(users) > 0}, err
}

// ListHosts lists the actor's own hosts that follow After in name order, at most
// Limit (zero: 100). With Below it lists all subordinate hosts of that domain.
type ListHosts struct {
	Below name.Name
	After name.Name
	Limit int
}

func (q ListHosts) Answer(s *Snapshot) ([]registry.Host, error) {
	if s.ownsNothing() {
		return nil, nil
	}
	if q.Below == "" {
		return s.st.Hosts().List(s.By.Registrar, s.By.Account, q.After, q.Limit)
	}
	if _, err := s.FindOwnDomain(string(q.Below)); err != nil {
		return nil, err
	}
	return s.st.Hosts().SubordinateTo(q.Below)
}
