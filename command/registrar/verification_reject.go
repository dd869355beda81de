package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RejectVerification discards the result of a verification; ErrVerificationState.
type RejectVerification struct{ Subject VerificationSubject }

func (c RejectVerification) Run(t *command.Tx) (SubjectVerification, error) {
	return updateVerification(t, c.Subject, registry.VerbRejectIdentity, func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.Reject()
	})
}
