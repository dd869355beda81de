package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// RecordVerification stores the result that an eID service returned, and queues a
// message for the registrar. For operators.
type RecordVerification struct {
	Contact registry.ContactID
	Login   string // of the user, if Contact is ""
	Name    string // as the eID service gives it
	Ident   registry.Ident
}

func (c RecordVerification) Run(t *command.Tx) (SubjectVerification, error) {
	if !t.By.Operator() {
		return SubjectVerification{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	answer := func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.SetResult(c.Name, c.Ident, t.Now)
	}
	if c.Contact != "" {
		result, err := updateVerification(t, VerificationSubject{Contact: c.Contact}, registry.VerbAnswerIdentity, answer)
		if err != nil {
			return result, err
		}
		return result, t.QueueMessage(result.Contact.Registrar, registry.VerbAnswerIdentity, registry.KindContact, string(c.Contact),
			"The identity check of contact "+string(c.Contact)+" was answered", nil)
	}
	u, err := access.FindUserByLogin(t.Snapshot, access.RegistrarRealm, c.Login)
	if err != nil {
		return SubjectVerification{}, err
	}
	if u.Identity, err = answer(u.Identity, u.Ident); err != nil {
		return SubjectVerification{}, err
	}
	if err := access.SaveUser(t, registry.VerbAnswerIdentity, u); err != nil {
		return SubjectVerification{}, err
	}
	return SubjectVerification{Verification: u.Identity, User: u}, t.QueueMessage(u.Registrar, registry.VerbAnswerIdentity, registry.KindUser, u.Login,
		"The identity check of user "+u.Login+" was answered", nil)
}
