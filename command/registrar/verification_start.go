package registrar

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// StartVerification requests the verification of a subject's identity. An eID
// service finds the request in the change log, under the verb "ask-identity".
type StartVerification struct{ Subject VerificationSubject }

func (c StartVerification) Run(t *command.Tx) (SubjectVerification, error) {
	id, err := t.Store.NextID()
	if err != nil {
		return SubjectVerification{}, err
	}
	return updateVerification(t, c.Subject, registry.VerbAskIdentity, func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.Start(strconv.FormatInt(id, 10), t.Now), nil
	})
}
