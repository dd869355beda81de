package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// VerificationProof returns a subject whose verification was approved;
// ErrNotVerified otherwise.
type VerificationProof struct{ Subject VerificationSubject }

func (q VerificationProof) Answer(s *command.Snapshot) (result SubjectVerification, err error) {
	if q.Subject.Contact == "" {
		result.User, err = access.FindRegistrarUser(s, q.Subject.User)
		result.Verification = result.User.Identity
	} else {
		result.Contact, err = findContactToVerify(s, q.Subject.Contact)
		result.Verification = result.Contact.Identity
	}
	if err == nil && result.Verification.Proof == nil {
		err = registry.ErrNotVerified.On("verification", "")
	}
	return result, err
}
