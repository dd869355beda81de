package command

import (
	"cmp"
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// RequestTransfer asks for a name that is somebody else's (RFC 5731 section
// 3.2.4), for the actor's account, or for its registrar when it has none. What
// the transfer costs is paid now, and given back if it is refused. Where the
// policy knows no wait, and between two accounts of one registrar, the name
// changes hands at once. Its faults include ErrOwnAlready, ErrAuthInfo,
// ErrTransfering and ErrStatus.
type RequestTransfer struct {
	Name       string
	AuthInfo   string
	Term       registry.Term      // zero: what the policy adds; it adds no other
	Registrant registry.ContactID // of the actor's, to hold the name; "": the present one, copied
	AllRoles   bool               // Registrant takes the other contacts' places too, so that none is copied
}

// A Handover is a transfer and its domain, and what the gaining side has paid.
type Handover struct {
	Transfer registry.Transfer
	Domain   registry.Domain
	Price    registry.Price
}

func (c RequestTransfer) Run(t *Tx) (Handover, error) {
	asked, price, err := c.ask(t)
	if err != nil {
		return Handover{}, err
	}
	return c.act(t, asked, price)
}

// ask returns the name with the transfer that c asks for, and what that costs,
// before anything is written.
func (c RequestTransfer) ask(t *Tx) (registry.Domain, registry.Price, error) {
	if t.By.Registrar == "" {
		return registry.Domain{}, registry.Price{}, registry.ErrRole.On("role", string(registry.RoleEPP))
	}
	d, p, err := t.standing(c.Name)
	switch {
	case err != nil:
		return d, registry.Price{}, err
	case t.By.Owns(d.Registrar, d.Account):
		return d, registry.Price{}, registry.ErrOwnAlready.On("name", string(d.Name))
	}
	if err := t.opens(d, c.AuthInfo); err != nil {
		return d, registry.Price{}, err
	}
	tr, price, err := c.draft(t, d, p)
	if err != nil {
		return d, price, err
	}
	asked, err := d.AskTransfer(tr, t.Now, p)
	return asked, price, err
}

// act takes the money, and hands the name over or lets the request wait.
func (c RequestTransfer) act(t *Tx, asked registry.Domain, price registry.Price) (Handover, error) {
	p, err := t.Policy(asked.Name)
	if err != nil {
		return Handover{}, err
	}
	tr := *asked.Transfer
	if err := t.charge(tr.Gaining, tr.GainAccount, price, "transfer", string(asked.Name)); err != nil {
		return Handover{}, err
	}
	switch {
	case tr.Gaining == asked.Registrar:
		return t.conclude(asked, registry.TransferClientApproved, "", price)
	case p.TransferWait == 0:
		return t.conclude(asked, registry.TransferServerApproved, "", price)
	}
	if err := t.st.Transfers().Put(tr); err != nil {
		return Handover{}, err
	}
	if err := t.tellSides(tr); err != nil {
		return Handover{}, err
	}
	return Handover{tr, asked, price}, t.save("transfer-request", asked, asked)
}

// standing returns a name, whoever holds it, as Advance leaves it, and its
// policy; ErrNameSyntax, ErrTLD or ErrNoName otherwise.
func (t *Tx) standing(text string) (registry.Domain, registry.Policy, error) {
	n, err := t.parse(text)
	if err != nil {
		return registry.Domain{}, registry.Policy{}, err
	}
	p, err := t.Policy(n)
	if err != nil {
		return registry.Domain{}, p, err
	}
	d, there, err := t.current(n)
	if err == nil && !there {
		err = registry.ErrNoName.On("name", string(n))
	}
	return d, p, err
}

// draft returns the transfer that c asks for, and its price.
func (c RequestTransfer) draft(t *Tx, d registry.Domain, p registry.Policy) (registry.Transfer, registry.Price, error) {
	tr := registry.Transfer{
		Kind: registry.KindDomain, Key: string(d.Name), Gaining: t.By.Registrar, GainAccount: t.By.Account,
		GainContact: c.Registrant, GainRoles: c.AllRoles && c.Registrant != "",
	}
	if d.Plan == registry.Paid {
		tr.Term = p.TransferTerm
	}
	if (c.Term != registry.Term{}) && c.Term != tr.Term {
		return tr, registry.Price{}, registry.ErrTerm.On("period", c.Term.String())
	}
	to := d
	to.Registrant = c.Registrant
	if err := t.checkContacts(d, to, p); err != nil {
		return tr, registry.Price{}, err
	}
	if c.Registrant != "" && p.Confirm > 0 { // there is another way to that, which asks the registrant
		if another, err := t.changesHands(d, to); another || err != nil {
			return tr, registry.Price{}, cmp.Or(err, error(registry.ErrUnsupported.On("registrant", string(c.Registrant))))
		}
	}
	id, err := t.st.NextID()
	if tr.ID = id; err != nil || tr.Term == (registry.Term{}) {
		return tr, registry.Price{}, err
	}
	price, ok := p.Prices.Of(registry.ProductTransfer, tr.Term)
	if !ok {
		return tr, price, registry.ErrPrice.On("period", tr.Term.String())
	}
	tr.Wholesale, tr.Currency = price.Wholesale.Minor, price.Wholesale.Currency
	if tr.GainAccount != "" {
		tr.Price = price.Retail.Minor
	}
	return tr, price, nil
}

// ApproveTransfer lets a name of the actor's go (RFC 5730 section 2.9.3.4); an
// operator does so for the registry.
type ApproveTransfer struct{ Name string }

func (c ApproveTransfer) Run(t *Tx) (Handover, error) {
	d, err := t.pending(c.Name, losing)
	if err != nil {
		return Handover{}, err
	}
	return t.conclude(d, t.word(registry.TransferClientApproved, registry.TransferServerApproved), "", cost(*d.Transfer))
}

// RejectTransfer refuses to let a name of the actor's go; an operator does so
// for the registry.
type RejectTransfer struct{ Name, Reason string }

func (c RejectTransfer) Run(t *Tx) (Handover, error) {
	d, err := t.pending(c.Name, losing)
	if err != nil {
		return Handover{}, err
	}
	return t.conclude(d, t.word(registry.TransferClientRejected, registry.TransferServerCancelled), c.Reason, registry.Price{})
}

// CancelTransfer takes the actor's own request back.
type CancelTransfer struct{ Name string }

func (c CancelTransfer) Run(t *Tx) (Handover, error) {
	d, err := t.pending(c.Name, gaining)
	if err != nil {
		return Handover{}, err
	}
	return t.conclude(d, t.word(registry.TransferClientCancelled, registry.TransferServerCancelled), "", registry.Price{})
}

// word returns the state that the actor's word makes.
func (t *Tx) word(client, server registry.TransferState) registry.TransferState {
	if t.By.Operator() {
		return server
	}
	return client
}

// A side is one of the two of a transfer.
type side func(registry.Actor, registry.Transfer) bool

func losing(by registry.Actor, tr registry.Transfer) bool { return by.Owns(tr.Losing, tr.LoseAccount) }
func gaining(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Gaining, tr.GainAccount)
}
func either(by registry.Actor, tr registry.Transfer) bool { return losing(by, tr) || gaining(by, tr) }

// pending returns a name whose transfer the actor may decide on that side;
// ErrNotYours for one on neither, ErrNoTransfer when none is pending.
func (t *Tx) pending(text string, may side) (registry.Domain, error) {
	d, _, err := t.standing(text)
	switch {
	case err != nil:
		return d, err
	case d.Pends() && may(t.By, *d.Transfer):
		return d, nil
	case t.By.Owns(d.Registrar, d.Account) && !d.Pends(), d.Transfer != nil && either(t.By, *d.Transfer) && !d.Pends():
		return d, registry.ErrNoTransfer.On("name", string(d.Name))
	}
	return d, registry.ErrNotYours.On("name", string(d.Name))
}

// TransferQuery tells about the latest transfer of a name (RFC 5731 section
// 3.1.3): to both its sides, and to one who shows the authInfo. ErrNoTransfer
// when there was none.
type TransferQuery struct{ Name, AuthInfo string }

func (q TransferQuery) Answer(s *Snapshot) (Handover, error) {
	n, err := s.parse(q.Name)
	if err != nil {
		return Handover{}, err
	}
	d, err := s.Domain(n)
	if err != nil {
		return Handover{}, err
	}
	switch {
	case s.By.Owns(d.Registrar, d.Account), d.Transfer != nil && either(s.By, *d.Transfer):
	case q.AuthInfo == "":
		return Handover{}, registry.ErrNotYours.On("name", string(n))
	default:
		if err := s.opens(d, q.AuthInfo); err != nil {
			return Handover{}, err
		}
	}
	if d.Transfer == nil {
		return Handover{}, registry.ErrNoTransfer.On("name", string(n))
	}
	return Handover{*d.Transfer, d, cost(*d.Transfer)}, nil
}

// ListTransfers lists the transfers in which the actor gains or loses, those
// that pend or were decided since then, newest first, at most Limit (zero:
// 100).
type ListTransfers struct {
	Since time.Time
	Limit int
}

func (q ListTransfers) Answer(s *Snapshot) ([]registry.Transfer, error) {
	list, err := s.st.Transfers().Of(s.By.Registrar, s.By.Account, q.Since, q.Limit)
	if err != nil {
		return nil, err
	}
	for i, tr := range list {
		if tr.State != registry.TransferPending || s.Now.Before(tr.Acted) || tr.Kind != registry.KindDomain {
			continue
		}
		d, err := s.Domain(name.Name(tr.Key)) // time has decided it, and nobody has written that down yet
		if err == nil && d.Transfer != nil && d.Transfer.ID == tr.ID {
			list[i] = *d.Transfer
		} else if err != nil && !errors.Is(err, registry.ErrNoName) {
			return nil, err
		}
	}
	return list, nil
}

// cost is what the gaining side has paid.
func cost(tr registry.Transfer) registry.Price {
	return registry.Price{
		Retail:    money.Amount{Minor: tr.Price, Currency: tr.Currency},
		Wholesale: money.Amount{Minor: tr.Wholesale, Currency: tr.Currency},
	}
}
