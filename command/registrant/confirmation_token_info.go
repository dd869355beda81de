package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ConfirmationTokenInfo returns the request that waits for a name together with
// its confirmation token, which is sent to the registrant only. Operators only.
type ConfirmationTokenInfo struct{ Name string }

func (q ConfirmationTokenInfo) Answer(s *command.Snapshot) (PendingConfirmation, error) {
	if !s.By.Operator() {
		return PendingConfirmation{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	d, err := s.FindDomainByText(q.Name)
	if err != nil {
		return PendingConfirmation{}, err
	}
	return describePendingWithToken(s, d)
}
