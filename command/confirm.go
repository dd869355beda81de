package command

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// What may wait for the registrant's word: Pending.Verb.
const (
	pendingUpdate = "update"
	pendingDelete = "delete"
)

// confirmKind is the kind of the tokens that decide. They belong to nobody:
// whoever has one may speak for the registrant, as it goes to nobody else.
const confirmKind = "confirm"

const confirmBytes = 42 // in hex, 84 characters

// await lets ask wait for the registrant's word. The token that gives it is
// kept sealed, beside the request that it will let through: neither comes into
// the change log.
func (t *Tx) await(d registry.Domain, ask registry.Pending, p registry.Policy, request any) (registry.Domain, error) {
	ask.By = t.By
	after, err := d.Await(ask, t.Now, p)
	if err != nil {
		return d, err
	}
	t.By = registry.Actor{}
	issued, err := IssueToken{
		Kind: confirmKind, Hex: confirmBytes, Scopes: []string{string(d.Name)}, TTL: after.Pending.Ends.Sub(t.Now), Keep: true,
	}.Run(t)
	if t.By = ask.By; err != nil {
		return d, err
	}
	if request != nil {
		plain, err := json.Marshal(request)
		if err != nil {
			return d, fmt.Errorf("pending %s: %w", ask.Verb, err)
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
	return after, t.save(ask.Verb+"-request", d, after)
}

// changesHands reports whether after belongs to another person than before. Who
// had no registrant has nobody to ask.
func (s *Snapshot) changesHands(before, after registry.Domain) (bool, error) {
	if before.Registrant == "" || before.Registrant == after.Registrant {
		return false, nil
	}
	was, err := s.st.Contacts().Get(before.Registrant)
	if err != nil {
		return false, absent(err, registry.ErrNoContact, "registrant", string(before.Registrant))
	}
	is, err := s.st.Contacts().Get(after.Registrant)
	if err != nil {
		return false, absent(err, registry.ErrNoContact, "registrant", string(after.Registrant))
	}
	return !was.SamePerson(is), nil
}

// ConfirmPending decides what waits for the registrant's word, in the name of
// whoever has the token that was sent to the registrant. ErrNoConfirm: nothing
// waits, or not for this token. What was asked for may meet a fault of its own
// by now; then it goes on waiting.
type ConfirmPending struct {
	Name, Token string
	Verb        string // "update" or "delete": what the decision is about; "": whatever it is
	Accept      bool
}

func (c ConfirmPending) Run(t *Tx) (Petition, error) {
	none := Petition{}
	d, p, err := t.standing(c.Name)
	if err != nil {
		return none, err
	}
	if err := waits(d, c.Verb, c.Token); err != nil {
		return none, err
	}
	petition, err := t.petition(d)
	if err != nil {
		return none, err
	}
	tok, err := t.st.Tokens().Get(hex.EncodeToString(d.Pending.TokenHash))
	if err != nil {
		return none, absent(err, registry.ErrNoConfirm, "name", string(d.Name))
	}
	tok.Retired = t.Now
	if err := t.st.Tokens().Put(tok); err != nil {
		return none, err
	}
	after, verb, word := d.Answered(), "reject", "rejected"
	if c.Accept {
		verb, word = "confirm", "confirmed"
	}
	if err := t.save(verb, d, after); err != nil {
		return none, err
	}
	if c.Accept {
		if after, err = t.grant(d, after, p, tok); err != nil {
			return none, err
		}
	}
	petition.Domain = after
	return petition, t.tell(d.Registrar, verb, registry.KindDomain, string(d.Name), answer(d, word), after)
}

// grant does what was asked for, for who asked.
func (t *Tx) grant(d, after registry.Domain, p registry.Policy, tok registry.Token) (registry.Domain, error) {
	asked := t.By
	t.By = d.Pending.By
	defer func() { t.By = asked }()
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
	done, err := request.Run(t)
	return done.Domain, err
}

// waits returns nil if what d waits for is token's to decide.
func waits(d registry.Domain, verb, token string) error {
	if d.Pending == nil || verb != "" && verb != d.Pending.Verb ||
		subtle.ConstantTimeCompare([]byte(hashToken(confirmKind, token)), []byte(hex.EncodeToString(d.Pending.TokenHash))) != 1 {
		return registry.ErrNoConfirm.On("name", string(d.Name))
	}
	return nil
}

// answer says to the registrar what came of its request (contract ee, section
// 4, lifecycle 7).
func answer(d registry.Domain, word string) string {
	what := "update"
	if d.Pending != nil && d.Pending.Verb == pendingDelete {
		what = "deletion"
	}
	return fmt.Sprintf("Registrant %s domain %s: %s", word, what, d.Name.Unicode())
}

// A Petition is what waits for a registrant's word.
type Petition struct {
	Domain     registry.Domain
	Verb       string           // "update" or "delete"
	Registrant registry.Contact // whose word it is
	Heir       registry.Contact // who gets the name by an update
	Token      string           // that decides; for operators and the registrant alone
}

func (s *Snapshot) petition(d registry.Domain) (Petition, error) {
	p := Petition{Domain: d, Verb: d.Pending.Verb}
	var err error
	if p.Registrant, err = s.st.Contacts().Get(d.Registrant); d.Registrant != "" && err != nil {
		return p, absent(err, registry.ErrNoContact, "registrant", string(d.Registrant))
	}
	if p.Verb == pendingUpdate {
		p.Heir, err = s.st.Contacts().Get(d.Pending.Registrant)
		return p, absent(err, registry.ErrNoContact, "registrant", string(d.Pending.Registrant))
	}
	return p, nil
}

// PetitionInfo tells what waits, to whoever has the token.
type PetitionInfo struct {
	Name, Token string
	Verb        string // as in ConfirmPending
}

func (q PetitionInfo) Answer(s *Snapshot) (Petition, error) {
	n, err := s.parse(q.Name)
	if err != nil {
		return Petition{}, err
	}
	d, err := s.Domain(n)
	if err != nil {
		return Petition{}, err
	}
	if err := waits(d, q.Verb, q.Token); err != nil {
		return Petition{}, err
	}
	return s.petition(d)
}

// Confirmation tells an operator what waits for a name, and by which token it
// is decided: the registry sends that to the registrant, and to nobody else.
type Confirmation struct{ Name string }

func (q Confirmation) Answer(s *Snapshot) (Petition, error) {
	if !s.By.Operator() {
		return Petition{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	n, err := s.parse(q.Name)
	if err != nil {
		return Petition{}, err
	}
	d, err := s.Domain(n)
	if err != nil {
		return Petition{}, err
	}
	return s.open(d)
}

// open returns what d waits for, with the token.
func (s *Snapshot) open(d registry.Domain) (Petition, error) {
	if d.Pending == nil {
		return Petition{}, registry.ErrNoConfirm.On("name", string(d.Name))
	}
	p, err := s.petition(d)
	if err != nil {
		return p, err
	}
	tok, err := s.st.Tokens().Get(hex.EncodeToString(d.Pending.TokenHash))
	if err != nil {
		return p, absent(err, registry.ErrNoConfirm, "name", string(d.Name))
	}
	p.Token, err = s.kept(tok)
	return p, err
}
