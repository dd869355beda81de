package command

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

// VerificationSubject identifies a contact, or a user of the actor's registrar.
type Subject struct {
	Contact registry.ContactID // "": the user
	User    int64              // registry.User.Number
}

// SubjectVerification is a contact or user with the state of its verification.
type Checked struct {
	Identity registry.Verification
	Contact  registry.Contact // the zero Contact for a user
	User     registry.User    // the zero User for a contact
}

// StartVerification requests the verification of a subject's identity. An eID
// service finds the request in the change log, under the verb "ask-identity".
type AskIdentity struct{ Subject Subject }

func (c AskIdentity) Run(t *Tx) (Checked, error) {
	id, err := t.st.NextID()
	if err != nil {
		return Checked{}, err
	}
	return t.identity(c.Subject, "ask-identity", func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.Start(strconv.FormatInt(id, 10), t.Now), nil
	})
}

// ApproveVerification accepts the result of a verification; a contact gets the
// verified name. ErrVerificationState.
type ApproveIdentity struct{ Subject Subject }

func (c ApproveIdentity) Run(t *Tx) (Checked, error) {
	return t.identity(c.Subject, "approve-identity", func(i registry.Verification, is registry.Ident) (registry.Verification, error) {
		return i.Approve(is, t.Now)
	})
}

// RejectVerification discards the result of a verification; ErrVerificationState.
type RejectIdentity struct{ Subject Subject }

func (c RejectIdentity) Run(t *Tx) (Checked, error) {
	return t.identity(c.Subject, "reject-identity", func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.Reject()
	})
}

// RecordVerification stores the result that an eID service returned, and queues a
// message for the registrar. For operators.
type AnswerIdentity struct {
	Contact registry.ContactID
	Login   string // of the user, if Contact is ""
	Name    string // as the eID service gives it
	Ident   registry.Ident
}

func (c AnswerIdentity) Run(t *Tx) (Checked, error) {
	if !t.By.Operator() {
		return Checked{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	answer := func(i registry.Verification, _ registry.Ident) (registry.Verification, error) {
		return i.SetResult(c.Name, c.Ident, t.Now)
	}
	if c.Contact != "" {
		result, err := t.identity(Subject{Contact: c.Contact}, "answer-identity", answer)
		if err != nil {
			return result, err
		}
		return result, t.tell(result.Contact.Registrar, "answer-identity", registry.KindContact, string(c.Contact),
			"The identity check of contact "+string(c.Contact)+" was answered", nil)
	}
	u, err := t.UserByLogin(registrarRealm, c.Login)
	if err != nil {
		return Checked{}, err
	}
	if u.Identity, err = answer(u.Identity, u.Ident); err != nil {
		return Checked{}, err
	}
	if err := t.saveUser("answer-identity", u); err != nil {
		return Checked{}, err
	}
	return Checked{Identity: u.Identity, User: u}, t.tell(u.Registrar, "answer-identity", registry.KindUser, u.Login,
		"The identity check of user "+u.Login+" was answered", nil)
}

// updateVerification applies change to the verification of a subject and saves it.
func (t *Tx) identity(s Subject, verb string, change func(i registry.Verification, is registry.Ident) (registry.Verification, error)) (Checked, error) {
	var result Checked
	var err error
	if s.Contact == "" {
		if result.User, err = t.Colleague(s.User); err != nil {
			return result, err
		}
		if result.Identity, err = change(result.User.Identity, result.User.Ident); err != nil {
			return result, err
		}
		result.User.Identity = result.Identity
		return result, t.saveUser(verb, result.User)
	}
	if result.Contact, err = t.known(s.Contact); err != nil {
		return result, err
	}
	if result.Identity, err = change(result.Contact.Identity, result.Contact.Ident); err != nil {
		return result, err
	}
	if p := result.Identity.Proof; p != nil && p != result.Contact.Identity.Proof {
		result.Contact.Postal.Name, result.Contact.Verified = p.Name, p.At
		result.Contact.Updated, result.Contact.UpdatedBy = t.Now, t.actor()
	}
	result.Contact.Identity = result.Identity
	return result, t.saveContact(verb, result.Contact)
}

// findContactToVerify returns one of the actor's own contacts; ErrRole for a user
// without RoleEPP.
func (s *Snapshot) known(id registry.ContactID) (registry.Contact, error) {
	if err := s.demand(registry.RoleEPP); err != nil {
		return registry.Contact{}, err
	}
	return s.Contact(id)
}

// VerificationProof returns a subject whose verification was approved;
// ErrNotVerified otherwise.
type IdentityProof struct{ Subject Subject }

func (q IdentityProof) Answer(s *Snapshot) (result Checked, err error) {
	if q.Subject.Contact == "" {
		result.User, err = s.Colleague(q.Subject.User)
		result.Identity = result.User.Identity
	} else {
		result.Contact, err = s.known(q.Subject.Contact)
		result.Identity = result.Contact.Identity
	}
	if err == nil && result.Identity.Proof == nil {
		err = registry.ErrNotVerified.On("verification", "")
	}
	return result, err
}
