package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ApproveVerification accepts the result of a verification; a contact gets the
// verified name. ErrVerificationState.
type ApproveVerification struct{ Subject VerificationSubject }

func (c ApproveVerification) Run(t *command.Tx) (SubjectVerification, error) {
	return updateVerification(t, c.Subject, registry.VerbApproveIdentity, func(i registry.Verification, is registry.Ident) (registry.Verification, error) {
		return i.Approve(is, t.Now)
	})
}
