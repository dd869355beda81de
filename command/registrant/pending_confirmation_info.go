package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// PendingConfirmationInfo returns the request that waits, for the bearer of its
// token.
type PendingConfirmationInfo struct {
	Name, Token string
	Verb        registry.Verb // as in ConfirmPending
}

func (q PendingConfirmationInfo) Answer(s *command.Snapshot) (PendingConfirmation, error) {
	d, err := s.FindDomainByText(q.Name)
	if err != nil {
		return PendingConfirmation{}, err
	}
	if err := checkConfirmToken(d, q.Verb, q.Token); err != nil {
		return PendingConfirmation{}, err
	}
	return describePending(s, d)
}
