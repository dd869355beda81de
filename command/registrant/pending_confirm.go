package registrant

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// ConfirmPending accepts or rejects the request that waits for the registrant's
// confirmation, for the bearer of the token that was sent to the registrant.
// ErrNoConfirmation when no request waits or the token is not its. The request
// itself may be refused by now: its fault is returned, and it goes on waiting.
type ConfirmPending struct {
	Name, Token string
	Verb        registry.Verb // PendingUpdate or PendingDelete: the request expected to wait; "": either
	Accept      bool
}

func (c ConfirmPending) Run(t *command.Tx) (PendingConfirmation, error) {
	none := PendingConfirmation{}
	d, p, err := object.LoadDomain(t, c.Name)
	if err != nil {
		return none, err
	}
	if err := checkConfirmToken(d, c.Verb, c.Token); err != nil {
		return none, err
	}
	result, err := describePending(t.Snapshot, d)
	if err != nil {
		return none, err
	}
	tok, err := t.Store.Tokens().Get(hex.EncodeToString(d.Pending.TokenHash))
	if err != nil {
		return none, command.NotFoundAs(err, registry.ErrNoConfirmation, "name", string(d.Name))
	}
	tok.Retired = t.Now
	if err := t.Store.Tokens().Put(tok); err != nil {
		return none, err
	}
	after, verb, outcome := d.ClearPending(), registry.VerbReject, "rejected"
	if c.Accept {
		verb, outcome = registry.VerbConfirm, "confirmed"
	}
	if err := command.SaveDomain(t, verb, d, after); err != nil {
		return none, err
	}
	if c.Accept {
		if after, err = runConfirmed(t, d, after, p, tok); err != nil {
			return none, err
		}
	}
	result.Domain = after
	return result, t.QueueMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), object.ConfirmationText(d, outcome), after)
}

// runConfirmed runs the confirmed request for the actor that sent it.
func runConfirmed(t *command.Tx, d, after registry.Domain, p registry.Policy, tok registry.Token) (registry.Domain, error) {
	t = t.As(d.Pending.By)
	if d.Pending.Verb == object.PendingDelete {
		return object.DeleteDomain{Name: string(d.Name), Verified: true}.Run(t)
	}
	sealed, err := base64.RawStdEncoding.DecodeString(tok.Note)
	if err != nil {
		return after, fmt.Errorf("pending update: %w", err)
	}
	plain, err := t.Unseal(sealed, "request", tok.Hash)
	if err != nil {
		return after, err
	}
	var request object.UpdateDomain
	if err := registry.DecodeDocument(plain, &request); err != nil {
		return after, fmt.Errorf("pending update: %w", err)
	}
	request.Verified = true
	result, err := request.Run(t)
	return result.Domain, err
}
