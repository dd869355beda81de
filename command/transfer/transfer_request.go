package transfer

import (
	"cmp"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// RequestTransfer requests the transfer of a domain of another sponsor (RFC 5731
// section 3.2.4) to the actor's account, or to its registrar when the actor has
// no account. The price is charged now and refunded if the transfer is rejected
// or cancelled. The transfer is approved at once if the policy's TransferWait is
// zero; else the losing side decides, also between two accounts of one registrar
// (docs/contracts/freenom.md F-r). Its faults include ErrAlreadySponsor,
// ErrAuthInfo, ErrTransferPending and ErrStatus.
type RequestTransfer struct {
	Name       string
	AuthInfo   string
	Term       registry.Term      // zero or the policy's TransferTerm; ErrTerm for another
	Registrant registry.ContactID // new registrant, a contact of the actor; "": a copy of the present one
	AllRoles   bool               // Registrant replaces all other contacts too; none is copied
}

func (c RequestTransfer) Run(t *command.Tx) (object.TransferResult, error) {
	requested, price, err := c.prepare(t)
	if err != nil {
		return object.TransferResult{}, err
	}
	return c.execute(t, requested, price)
}

// prepare checks the request and returns the domain with the pending transfer,
// and its price. It writes nothing but due transitions.
func (c RequestTransfer) prepare(t *command.Tx) (registry.Domain, registry.Price, error) {
	if t.By.Registrar == "" {
		return registry.Domain{}, registry.Price{}, registry.ErrRole.On("role", string(registry.RoleEPP))
	}
	d, p, err := object.LoadDomain(t, c.Name)
	switch {
	case err != nil:
		return d, registry.Price{}, err
	case t.By.Owns(d.Registrar, d.Account):
		return d, registry.Price{}, registry.ErrAlreadySponsor.On("name", string(d.Name))
	}
	if err := object.VerifyAuthInfo(t.Snapshot, d, c.AuthInfo); err != nil {
		return d, registry.Price{}, err
	}
	if err := t.CheckProtected(d.Name); err != nil {
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
func (c RequestTransfer) execute(t *command.Tx, d registry.Domain, price registry.Price) (object.TransferResult, error) {
	p, err := t.FindPolicy(d.Name)
	if err != nil {
		return object.TransferResult{}, err
	}
	tr := *d.Transfer
	if err := object.ChargePayer(t, tr.Gaining, tr.GainingAccount, price, "transfer", string(d.Name)); err != nil {
		return object.TransferResult{}, err
	}
	if p.TransferWait == 0 {
		return object.EndTransfer(t, d, registry.TransferServerApproved, "", price)
	}
	if err := t.Store.Transfers().Put(tr); err != nil {
		return object.TransferResult{}, err
	}
	if err := command.QueueTransferMessages(t, tr); err != nil {
		return object.TransferResult{}, err
	}
	return object.TransferResult{Transfer: tr, Domain: d, Price: price}, command.SaveDomain(t, registry.VerbTransferRequest, d, d)
}

// draft returns the requested transfer and its price.
func (c RequestTransfer) draft(t *command.Tx, d registry.Domain, p registry.Policy) (registry.Transfer, registry.Price, error) {
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
	if err := object.CheckDomainContacts(t, d, after, p); err != nil {
		return tr, registry.Price{}, err
	}
	if c.Registrant != "" && p.ConfirmPeriod > 0 { // only UpdateDomain changes the registrant: it awaits the confirmation
		if another, err := object.ChangesRegistrant(t.Snapshot, d, after); another || err != nil {
			return tr, registry.Price{}, cmp.Or(err, error(registry.ErrUnsupported.On("registrant", string(c.Registrant))))
		}
	}
	id, err := t.Store.NextID()
	if tr.ID = id; err != nil || tr.Term == (registry.Term{}) {
		return tr, registry.Price{}, err
	}
	price, ok := p.PriceOf(d.Premium, registry.ProductTransfer, tr.Term)
	if !ok {
		return tr, price, registry.ErrNoPrice.On("period", tr.Term.String())
	}
	tr.Wholesale, tr.Currency = price.Wholesale.Minor, price.Wholesale.Currency
	if tr.GainingAccount != "" {
		tr.Price = price.Retail.Minor
	}
	return tr, price, nil
}
