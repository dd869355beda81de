package command

import (
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CheckHosts tells for each name whether a host of it could be made (RFC 5732
// section 3.1.1): true when there is none.
type CheckHosts struct{ Names []string }

func (q CheckHosts) Answer(s *Snapshot) (map[string]bool, error) {
	free := map[string]bool{}
	for _, text := range q.Names {
		n, err := s.parse(text)
		if err != nil {
			return nil, err
		}
		_, err = s.st.Hosts().Get(n)
		there, err := found(err)
		if err != nil {
			return nil, err
		}
		free[text] = !there
	}
	return free, nil
}

// HostInfo tells about a host (RFC 5732 section 3.1.2); hosts are nobody's
// secret.
type HostInfo struct{ Name string }

// A Server is a host and whether a name is delegated to it.
type Server struct {
	Host   registry.Host
	Linked bool
}

func (q HostInfo) Answer(s *Snapshot) (Server, error) {
	n, err := s.parse(q.Name)
	if err != nil {
		return Server{}, err
	}
	h, err := s.Host(n)
	if err != nil {
		return Server{}, err
	}
	users, err := s.st.Domains().List(store.DomainQuery{Host: n, Limit: 1})
	return Server{h, len(users) > 0}, err
}

// ListHosts lists the actor's own hosts in name order, at most Limit (zero:
// 100) after a name; with Below, those below that name.
type ListHosts struct {
	Below name.Name
	After name.Name
	Limit int
}

func (q ListHosts) Answer(s *Snapshot) ([]registry.Host, error) {
	if s.nobody() {
		return nil, nil
	}
	if q.Below == "" {
		return s.st.Hosts().List(s.By.Registrar, s.By.Account, q.After, q.Limit)
	}
	if _, err := s.Mine(string(q.Below)); err != nil {
		return nil, err
	}
	return s.st.Hosts().Below(q.Below)
}
