package command

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Subject is whose identity a check is about: a contact, or a user of the
// actor's registrar by its number.
type Subject struct {
	Contact registry.ContactID
	User    int64
}

// A Checked is a subject with what is known of its identity.
type Checked struct {
	Identity registry.Identity
	Contact  registry.Contact // the zero Contact for a user
	User     registry.User    // the zero User for a contact
}

// AskIdentity asks for a subject's identity to be checked. Whoever runs an eID
// service finds the question in the change log: its verb is "ask-identity".
type AskIdentity struct{ Subject Subject }

func (c AskIdentity) Run(t *Tx) (Checked, error) {
	id, err := t.st.NextID()
	if err != nil {
		return Checked{}, err
	}
	return t.identity(c.Subject, "ask-identity", func(i registry.Identity, _ registry.Ident) (registry.Identity, error) {
		return i.Ask(strconv.FormatInt(id, 10), t.Now), nil
	})
}

// ApproveIdentity takes for true what the check has found: a contact gets the
// name it found. ErrIdentity.
type ApproveIdentity struct{ Subject Subject }

func (c ApproveIdentity) Run(t *Tx) (Checked, error) {
	return t.identity(c.Subject, "approve-identity", func(i registry.Identity, is registry.Ident) (registry.Identity, error) {
		return i.Approve(is, t.Now)
	})
}

// RejectIdentity drops what the check has found; ErrIdentity.
type RejectIdentity struct{ Subject Subject }

func (c RejectIdentity) Run(t *Tx) (Checked, error) {
	return t.identity(c.Subject, "reject-identity", func(i registry.Identity, _ registry.Ident) (registry.Identity, error) {
		return i.Reject()
	})
}

// AnswerIdentity notes what an eID service has found, and tells the registrar.
// For operators. Users are named by Login.
type AnswerIdentity struct {
	Contact registry.ContactID
	Login   string // where Contact is ""
	Name    string
	Ident   registry.Ident
}

func (c AnswerIdentity) Run(t *Tx) (Checked, error) {
	if !t.By.Operator() {
		return Checked{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	answer := func(i registry.Identity, _ registry.Ident) (registry.Identity, error) {
		return i.Answer(c.Name, c.Ident, t.Now)
	}
	if c.Contact != "" {
		done, err := t.identity(Subject{Contact: c.Contact}, "answer-identity", answer)
		if err != nil {
			return done, err
		}
		return done, t.tell(done.Contact.Registrar, "answer-identity", registry.KindContact, string(c.Contact),
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

// identity changes what is known of a subject's identity.
func (t *Tx) identity(s Subject, verb string, change func(i registry.Identity, is registry.Ident) (registry.Identity, error)) (Checked, error) {
	var done Checked
	var err error
	if s.Contact == "" {
		if done.User, err = t.Colleague(s.User); err != nil {
			return done, err
		}
		if done.Identity, err = change(done.User.Identity, done.User.Ident); err != nil {
			return done, err
		}
		done.User.Identity = done.Identity
		return done, t.saveUser(verb, done.User)
	}
	if done.Contact, err = t.known(s.Contact); err != nil {
		return done, err
	}
	if done.Identity, err = change(done.Contact.Identity, done.Contact.Ident); err != nil {
		return done, err
	}
	if p := done.Identity.Proof; p != nil && p != done.Contact.Identity.Proof {
		done.Contact.Postal.Name, done.Contact.Verified = p.Name, p.At
		done.Contact.Updated, done.Contact.UpdatedBy = t.Now, t.actor()
	}
	done.Contact.Identity = done.Identity
	return done, t.saveContact(verb, done.Contact)
}

// known returns a contact whose identity the actor may have checked.
func (s *Snapshot) known(id registry.ContactID) (registry.Contact, error) {
	if err := s.demand(registry.RoleEPP); err != nil {
		return registry.Contact{}, err
	}
	return s.Contact(id)
}

// IdentityProof tells a subject that was verified; ErrNoProof else.
type IdentityProof struct{ Subject Subject }

func (q IdentityProof) Answer(s *Snapshot) (done Checked, err error) {
	if q.Subject.Contact == "" {
		done.User, err = s.Colleague(q.Subject.User)
		done.Identity = done.User.Identity
	} else {
		done.Contact, err = s.known(q.Subject.Contact)
		done.Identity = done.Contact.Identity
	}
	if err == nil && done.Identity.Proof == nil {
		err = registry.ErrNoProof.On("verification", "")
	}
	return done, err
}
