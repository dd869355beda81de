package command

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// Values of Pending.Verb: the requests that may wait for the registrant's
// confirmation.
const (
	pendingUpdate = "update"
	pendingDelete = "delete"
)

// confirmTokenKind is the kind of confirmation tokens. They have no owner: only
// the registrant is sent one, so its bearer may decide for the registrant.
const confirmTokenKind = "confirm"

const confirmTokenBytes = 42 // in hex, 84 characters

// awaitConfirmation makes d wait for the registrant's confirmation of a request.
// The confirmation token and the request are stored sealed and never enter the
// change log.
func (t *Tx) awaitConfirmation(d registry.Domain, pending registry.Pending, p registry.Policy, request any) (registry.Domain, error) {
	pending.By = t.By
	after, err := d.AwaitConfirmation(pending, t.Now, p)
	if err != nil {
		return d, err
	}
	t.By = registry.Actor{}
	issued, err := IssueToken{
		Kind: confirmTokenKind, HexBytes: confirmTokenBytes, Scopes: []string{string(d.Name)}, TTL: after.Pending.Ends.Sub(t.Now), Recoverable: true,
	}.Run(t)
	if t.By = pending.By; err != nil {
		return d, err
	}
	if request != nil {
		plain, err := json.Marshal(request)
		if err != nil {
			return d, fmt.Errorf("pending %s: %w", pending.Verb, err)
		}
		tok := issued.Token
		tok.Note = base64.RawStdEncoding.EncodeToString(t.seal(plain, "request", tok.Hash))
		if err := t.st.Tokens().Put(tok); err != nil {
			return d, err
		}
	}
	if after.Pending.TokenHash, err = hex.DecodeString(issued.Token.Hash); err != nil {
		return d, err
	}
	return after, t.saveDomain(pending.Verb+"-request", d, after)
}

// changesRegistrant reports whether the registrants of before and after are
// different persons. It is false when before has no registrant: there is no one
// to confirm the change.
func (s *Snapshot) changesRegistrant(before, after registry.Domain) (bool, error) {
	if before.Registrant == "" || before.Registrant == after.Registrant {
		return false, nil
	}
	oldContact, err := s.st.Contacts().Get(before.Registrant)
	if err != nil {
		return false, notFoundAs(err, registry.ErrNoContact, "registrant", string(before.Registrant))
	}
	newContact, err := s.st.Contacts().Get(after.Registrant)
	if err != nil {
		return false, notFoundAs(err, registry.ErrNoContact, "registrant", string(after.Registrant))
	}
	return !oldContact.SamePerson(newContact), nil
}

// ConfirmPending accepts or rejects the request that waits for the registrant's
// confirmation, for the bearer of the token that was sent to the registrant.
// ErrNoConfirmation when no request waits or the token is not its. The request
// itself may be refused by now: its fault is returned, and it goes on waiting.
type ConfirmPending struct {
	Name, Token string
	Verb        string // "update" or "delete": the request expected to wait; "": either
	Accept      bool
}

func (c ConfirmPending) Run(t *Tx) (PendingConfirmation, error) {
	none := PendingConfirmation{}
	d, p, err := t.loadDomain(c.Name)
	if err != nil {
		return none, err
	}
	if err := checkConfirmToken(d, c.Verb, c.Token); err != nil {
		return none, err
	}
	result, err := t.describePending(d)
	if err != nil {
		return none, err
	}
	tok, err := t.st.Tokens().Get(hex.EncodeToString(d.Pending.TokenHash))
	if err != nil {
		return none, notFoundAs(err, registry.ErrNoConfirmation, "name", string(d.Name))
	}
	tok.Retired = t.Now
	if err := t.st.Tokens().Put(tok); err != nil {
		return none, err
	}
	after, verb, outcome := d.ClearPending(), "reject", "rejected"
	if c.Accept {
		verb, outcome = "confirm", "confirmed"
	}
	if err := t.saveDomain(verb, d, after); err != nil {
		return none, err
	}
	if c.Accept {
		if after, err = t.runConfirmed(d, after, p, tok); err != nil {
			return none, err
		}
	}
	result.Domain = after
	return result, t.queueMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), confirmationText(d, outcome), after)
}

// runConfirmed runs the confirmed request for the actor that sent it.
func (t *Tx) runConfirmed(d, after registry.Domain, p registry.Policy, tok registry.Token) (registry.Domain, error) {
	caller := t.By
	t.By = d.Pending.By
	defer func() { t.By = caller }()
	if d.Pending.Verb == pendingDelete {
		return DeleteDomain{Name: string(d.Name), Verified: true}.Run(t)
	}
	sealed, err := base64.RawStdEncoding.DecodeString(tok.Note)
	if err != nil {
		return after, fmt.Errorf("pending update: %w", err)
	}
	plain, err := t.unseal(sealed, "request", tok.Hash)
	if err != nil {
		return after, err
	}
	var request UpdateDomain
	if err := json.Unmarshal(plain, &request); err != nil {
		return after, fmt.Errorf("pending update: %w", err)
	}
	request.Verified = true
	result, err := request.Run(t)
	return result.Domain, err
}

// checkConfirmToken returns ErrNoConfirmation unless token decides the request
// that d waits for, and the request is verb ("": any).
func checkConfirmToken(d registry.Domain, verb, token string) error {
	if d.Pending == nil || verb != "" && verb != d.Pending.Verb ||
		subtle.ConstantTimeCompare([]byte(hashToken(confirmTokenKind, token)), []byte(hex.EncodeToString(d.Pending.TokenHash))) != 1 {
		return registry.ErrNoConfirmation.On("name", string(d.Name))
	}
	return nil
}

// confirmationText returns the registrar's message about the outcome of its
// request (docs/contracts/ee.md section 4, lifecycle 7).
func confirmationText(d registry.Domain, outcome string) string {
	what := "update"
	if d.Pending != nil && d.Pending.Verb == pendingDelete {
		what = "deletion"
	}
	return fmt.Sprintf("Registrant %s domain %s: %s", outcome, what, d.Name.Unicode())
}

// PendingConfirmation is a request that waits for a registrant's confirmation.
type PendingConfirmation struct {
	Domain        registry.Domain
	Verb          string           // "update" or "delete"
	Registrant    registry.Contact // the present registrant, who confirms
	NewRegistrant registry.Contact `json:"Heir"` // the new registrant of an update
	Token         string           // confirmation token; only for operators and the registrant, else ""
}

// describePending returns the request that d waits for, without the token.
func (s *Snapshot) describePending(d registry.Domain) (PendingConfirmation, error) {
	p := PendingConfirmation{Domain: d, Verb: d.Pending.Verb}
	var err error
	if p.Registrant, err = s.st.Contacts().Get(d.Registrant); d.Registrant != "" && err != nil {
		return p, notFoundAs(err, registry.ErrNoContact, "registrant", string(d.Registrant))
	}
	if p.Verb == pendingUpdate {
		p.NewRegistrant, err = s.st.Contacts().Get(d.Pending.Registrant)
		return p, notFoundAs(err, registry.ErrNoContact, "registrant", string(d.Pending.Registrant))
	}
	return p, nil
}

// PendingConfirmationInfo returns the request that waits, for the bearer of its
// token.
type PendingConfirmationInfo struct {
	Name, Token string
	Verb        string // as in ConfirmPending
}

func (q PendingConfirmationInfo) Answer(s *Snapshot) (PendingConfirmation, error) {
	n, err := s.parseName(q.Name)
	if err != nil {
		return PendingConfirmation{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return PendingConfirmation{}, err
	}
	if err := checkConfirmToken(d, q.Verb, q.Token); err != nil {
		return PendingConfirmation{}, err
	}
	return s.describePending(d)
}

// ConfirmationTokenInfo returns the request that waits for a name together with
// its confirmation token, which is sent to the registrant only. Operators only.
type ConfirmationTokenInfo struct{ Name string }

func (q ConfirmationTokenInfo) Answer(s *Snapshot) (PendingConfirmation, error) {
	if !s.By.Operator() {
		return PendingConfirmation{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	n, err := s.parseName(q.Name)
	if err != nil {
		return PendingConfirmation{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return PendingConfirmation{}, err
	}
	return s.describePendingWithToken(d)
}

// describePendingWithToken returns the request that d waits for with its token;
// ErrNoConfirmation when there is none.
func (s *Snapshot) describePendingWithToken(d registry.Domain) (PendingConfirmation, error) {
	if d.Pending == nil {
		return PendingConfirmation{}, registry.ErrNoConfirmation.On("name", string(d.Name))
	}
	p, err := s.describePending(d)
	if err != nil {
		return p, err
	}
	tok, err := s.st.Tokens().Get(hex.EncodeToString(d.Pending.TokenHash))
	if err != nil {
		return p, notFoundAs(err, registry.ErrNoConfirmation, "name", string(d.Name))
	}
	p.Token, err = s.unsealToken(tok)
	return p, err
}
