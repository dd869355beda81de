package registrant

import (
	"crypto/subtle"
	"encoding/hex"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// checkConfirmToken returns ErrNoConfirmation unless token decides the request
// that d waits for, and the request is verb ("": any).
func checkConfirmToken(d registry.Domain, verb registry.Verb, token string) error {
	if d.Pending == nil || verb != "" && verb != d.Pending.Verb ||
		subtle.ConstantTimeCompare([]byte(access.HashToken(object.ConfirmTokenKind, token)), []byte(hex.EncodeToString(d.Pending.TokenHash))) != 1 {
		return registry.ErrNoConfirmation.On("name", string(d.Name))
	}
	return nil
}

// PendingConfirmation is a request that waits for a registrant's confirmation.
type PendingConfirmation struct {
	Domain        registry.Domain
	Verb          registry.Verb    // PendingUpdate or PendingDelete
	Registrant    registry.Contact // the present registrant, who confirms
	NewRegistrant registry.Contact `json:"Heir"` // the new registrant of an update
	Token         string           // confirmation token; only for operators and the registrant, else ""
}

// describePending returns the request that d waits for, without the token.
func describePending(s *command.Snapshot, d registry.Domain) (PendingConfirmation, error) {
	p := PendingConfirmation{Domain: d, Verb: d.Pending.Verb}
	var err error
	if p.Registrant, err = s.Store.Contacts().Get(d.Registrant); d.Registrant != "" && err != nil {
		return p, command.NotFoundAs(err, registry.ErrNoContact, "registrant", string(d.Registrant))
	}
	if p.Verb == object.PendingUpdate {
		p.NewRegistrant, err = s.Store.Contacts().Get(d.Pending.Registrant)
		return p, command.NotFoundAs(err, registry.ErrNoContact, "registrant", string(d.Pending.Registrant))
	}
	return p, nil
}

// describePendingWithToken returns the request that d waits for with its token;
// ErrNoConfirmation when there is none.
func describePendingWithToken(s *command.Snapshot, d registry.Domain) (PendingConfirmation, error) {
	if d.Pending == nil {
		return PendingConfirmation{}, registry.ErrNoConfirmation.On("name", string(d.Name))
	}
	p, err := describePending(s, d)
	if err != nil {
		return p, err
	}
	tok, err := s.Store.Tokens().Get(hex.EncodeToString(d.Pending.TokenHash))
	if err != nil {
		return p, command.NotFoundAs(err, registry.ErrNoConfirmation, "name", string(d.Name))
	}
	p.Token, err = access.UnsealToken(s, tok)
	return p, err
}
