package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
)

// TransferContactsInfo returns a domain with its unredacted contacts, which a
// transfer would copy, to an actor with the right authInfo; ErrAuthInfo
// otherwise.
type TransferContactsInfo struct {
	Name       string
	AuthInfo   string
	TrustOwner bool // the actor's own domains need no authInfo
}

func (q TransferContactsInfo) Answer(s *command.Snapshot) (object.DomainWithContacts, error) {
	d, err := s.FindDomainByText(q.Name)
	if err != nil {
		return object.DomainWithContacts{}, err
	}
	if !q.TrustOwner || !s.By.Owns(d.Registrar, d.Account) {
		if err := object.VerifyAuthInfo(s, d, q.AuthInfo); err != nil {
			return object.DomainWithContacts{}, err
		}
	}
	return object.NewDomainLoader(s, true).Load(d)
}
