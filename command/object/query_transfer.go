package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// TransferQuery returns the latest transfer of a domain (RFC 5731 section 3.1.3)
// to its losing or gaining side, or with the right authInfo to any actor.
// ErrNoTransfer when there was none.
type TransferQuery struct{ Name, AuthInfo string }

func (q TransferQuery) Answer(s *command.Snapshot) (TransferResult, error) {
	n, err := s.ParseName(q.Name)
	if err != nil {
		return TransferResult{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return TransferResult{}, err
	}
	switch {
	case s.By.Owns(d.Registrar, d.Account), d.Transfer != nil && isEitherSide(s.By, *d.Transfer):
	case q.AuthInfo == "":
		return TransferResult{}, registry.ErrNotYours.On("name", string(n))
	default:
		if err := verifyAuthInfo(s, d, q.AuthInfo); err != nil {
			return TransferResult{}, err
		}
	}
	if d.Transfer == nil {
		return TransferResult{}, registry.ErrNoTransfer.On("name", string(n))
	}
	return TransferResult{*d.Transfer, d, paidPrice(*d.Transfer)}, nil
}
