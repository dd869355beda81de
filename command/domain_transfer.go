package command

import (
	"cmp"
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// RequestTransfer requests the transfer of a domain of another sponsor (RFC 5731
// section 3.2.4) to the actor's account, or to its registrar when the actor has
// no account. The price is charged now and refunded if the transfer is rejected
// or cancelled. The transfer is approved at once if the policy's TransferWait is
// zero or both sides are accounts of one registrar. Its faults include
// ErrAlreadySponsor, ErrAuthInfo, ErrTransferPending and ErrStatus.
type RequestTransfer struct {
	Name       string
	AuthInfo   string
	Term       registry.Term      // zero or the policy's TransferTerm; ErrTerm for another
	Registrant registry.ContactID // new registrant, a contact of the actor; "": a copy of the present one
	AllRoles   bool               // Registrant replaces all other contacts too; none is copied
}

// TransferResult is a transfer with its domain and the price that the gaining
// side has paid.
type TransferResult struct {
	Transfer registry.Transfer
	Domain   registry.Domain
	Price    registry.Price
}

func (c RequestTransfer) Run(t *Tx) (TransferResult, error) {
	requested, price, err := c.prepare(t)
	if err != nil {
		return TransferResult{}, err
	}
	return c.execute(t, requested, price)
}

// prepare checks the request and returns the domain with the pending transfer,
// and its price. It writes nothing but due transitions.
func (c RequestTransfer) prepare(t *Tx) (registry.Domain, registry.Price, error) {
	if t.By.Registrar == "" {
		return registry.Domain{}, registry.Price{}, registry.ErrRole.On("role", string(registry.RoleEPP))
	}
	d, p, err := t.loadDomain(c.Name)
	switch {
	case err != nil:
		return d, registry.Price{}, err
	case t.By.Owns(d.Registrar, d.Account):
		return d, registry.Price{}, registry.ErrAlreadySponsor.On("name", string(d.Name))
	}
	if err := t.verifyAuthInfo(d, c.AuthInfo); err != nil {
		return d, registry.Price{}, err
	}
	tr, price, err := c.draft(t, d, p)
	if err != nil {
		return d, price, err
	}
	requested, err := d.RequestTransfer(tr, t.Now, p)
	return requested, price, err
}

// execute charges the price and approves the transfer or stores it as pending.
// d is the domain that prepare returned.
func (c RequestTransfer) execute(t *Tx, d registry.Domain, price registry.Price) (TransferResult, error) {
	p, err := t.FindPolicy(d.Name)
	if err != nil {
		return TransferResult{}, err
	}
	tr := *d.Transfer
	if err := t.chargePayer(tr.Gaining, tr.GainingAccount, price, "transfer", string(d.Name)); err != nil {
		return TransferResult{}, err
	}
	switch {
	case tr.Gaining == d.Registrar:
		return t.endTransfer(d, registry.TransferClientApproved, "", price)
	case p.TransferWait == 0:
		return t.endTransfer(d, registry.TransferServerApproved, "", price)
	}
	if err := t.st.Transfers().Put(tr); err != nil {
		return TransferResult{}, err
	}
	if err := t.queueTransferMessages(tr); err != nil {
		return TransferResult{}, err
	}
	return TransferResult{tr, d, price}, t.saveDomain("transfer-request", d, d)
}

// loadDomain is refreshDomain for a domain of any sponsor, with its policy;
// ErrNameSyntax, ErrTLD or ErrNoName otherwise.
func (t *Tx) loadDomain(text string) (registry.Domain, registry.Policy, error) {
	n, err := t.parseName(text)
	if err != nil {
		return registry.Domain{}, registry.Policy{}, err
	}
	p, err := t.FindPolicy(n)
	if err != nil {
		return registry.Domain{}, p, err
	}
	d, exists, err := t.refreshDomain(n)
	if err == nil && !exists {
		err = registry.ErrNoName.On("name", string(n))
	}
	return d, p, err
}

// draft returns the requested transfer and its price.
func (c RequestTransfer) draft(t *Tx, d registry.Domain, p registry.Policy) (registry.Transfer, registry.Price, error) {
	tr := registry.Transfer{
		Kind: registry.KindDomain, Key: string(d.Name), Gaining: t.By.Registrar, GainingAccount: t.By.Account,
		NewRegistrant: c.Registrant, ReplaceContacts: c.AllRoles && c.Registrant != "",
	}
	if d.Plan == registry.PlanPaid {
		tr.Term = p.TransferTerm
	}
	if (c.Term != registry.Term{}) && c.Term != tr.Term {
		return tr, registry.Price{}, registry.ErrTerm.On("period", c.Term.String())
	}
	after := d
	after.Registrant = c.Registrant
	if err := t.checkDomainContacts(d, after, p); err != nil {
		return tr, registry.Price{}, err
	}
	if c.Registrant != "" && p.ConfirmPeriod > 0 { // only UpdateDomain changes the registrant: it awaits the confirmation
		if another, err := t.changesRegistrant(d, after); another || err != nil {
			return tr, registry.Price{}, cmp.Or(err, error(registry.ErrUnsupported.On("registrant", string(c.Registrant))))
		}
	}
	id, err := t.st.NextID()
	if tr.ID = id; err != nil || tr.Term == (registry.Term{}) {
		return tr, registry.Price{}, err
	}
	price, ok := p.Prices.Of(registry.ProductTransfer, tr.Term)
	if !ok {
		return tr, price, registry.ErrNoPrice.On("period", tr.Term.String())
	}
	tr.Wholesale, tr.Currency = price.Wholesale.Minor, price.Wholesale.Currency
	if tr.GainingAccount != "" {
		tr.Price = price.Retail.Minor
	}
	return tr, price, nil
}

// ApproveTransfer approves the pending transfer of a domain of the actor (RFC
// 5730 section 2.9.3.4). The state is serverApproved for an operator, else
// clientApproved.
type ApproveTransfer struct{ Name string }

func (c ApproveTransfer) Run(t *Tx) (TransferResult, error) {
	d, err := t.loadPendingTransfer(c.Name, isLosing)
	if err != nil {
		return TransferResult{}, err
	}
	return t.endTransfer(d, t.decisionState(registry.TransferClientApproved, registry.TransferServerApproved), "", paidPrice(*d.Transfer))
}

// RejectTransfer rejects the pending transfer of a domain of the actor. The
// state is serverCancelled for an operator, else clientRejected.
type RejectTransfer struct{ Name, Reason string }

func (c RejectTransfer) Run(t *Tx) (TransferResult, error) {
	d, err := t.loadPendingTransfer(c.Name, isLosing)
	if err != nil {
		return TransferResult{}, err
	}
	return t.endTransfer(d, t.decisionState(registry.TransferClientRejected, registry.TransferServerCancelled), c.Reason, registry.Price{})
}

// CancelTransfer cancels the actor's own transfer request.
type CancelTransfer struct{ Name string }

func (c CancelTransfer) Run(t *Tx) (TransferResult, error) {
	d, err := t.loadPendingTransfer(c.Name, isGaining)
	if err != nil {
		return TransferResult{}, err
	}
	return t.endTransfer(d, t.decisionState(registry.TransferClientCancelled, registry.TransferServerCancelled), "", registry.Price{})
}

// decisionState returns server for an operator, else client.
func (t *Tx) decisionState(client, server registry.TransferState) registry.TransferState {
	if t.By.Operator() {
		return server
	}
	return client
}

// transferSide reports whether the actor is on one side of a transfer.
type transferSide func(registry.Actor, registry.Transfer) bool

func isLosing(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Losing, tr.LosingAccount)
}
func isGaining(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Gaining, tr.GainingAccount)
}
func isEitherSide(by registry.Actor, tr registry.Transfer) bool {
	return isLosing(by, tr) || isGaining(by, tr)
}

// loadPendingTransfer returns a domain with a pending transfer that the actor may
// end as that side; ErrNotYours for an actor on neither side, ErrNoTransfer when
// no transfer is pending.
func (t *Tx) loadPendingTransfer(text string, onSide transferSide) (registry.Domain, error) {
	d, _, err := t.loadDomain(text)
	switch {
	case err != nil:
		return d, err
	case d.HasPendingTransfer() && onSide(t.By, *d.Transfer):
		return d, nil
	case t.By.Owns(d.Registrar, d.Account) && !d.HasPendingTransfer(), d.Transfer != nil && isEitherSide(t.By, *d.Transfer) && !d.HasPendingTransfer():
		return d, registry.ErrNoTransfer.On("name", string(d.Name))
	}
	return d, registry.ErrNotYours.On("name", string(d.Name))
}

// TransferQuery returns the latest transfer of a domain (RFC 5731 section 3.1.3)
// to its losing or gaining side, or with the right RevealAuthInfo to any actor.
// ErrNoTransfer when there was none.
type TransferQuery struct{ Name, AuthInfo string }

func (q TransferQuery) Answer(s *Snapshot) (TransferResult, error) {
	n, err := s.parseName(q.Name)
	if err != nil {
		return TransferResult{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return TransferResult{}, err
	}
	switch {
	case s.By.Owns(d.Registrar, d.Account), d.Transfer != nil && isEitherSide(s.By, *d.Transfer):
	case q.AuthInfo == "":
		return TransferResult{}, registry.ErrNotYours.On("name", string(n))
	default:
		if err := s.verifyAuthInfo(d, q.AuthInfo); err != nil {
			return TransferResult{}, err
		}
	}
	if d.Transfer == nil {
		return TransferResult{}, registry.ErrNoTransfer.On("name", string(n))
	}
	return TransferResult{*d.Transfer, d, paidPrice(*d.Transfer)}, nil
}

// ListTransfers lists the transfers of which the actor is a side, newest first,
// at most Limit (zero: 100): those that are pending or ended after Since.
type ListTransfers struct {
	Since time.Time
	Limit int
}

func (q ListTransfers) Answer(s *Snapshot) ([]registry.Transfer, error) {
	list, err := s.st.Transfers().BySide(s.By.Registrar, s.By.Account, q.Since, q.Limit)
	if err != nil {
		return nil, err
	}
	for i, tr := range list {
		if tr.State != registry.TransferPending || s.Now.Before(tr.Acted) || tr.Kind != registry.KindDomain {
			continue
		}
		d, err := s.FindDomain(name.Name(tr.Key)) // due, but its outcome is not stored yet
		if err == nil && d.Transfer != nil && d.Transfer.ID == tr.ID {
			list[i] = *d.Transfer
		} else if err != nil && !errors.Is(err, registry.ErrNoName) {
			return nil, err
		}
	}
	return list, nil
}

// paidPrice returns the price that the gaining side has paid.
func paidPrice(tr registry.Transfer) registry.Price {
	return registry.Price{
		Retail:    money.Amount{Minor: tr.Price, Currency: tr.Currency},
		Wholesale: money.Amount{Minor: tr.Wholesale, Currency: tr.Currency},
	}
}
