package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// TransferQuery returns the latest transfer of a domain (RFC 5731 section 3.1.3)
// to its losing or gaining side, or with the right authInfo to any actor.
// ErrNoTransfer when there was none.
type TransferQuery struct{ Name, AuthInfo string }

func (q TransferQuery) Answer(s *command.Snapshot) (object.TransferResult, error) {
	d, err := s.FindDomainByText(q.Name)
	if err != nil {
		return object.TransferResult{}, err
	}
	switch {
	case s.By.Owns(d.Registrar, d.Account), d.Transfer != nil && command.IsEitherSide(s.By, *d.Transfer):
	case q.AuthInfo == "":
		return object.TransferResult{}, registry.ErrNotYours.On("name", string(d.Name))
	default:
		if err := object.VerifyAuthInfo(s, d, q.AuthInfo); err != nil {
			return object.TransferResult{}, err
		}
	}
	if d.Transfer == nil {
		return object.TransferResult{}, registry.ErrNoTransfer.On("name", string(d.Name))
	}
	return object.TransferResult{Transfer: *d.Transfer, Domain: d, Price: d.Transfer.PaidPrice()}, nil
}
