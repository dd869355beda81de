// Package object holds the use cases of domains (RFC 5731) and of their lifecycle (RFC
// 3915).
//
// Begin with domain_create.go, the purchase, then domain_load.go: LoadOwnDomain is the
// first step of every command on a domain that exists. domain_advance.go writes what time
// has done to a domain, and domain_release.go gives a name that drops to the first
// preorder. Frontends call the commands, and command/transfer and command/preorder the
// functions.
package object

import (
	"cmp"
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreateDomain registers a name (RFC 5731 section 3.2.1) for the actor's
// account, or for its registrar when the actor has no account. It charges the
// price of the term.
type CreateDomain struct {
	Name             string
	Plan             registry.Plan
	Term             registry.Term      // zero: the policy's DefaultTerm
	Registrant       registry.ContactID // "": the account's contact, which also takes the roles that the policy requires if the request names no contact
	Admin            []registry.ContactID
	Tech             []registry.ContactID
	Billing          []registry.ContactID
	Nameservers      []NS
	CreateHosts      bool // create host objects that do not exist yet
	DeferGlue        bool // create hosts at or below the name itself without addresses
	Hosted           bool // use the storefront's name servers and ignore Nameservers
	DNSSEC           registry.DNSSEC
	Forward          registry.Forward
	Shield           bool
	Statuses         []registry.StatusEntry
	AutoRenew        *bool // nil: the policy's AutoRenew
	Label            string
	AuthInfo         string // "": generated, unless NoAuthInfo
	NoAuthInfo       bool   // AuthInfo "" means none (RFC 9154 section 4.3)
	ReservedPassword string // password of a reserved name, where the policy has ReservedAuthInfo

	product registry.Product // "": ProductCreate
}

// NS is a name server in a request. Addrs is for TLDs with host attributes.
type NS struct {
	Host  string
	Addrs []string
	Form  NSForm
}

// NSForm is the form in which a request gave a name server: as a host object or
// as a host attribute. A TLD supports one of them (RFC 5731 section 1.1).
type NSForm string

const (
	NSAny  NSForm = "" // not given: the form of the TLD
	NSObj  NSForm = "hostObj"
	NSAttr NSForm = "hostAttr"
)

// Registration is the result of a purchase. AuthInfo is in plain text.
type Registration struct {
	Domain   registry.Domain
	AuthInfo string
	Price    registry.Price
}

func (c CreateDomain) Run(t *command.Tx) (Registration, error) {
	var none Registration
	if t.By.Registrar == "" {
		return none, registry.ErrMissing.On("registrar", "")
	}
	n, err := t.ParseRegistration(c.Name)
	if err != nil {
		return none, err
	}
	p, err := t.FindPolicy(n)
	if err != nil {
		return none, err
	}
	if err := p.CheckName(n); err != nil {
		return none, err
	}
	if (c.Term == registry.Term{}) {
		c.Term = p.DefaultTerm(c.Plan)
	}
	if _, err := c.lookUpPrice(p, nil); err != nil {
		return none, err
	}
	premium, err := c.ensureFree(t, n, p)
	if err != nil {
		return none, err
	}
	price, err := c.lookUpPrice(p, premium)
	if err != nil {
		return none, err
	}
	d, err := c.draft(t, n, p)
	if err != nil {
		return none, err
	}
	d.Premium = premium
	if err := ChargePayer(t, d.Registrar, d.Account, price, string(c.soldProduct()), string(n)); err != nil {
		return none, err
	}
	secret := ""
	if c.AuthInfo != "" || !c.NoAuthInfo {
		if secret, err = setAuthInfo(t, &d, p, c.AuthInfo); err != nil {
			return none, err
		}
	}
	d = awaitServers(t, registry.Domain{}, d.Register(c.Term, price, t.Now, p), p)
	if err := command.SaveDomain(t, registry.VerbCreate, registry.Domain{}, d); err != nil {
		return none, err
	}
	return Registration{d, secret, price}, c.createDeferredHosts(t, d, p)
}

// soldProduct returns the product that is charged.
func (c CreateDomain) soldProduct() registry.Product {
	if c.product != "" {
		return c.product
	}
	return registry.ProductCreate
}

// lookUpPrice returns the price of c, for a name with premium prices (nil: none); ErrUnsupported, ErrTerm or ErrNoPrice when
// the policy does not offer it.
func (c CreateDomain) lookUpPrice(p registry.Policy, premium registry.Premium) (registry.Price, error) {
	if c.Plan == registry.PlanFree && len(p.FreeTerms) == 0 {
		return registry.Price{}, registry.ErrUnsupported.On("plan", string(c.Plan))
	}
	if !p.Offers(c.Term, c.Plan) {
		return registry.Price{}, registry.ErrTerm.On("period", c.Term.String())
	}
	if c.Plan == registry.PlanFree {
		return registry.Price{}, nil
	}
	price, ok := p.PriceOf(premium, c.soldProduct(), c.Term)
	if !ok {
		return price, registry.ErrNoPrice.On("period", c.Term.String())
	}
	return price, nil
}

// ensureFree returns the premium prices of n if it can be registered; ErrNameTaken, or the
// faults of CheckRetained and redeemReservation. It releases a name in redemption if the
// policy lets others register it during that phase.
func (c CreateDomain) ensureFree(t *command.Tx, n name.Name, p registry.Policy) (registry.Premium, error) {
	switch d, exists, err := RefreshDomain(t, n); {
	case err != nil:
		return nil, err
	case exists && p.RedemptionIsAvailable && d.Phase == registry.Redemption:
		if err := releaseDomain(t, registry.VerbRelease, d); err != nil {
			return nil, err
		}
		if _, err := t.Store.Domains().Get(n); !errors.Is(err, store.ErrNotFound) { // a preorder caught it
			return nil, cmp.Or(err, error(registry.ErrNameTaken.On("name", string(n))))
		}
	case exists:
		return nil, registry.ErrNameTaken.On("name", string(n))
	}
	premium, err := CheckRetained(t.Snapshot, n, p, c.Plan)
	if err != nil {
		return nil, err
	}
	return premium, redeemReservation(t, n, p, c.ReservedPassword)
}

// draft returns the domain to be created, checked against the policy, without
// term, price and authInfo.
func (c CreateDomain) draft(t *command.Tx, n name.Name, p registry.Policy) (registry.Domain, error) {
	id, err := t.NewDomainIDs(p)
	if err != nil {
		return registry.Domain{}, err
	}
	d := registry.Domain{
		Name: n, ROID: id.ROID, Number: id.Number, UUID: id.UUID,
		Registrar: t.By.Registrar, Account: t.By.Account, Plan: c.Plan, CreatedBy: t.By.Author(),
		Registrant: c.Registrant, Admin: c.Admin, Tech: c.Tech, Billing: c.Billing,
		DNSSEC: c.DNSSEC, Forward: c.Forward, Shield: c.Shield,
		AutoRenew: p.AutoRenew, Label: c.Label, Statuses: c.Statuses,
	}
	if c.AutoRenew != nil {
		d.AutoRenew = *c.AutoRenew
	}
	if c.Plan == registry.PlanFree {
		d.AutoRenew = false
	}
	if d.Registrant == "" && d.Account != "" {
		a, err := t.Store.Accounts().Get(d.Account)
		if err != nil {
			return d, command.NotFoundAs(err, registry.ErrNoAccount, "account", string(d.Account))
		}
		if a.Suspended {
			return d, registry.ErrSuspended.On("account", string(a.ID))
		}
		if d.Registrant = a.Contact; len(c.Admin)+len(c.Tech)+len(c.Billing) == 0 {
			d = p.WithRequiredContacts(d)
		}
	}
	for _, s := range c.Statuses {
		if !t.By.CanSetStatus(s.Status) {
			return d, registry.ErrStatusClient.On("status", string(s.Status))
		}
	}
	if d, err = c.setNameservers(t, d, p); err != nil {
		return d, err
	}
	return d, validateDomain(t, registry.Domain{}, d, p)
}
