package host

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// HostInfo returns a host (RFC 5732 section 3.1.2). Every registrar may read
// every host. ErrNoHost.
type HostInfo struct{ Name string }

// HostDetail is a host, and whether a domain is delegated to it (the status
// "linked").
type HostDetail struct {
	Host   registry.Host
	Linked bool
}

func (q HostInfo) Answer(s *command.Snapshot) (HostDetail, error) {
	n, err := registry.ParseHostname("name", q.Name)
	if err != nil {
		return HostDetail{}, err
	}
	h, err := FindHost(s, n)
	if err != nil {
		return HostDetail{}, err
	}
	users, err := s.Store.Domains().List(store.DomainQuery{Host: n, Limit: 1})
	return HostDetail{h, len(users) > 0}, err
}
