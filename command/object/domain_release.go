package object

import (
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// offerToPreorders releases d to its preorders if it is in redemption and the
// policy lets others register it during that phase.
func offerToPreorders(t *command.Tx, d registry.Domain) (registry.Domain, error) {
	p, err := t.FindPolicy(d.Name)
	if err != nil || !p.RedemptionIsAvailable || d.Phase != registry.Redemption {
		return d, err
	}
	line, err := t.Store.Preorders().Waiting(d.Name)
	if err != nil || len(line) == 0 {
		return d, err
	}
	gone := d
	gone.Phase, gone.PhaseEnds = registry.Released, time.Time{}
	return gone, releaseDomain(t, registry.VerbRelease, d)
}

// releaseDomain deletes d and, in the same transaction, registers the name for
// the first preorder that can pay, so that no other client can register it in
// between.
func releaseDomain(t *command.Tx, verb registry.Verb, d registry.Domain) error {
	if err := removeDomain(t, verb, d); err != nil {
		return err
	}
	line, err := t.Store.Preorders().Waiting(d.Name)
	if err != nil {
		return err
	}
	caught := false
	for _, o := range line {
		o, err := t.Store.Preorders().Get(o.ID) // read again under lock: it may have been cancelled
		if err != nil {
			return err
		}
		if o.State != registry.PreorderWaiting {
			continue
		}
		state := registry.PreorderMissed
		if !caught {
			state, err = catchDomain(t, o)
			if err != nil {
				return err
			}
			caught = state == registry.PreorderCaught
		} else if err := ReleasePreorderHold(t, o); err != nil {
			return err
		}
		o.State, o.Held, o.Updated = state, 0, t.Now
		if err := SavePreorder(t, registry.Verb(state), o); err != nil {
			return err
		}
	}
	return nil
}

// catchDomain registers the name of o for its account if the account can pay. It
// releases the money on hold for o in any case.
func catchDomain(t *command.Tx, o registry.Preorder) (registry.PreorderState, error) {
	if err := ReleasePreorderHold(t, o); err != nil {
		return o.State, err
	}
	a, err := t.Store.Accounts().Get(o.Account)
	if exists, err := command.IsFound(err); err != nil {
		return o.State, err
	} else if !exists || a.Suspended {
		return registry.PreorderUnpaid, nil
	}
	p, err := t.FindPolicy(name.Name(o.Name))
	if err != nil {
		return o.State, err
	}
	buyer := registry.Actor{Registrar: o.Registrar, Account: o.Account, Frontend: t.By.Frontend, Request: t.By.Request}
	retained, err := t.FindRetained(name.Name(o.Name))
	if err != nil {
		return o.State, err
	}
	listed, _ := retained.Listing.Active(t.Now)
	product := CatchProduct(p)
	price, _ := p.PriceOf(listed.Prices, product, p.DefaultTerm(registry.PlanPaid))
	switch err := ledger.CheckFunds(t.Snapshot, o.Registrar, o.Account, price); {
	case errors.Is(err, registry.ErrLowBalance), errors.Is(err, registry.ErrLowDeposit):
		return registry.PreorderUnpaid, nil
	case err != nil:
		return o.State, err
	}
	_, err = CreateDomain{Name: o.Name, Hosted: true, product: product}.Run(t.As(buyer))
	var fault *registry.Fault
	if errors.As(err, &fault) {
		return registry.PreorderMissed, nil
	}
	return registry.PreorderCaught, err
}

// ReleasePreorderHold gives the money on hold for o back to its account.
func ReleasePreorderHold(t *command.Tx, o registry.Preorder) error {
	held := money.Amount{Minor: o.Held, Currency: o.Currency}
	return ledger.HoldFunds(t, o.Registrar, o.Account, held.Neg(), "preorder released", o.Name)
}

// CatchProduct returns the product by whose price a caught name is sold:
// ProductCatch where the TLD has a price for it, else ProductCreate.
func CatchProduct(p registry.Policy) registry.Product {
	if len(p.Prices[registry.ProductCatch]) > 0 {
		return registry.ProductCatch
	}
	return registry.ProductCreate
}

// SavePreorder writes a preorder with a line of the change log under verb.
func SavePreorder(t *command.Tx, verb registry.Verb, o registry.Preorder) error {
	return command.Save(t, t.Store.Preorders(), o, verb, registry.KindPreorder, fmt.Sprintf("%s/%d", o.Name, o.ID))
}
