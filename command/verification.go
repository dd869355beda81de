package command

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

// VerificationSubject identifies a contact, or a user of the actor's registrar.
type VerificationSubject struct {
	Contact registry.ContactID // "": the user
	User    int64              // registry.User.Number
}

// SubjectVerification is a contact or user with the state of its verification.
type SubjectVerification struct {
	Verification registry.Verification
	Contact      registry.Contact // the zero Contact for a user
	User         registry.User    // the zero User for a contact
}

// StartVerification requests the verification of a subject's identity. An eID
// service finds the request in the change log, under the verb "ask-identity".
type StartVerification struct{ Subject VerificationSubject }

func (c StartVerification) Run(t *Tx) (SubjectVerification, error) {
	id, err := t.st.NextID()
	if err != nil {
		return SubjectVerification{}, err
	}
	return t.updateVerification(c.Subject, "ask-identity", func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.Start(strconv.FormatInt(id, 10), t.Now), nil
	})
}

// ApproveVerification accepts the result of a verification; a contact gets the
// verified name. ErrVerificationState.
type ApproveVerification struct{ Subject VerificationSubject }

func (c ApproveVerification) Run(t *Tx) (SubjectVerification, error) {
	return t.updateVerification(c.Subject, "approve-identity", func(i registry.Verification, is registry.Ident) (registry.Verification, error) {
		return i.Approve(is, t.Now)
	})
}

// RejectVerification discards the result of a verification; ErrVerificationState.
type RejectVerification struct{ Subject VerificationSubject }

func (c RejectVerification) Run(t *Tx) (SubjectVerification, error) {
	return t.updateVerification(c.Subject, "reject-identity", func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.Reject()
	})
}

// RecordVerification stores the result that an eID service returned, and queues a
// message for the registrar. For operators.
type RecordVerification struct {
	Contact registry.ContactID
	Login   string // of the user, if Contact is ""
	Name    string // as the eID service gives it
	Ident   registry.Ident
}

func (c RecordVerification) Run(t *Tx) (SubjectVerification, error) {
	if !t.By.Operator() {
		return SubjectVerification{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	answer := func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.SetResult(c.Name, c.Ident, t.Now)
	}
	if c.Contact != "" {
		result, err := t.updateVerification(VerificationSubject{Contact: c.Contact}, "answer-identity", answer)
		if err != nil {
			return result, err
		}
		return result, t.queueMessage(result.Contact.Registrar, "answer-identity", registry.KindContact, string(c.Contact),
			"The identity check of contact "+string(c.Contact)+" was answered", nil)
	}
	u, err := t.FindUserByLogin(registrarRealm, c.Login)
	if err != nil {
		return SubjectVerification{}, err
	}
	if u.Identity, err = answer(u.Identity, u.Ident); err != nil {
		return SubjectVerification{}, err
	}
	if err := t.saveUser("answer-identity", u); err != nil {
		return SubjectVerification{}, err
	}
	return SubjectVerification{Verification: u.Identity, User: u}, t.queueMessage(u.Registrar, "answer-identity", registry.KindUser, u.Login,
		"The identity check of user "+u.Login+" was answered", nil)
}

// updateVerification applies change to the verification of a subject and saves it.
func (t *Tx) updateVerification(s VerificationSubject, verb string, change func(i registry.Verification, is registry.Ident) (registry.Verification, error)) (SubjectVerification, error) {
	var result SubjectVerification
	var err error
	if s.Contact == "" {
		if result.User, err = t.FindRegistrarUser(s.User); err != nil {
			return result, err
		}
		if result.Verification, err = change(result.User.Identity, result.User.Ident); err != nil {
			return result, err
		}
		result.User.Identity = result.Verification
		return result, t.saveUser(verb, result.User)
	}
	if result.Contact, err = t.findContactToVerify(s.Contact); err != nil {
		return result, err
	}
	if result.Verification, err = change(result.Contact.Identity, result.Contact.Ident); err != nil {
		return result, err
	}
	if p := result.Verification.Proof; p != nil && p != result.Contact.Identity.Proof {
		result.Contact.Postal.Name, result.Contact.Verified = p.Name, p.At
		result.Contact.Updated, result.Contact.UpdatedBy = t.Now, t.authorID()
	}
	result.Contact.Identity = result.Verification
	return result, t.saveContact(verb, result.Contact)
}

// findContactToVerify returns one of the actor's own contacts; ErrRole for a user
// without RoleEPP.
func (s *Snapshot) findContactToVerify(id registry.ContactID) (registry.Contact, error) {
	if err := s.requireRole(registry.RoleEPP); err != nil {
		return registry.Contact{}, err
	}
	return s.FindOwnContact(id)
}

// VerificationProof returns a subject whose verification was approved;
// ErrNotVerified otherwise.
type VerificationProof struct{ Subject VerificationSubject }

func (q VerificationProof) Answer(s *Snapshot) (result SubjectVerification, err error) {
	if q.Subject.Contact == "" {
		result.User, err = s.FindRegistrarUser(q.Subject.User)
		result.Verification = result.User.Identity
	} else {
		result.Contact, err = s.findContactToVerify(q.Subject.Contact)
		result.Verification = result.Contact.Identity
	}
	if err == nil && result.Verification.Proof == nil {
		err = registry.ErrNotVerified.On("verification", "")
	}
	return result, err
}
