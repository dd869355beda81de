package object

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// Values of Pending.Verb: the requests that may wait for the registrant's
// confirmation.
const (
	PendingUpdate = registry.VerbUpdate
	PendingDelete = registry.VerbDelete
)

// ConfirmTokenKind is the kind of confirmation tokens. They have no owner: only
// the registrant is sent one, so its bearer may decide for the registrant.
const ConfirmTokenKind = "confirm"

const confirmTokenBytes = 42 // in hex, 84 characters

// awaitConfirmation makes d wait for the registrant's confirmation of a request.
// The confirmation token and the request are stored sealed and never enter the
// change log.
func awaitConfirmation(t *command.Tx, d registry.Domain, pending registry.Pending, p registry.Policy, request any) (registry.Domain, error) {
	pending.By = t.By
	after, err := d.AwaitConfirmation(pending, t.Now, p)
	if err != nil {
		return d, err
	}
	issued, err := access.IssueToken{
		Kind: ConfirmTokenKind, HexBytes: confirmTokenBytes, Scopes: []string{string(d.Name)}, TTL: after.Pending.Ends.Sub(t.Now), Recoverable: true,
	}.Run(t.As(registry.Actor{}))
	if err != nil {
		return d, err
	}
	if request != nil {
		plain, err := registry.EncodeDocument(request)
		if err != nil {
			return d, fmt.Errorf("pending %s: %w", pending.Verb, err)
		}
		tok := issued.Token
		tok.Note = base64.RawStdEncoding.EncodeToString(t.Seal(plain, "request", tok.Hash))
		if err := t.Store.Tokens().Put(tok); err != nil {
			return d, err
		}
	}
	if after.Pending.TokenHash, err = hex.DecodeString(issued.Token.Hash); err != nil {
		return d, err
	}
	verb := registry.VerbUpdateRequest
	if pending.Verb == PendingDelete {
		verb = registry.VerbDeleteRequest
	}
	return after, command.SaveDomain(t, verb, d, after)
}

// ChangesRegistrant reports whether the registrants of before and after are
// different persons. It is false when before has no registrant: there is no one
// to confirm the change.
func ChangesRegistrant(s *command.Snapshot, before, after registry.Domain) (bool, error) {
	if before.Registrant == "" || before.Registrant == after.Registrant {
		return false, nil
	}
	oldContact, err := s.Store.Contacts().Get(before.Registrant)
	if err != nil {
		return false, command.NotFoundAs(err, registry.ErrNoContact, "registrant", string(before.Registrant))
	}
	newContact, err := s.Store.Contacts().Get(after.Registrant)
	if err != nil {
		return false, command.NotFoundAs(err, registry.ErrNoContact, "registrant", string(after.Registrant))
	}
	return !oldContact.SamePerson(newContact), nil
}

// ConfirmationText returns the registrar's message about the outcome of its
// request (docs/contracts/ee.md section 4, lifecycle 7).
func ConfirmationText(d registry.Domain, outcome string) string {
	what := "update"
	if d.Pending != nil && d.Pending.Verb == PendingDelete {
		what = "deletion"
	}
	return fmt.Sprintf("Registrant %s domain %s: %s", outcome, what, d.Name.Unicode())
}
