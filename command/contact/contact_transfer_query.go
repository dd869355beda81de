package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ContactTransferQuery returns the latest transfer of a contact (RFC 5733
// section 3.1.3) to its losing or gaining side, or with the right authInfo to
// any actor. ErrNoTransfer when there was none.
type ContactTransferQuery struct {
	ID       registry.ContactID
	AuthInfo string
}

func (q ContactTransferQuery) Answer(s *command.Snapshot) (registry.Transfer, error) {
	c, err := findContact(s, q.ID)
	if err != nil {
		return registry.Transfer{}, err
	}
	switch {
	case s.By.Owns(c.Registrar, c.Account), c.Transfer != nil && command.IsEitherSide(s.By, *c.Transfer):
	case q.AuthInfo == "":
		return registry.Transfer{}, registry.ErrNotYours.On("contact", string(q.ID))
	default:
		if err := verifyContactAuthInfo(s, c, q.AuthInfo); err != nil {
			return registry.Transfer{}, err
		}
	}
	if c.Transfer == nil {
		return registry.Transfer{}, registry.ErrNoTransfer.On("contact", string(q.ID))
	}
	return *c.Transfer, nil
}
