package object

import "github.com/cadastre-registry/cadastre/command"

// TransferContactsInfo returns a domain with its unredacted contacts, which a
// transfer would copy, to an actor with the right authInfo; ErrAuthInfo
// otherwise.
type TransferContactsInfo struct {
	Name       string
	AuthInfo   string
	TrustOwner bool // the actor's own domains need no authInfo
}

func (q TransferContactsInfo) Answer(s *command.Snapshot) (DomainWithContacts, error) {
	n, err := s.ParseName(q.Name)
	if err != nil {
		return DomainWithContacts{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return DomainWithContacts{}, err
	}
	if !q.TrustOwner || !s.By.Owns(d.Registrar, d.Account) {
		if err := verifyAuthInfo(s, d, q.AuthInfo); err != nil {
			return DomainWithContacts{}, err
		}
	}
	return newDomainLoader(s, true).load(d)
}
