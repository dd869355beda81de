package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/contact"
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

// updateVerification applies change to the verification of a subject and saves it.
func updateVerification(t *command.Tx, s VerificationSubject, verb registry.Verb, change func(i registry.Verification, is registry.Ident) (registry.Verification, error)) (SubjectVerification, error) {
	var result SubjectVerification
	var err error
	if s.Contact == "" {
		if result.User, err = access.FindRegistrarUser(t.Snapshot, s.User); err != nil {
			return result, err
		}
		if result.Verification, err = change(result.User.Identity, result.User.Ident); err != nil {
			return result, err
		}
		result.User.Identity = result.Verification
		return result, access.SaveUser(t, verb, result.User)
	}
	if result.Contact, err = findContactToVerify(t.Snapshot, s.Contact); err != nil {
		return result, err
	}
	if result.Verification, err = change(result.Contact.Identity, result.Contact.Ident); err != nil {
		return result, err
	}
	if p := result.Verification.Proof; p != nil && p != result.Contact.Identity.Proof {
		result.Contact.Postal.Name, result.Contact.Verified = p.Name, p.At
		result.Contact.Updated, result.Contact.UpdatedBy = t.Now, t.By.Author()
	}
	result.Contact.Identity = result.Verification
	return result, contact.SaveContact(t, verb, result.Contact)
}

// findContactToVerify returns one of the actor's own contacts; ErrRole for a user
// without RoleEPP.
func findContactToVerify(s *command.Snapshot, id registry.ContactID) (registry.Contact, error) {
	if err := s.RequireRole(registry.RoleEPP); err != nil {
		return registry.Contact{}, err
	}
	return contact.FindOwnContact(s, id)
}
