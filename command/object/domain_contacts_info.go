package object

import "github.com/cadastre-registry/cadastre/command"

// DomainContactsInfo returns any domain with its contacts. Of a domain that the
// actor does not own it leaves out account, label, graces and pending requests,
// and the names of natural persons who do not publish them.
type DomainContactsInfo struct{ Name string }

func (q DomainContactsInfo) Answer(s *command.Snapshot) (DomainWithContacts, error) {
	n, err := s.ParseName(q.Name)
	if err != nil {
		return DomainWithContacts{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return DomainWithContacts{}, err
	}
	return newDomainLoader(s, false).load(d)
}
