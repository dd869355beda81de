package tldtest

import (
	"errors"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

// lifecycle simulates one domain under one policy. purchases are those that a
// delete may still refund, recorded independently of the domain.
type life struct {
	*rapid.T
	p     registry.Policy
	d     registry.Domain
	now   time.Time
	books []purchase
}

// purchase is one purchase with the end of its grace period.
type purchase struct {
	Period            registry.Period
	Ends              time.Time
	Retail, Wholesale int64
}

// runLifecycle draws and checks one random lifecycle.
func live(r *rapid.T, p registry.Policy) {
	l := &life{T: r, p: p, now: birth(r)}
	l.register()
	for range rapid.IntRange(1, 9).Draw(r, "operations") {
		l.pass()
		l.observe()
		if l.d.Phase == registry.Released {
			return
		}
		l.do()
	}
	l.observe()
}

// drawCreationTime draws the instant of creation, with leap days and midnights more often.
func birth(r *rapid.T) time.Time {
	at := time.Date(rapid.IntRange(2019, 2033).Draw(r, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
	at = at.AddDate(0, 0, rapid.OneOf(rapid.IntRange(0, 365), rapid.SampledFrom([]int{58, 59, 60, 30, 85, 300})).Draw(r, "day"))
	return at.Add(rapid.SampledFrom([]time.Duration{
		0, time.Microsecond, 12 * time.Hour, 21 * time.Hour, 22 * time.Hour, 22*time.Hour - time.Microsecond, day - time.Microsecond,
	}).Draw(r, "hour"))
}

func (l *life) register() {
	d := registry.Domain{Name: "a." + l.p.TLD, ROID: "D1-TEST", Registrar: "best-names", AuthInfo: []byte("sealed")}
	if rapid.Bool().Draw(l.T, "sold through a storefront") {
		d.Account = "alice"
	}
	if rapid.Bool().Draw(l.T, "delegated") {
		d.Nameservers = []registry.Nameserver{{Host: "ns1.b.example"}, {Host: "ns2.b.example"}}
	}
	terms := l.p.Terms
	if len(l.p.FreeTerms) > 0 && rapid.Bool().Draw(l.T, "free") {
		d.Plan, terms = registry.Free, l.p.FreeTerms
	}
	d.AutoRenew = rapid.Bool().Draw(l.T, "renews itself")
	term := rapid.SampledFrom(terms).Draw(l.T, "term")
	price := l.price(d, registry.ProductCreate, term)
	l.d = d.Register(term, price, l.now, l.p)
	l.buy(d.Account, registry.AddPeriod, l.p.AddGrace, price, l.now)
}

// drawTime advances the time, often to the instant of the next transition.
func (l *life) pass() {
	due := l.d.Due()
	switch how := rapid.IntRange(0, 9).Draw(l.T, "time"); {
	case how < 4 && due.After(l.now):
		l.now = due.Add(time.Duration(how-1) * time.Microsecond) // just before, at, just after; or a little later
	case how == 4:
	case how == 5:
		l.now = l.now.Add(rapid.SampledFrom([]time.Duration{400, 1500, 4000}).Draw(l.T, "long") * day)
	default:
		l.now = l.now.Add(time.Duration(rapid.IntRange(0, 60*24*60).Draw(l.T, "minutes")) * time.Minute)
	}
}

// observe checks the properties of the domain as of now and saves its state.
func (l *life) observe() {
	soon := l.now.Add(time.Duration(rapid.IntRange(0, 900*24).Draw(l.T, "hours ahead")) * time.Hour)
	far := soon.AddDate(0, 0, rapid.IntRange(0, 500).Draw(l.T, "days after that"))
	if rapid.IntRange(0, 99).Draw(l.T, "far ahead") == 42 {
		far = soon.AddDate(100, 0, 0)
	}
	projection(l.T, l.d, l.p, soon, far)
	punctuality(l.T, l.d, l.p, far)
	ahead, steps := l.d.At(far, l.p)
	order(l.T, l.d, l.p, steps)
	apart(l.T, l.d, ahead)

	after, steps := l.d.At(l.now, l.p)
	before := l.d
	for _, s := range steps {
		manners(l.T, s.After)
		switch s.Verb {
		case "autorenew":
			l.buy(before.Account, registry.AutoRenewPeriod, l.p.AutoRenewGrace, l.price(before, registry.ProductRenew, registry.Years(1)), s.At)
		case "transfer":
			l.transferred(before, s.After, s.At)
		}
		before = s.After
	}
	l.d = after
	manners(l.T, l.d)
}

// drawOperation runs a random operation. A refused one must not modify the domain.
func (l *life) do() {
	before := l.d.Clone()
	operation := rapid.SampledFrom([]func(*life) (registry.Domain, error){
		(*life).renew, (*life).renew, (*life).remove, (*life).remove, (*life).restore, (*life).restore, (*life).report,
		(*life).ask, (*life).ask, (*life).decide, (*life).mark, (*life).mark, (*life).confirm, (*life).force, (*life).upgrade,
	}).Draw(l.T, "operation")
	after, err := operation(l)
	if !equal(l.d, before) {
		l.Fatalf("an operation modified its receiver:\n%+v\nwas\n%+v", l.d, before)
	}
	if err != nil {
		if fault := new(registry.Fault); !errors.As(err, &fault) {
			l.Fatalf("a refusal that is not a Fault: %v", err)
		}
		return
	}
	apart(l.T, before, after)
	l.d = after
}

func (l *life) renew() (registry.Domain, error) {
	terms := l.p.Terms
	if l.d.Plan == registry.Free {
		terms = l.p.FreeTerms
	}
	term := rapid.SampledFrom(terms).Draw(l.T, "more")
	price := l.price(l.d, registry.ProductRenew, term)
	after, err := l.d.Renew(term, price, l.now, l.p)
	if err != nil {
		return after, err
	}
	switch l.d.Phase {
	case registry.Redemption, registry.PendingRestore, registry.Candidate:
		l.Fatalf("renewed in %s", l.d.Phase)
	}
	if after.Phase != registry.Active || !after.Expires.After(l.now) || !after.Expires.After(l.d.Expires) {
		l.Fatalf("renewed to %v, in %s, at %v", after.Expires, after.Phase, l.now)
	}
	l.buy(l.d.Account, registry.RenewPeriod, l.p.RenewGrace, price, l.now)
	return after, nil
}

func (l *life) remove() (registry.Domain, error) {
	after, refunds, err := l.d.Delete(l.now, l.p)
	if err != nil {
		if len(refunds) > 0 {
			l.Fatalf("refunds of a refused delete: %v", refunds)
		}
		return after, err
	}
	var want, got []purchase
	for _, b := range l.books {
		if l.now.Before(b.Ends) {
			want = append(want, b)
		}
	}
	for _, g := range refunds {
		got = append(got, purchase{g.Period, g.Ends, g.Retail, g.Wholesale})
	}
	if !slices.Equal(got, want) {
		l.Fatalf("a delete at %v refunds %v, want %v", l.now, got, want)
	}
	if len(after.Graces) > 0 || after.Phase == registry.Active {
		l.Fatalf("deleted, but in phase %s with grace periods %v", after.Phase, after.Graces)
	}
	l.books = nil
	return after, nil
}

func (l *life) restore() (registry.Domain, error) {
	after, bought, err := l.d.Restore(l.now, l.p, l.price(l.d, registry.ProductRenew, registry.Years(1)))
	if err == nil && (!after.Expires.After(l.now) || (bought > 0) == l.d.Expires.After(l.now)) {
		l.Fatalf("restored at %v to %v for %d terms; it ended at %v", l.now, after.Expires, bought, l.d.Expires)
	}
	return after, err
}

func (l *life) report() (registry.Domain, error) { return l.d.Report() }

// requestTransfer sets a pending transfer where a command would accept it.
func (l *life) ask() (registry.Domain, error) {
	d := l.d.Clone()
	if d.Phase != registry.Active && d.Phase != registry.Expired && d.Phase != registry.Outzone || d.Pending != nil {
		return d, registry.ErrStatus
	}
	d.Transfer = &registry.Transfer{
		State: registry.TransferPending, Gaining: "other-names", Losing: d.Registrar, Term: l.p.TransferTerm,
		Requested: l.now, Acted: l.now.Add(l.p.TransferWait + time.Duration(rapid.IntRange(0, 3).Draw(l.T, "more days"))*day),
	}
	return d, nil
}

func (l *life) decide() (registry.Domain, error) {
	state := rapid.SampledFrom([]registry.TransferState{
		registry.TransferClientApproved, registry.TransferClientRejected, registry.TransferClientCancelled,
		registry.TransferServerApproved, registry.TransferServerCancelled,
	}).Draw(l.T, "decision")
	after, err := l.d.EndTransfer(state, l.now, l.p)
	if err == nil && (state == registry.TransferClientApproved || state == registry.TransferServerApproved) {
		l.transferred(l.d, after, l.now)
	}
	return after, err
}

// transferred checks an approved transfer and drops the losing side's purchases.
func (l *life) transferred(before, after registry.Domain, at time.Time) {
	undone, refund := before.Overtaken(at)
	var renewal []purchase
	for _, b := range l.books {
		if b.Period == registry.AutoRenewPeriod && at.Before(b.Ends) {
			renewal = append(renewal, b)
		}
	}
	hasTerm := before.Transfer.Term != registry.Term{}
	if refund != (hasTerm && len(renewal) > 0) {
		l.Fatalf("the transfer undoes the renewal %v; recorded renewals: %v", undone, renewal)
	}
	if after.Registrar != "other-names" || after.AuthInfo != nil || after.Account != "" {
		l.Fatalf("transferred to %q of %q", after.Account, after.Registrar)
	}
	l.books = nil
	if hasTerm {
		price, _ := l.p.Prices.Of(registry.ProductTransfer, before.Transfer.Term)
		l.buy(after.Account, registry.TransferPeriod, l.p.TransferGrace, price, at)
	}
}

// toggleStatus sets a random status, or removes it if it is set.
func (l *life) mark() (registry.Domain, error) {
	s := rapid.SampledFrom([]registry.Status{
		registry.ServerReleaseProhibited, registry.ServerReleaseProhibited, registry.ServerRenewProhibited, registry.ServerManualInzone,
		registry.ClientRenewProhibited, registry.ServerDeleteProhibited, registry.ClientTransferProhibited, registry.ClientHold,
		registry.ServerUpdateProhibited,
	}).Draw(l.T, "status")
	d := l.d.Clone()
	if d.Has(s) {
		d.Statuses = registry.Without(d.Statuses, s)
	} else {
		d.Statuses = registry.With(d.Statuses, registry.SetStatus{Status: s})
	}
	return d, nil
}

// awaitConfirmation sets a pending change where a command would accept it.
func (l *life) confirm() (registry.Domain, error) {
	d := l.d.Clone()
	if d.Pending != nil || d.Transfer != nil && d.Transfer.State == registry.TransferPending ||
		d.Phase != registry.Active && d.Phase != registry.Expired && d.Phase != registry.Outzone {
		return d, registry.ErrPendingState
	}
	d.Pending = &registry.Pending{
		Verb: rapid.SampledFrom([]string{"update", "delete"}).Draw(l.T, "what"), Asked: l.now, Ends: l.now.Add(48 * time.Hour),
		TokenHash: []byte{1, 2, 3}, By: registry.Actor{Roles: []registry.Role{registry.RoleEPP}},
	}
	return d, nil
}

// force schedules a forced deletion.
func (l *life) force() (registry.Domain, error) {
	d := l.d.Clone()
	d.Force = &registry.Force{
		Start: l.now, Grace: l.now.Add(day), Hold: l.now.Add(15 * day), Delete: l.now.Add(time.Duration(rapid.IntRange(0, 46).Draw(l.T, "days left")) * day),
		Added: []registry.Status{registry.ServerForceDelete},
	}
	return d, nil
}

// price returns the price of a product, zero for a free name.
func (l *life) price(d registry.Domain, product registry.Product, t registry.Term) registry.Price {
	if d.Plan == registry.Free {
		return registry.Price{}
	}
	price, _ := l.p.Prices.Of(product, t)
	return price
}

// recordPurchase records a purchase that a delete within grace refunds.
func (l *life) buy(account registry.AccountID, period registry.Period, grace time.Duration, price registry.Price, at time.Time) {
	if grace == 0 {
		return
	}
	b := purchase{period, at.Add(grace), price.Retail.Minor, price.Wholesale.Minor}
	if account == "" { // only the registrar pays
		b.Retail = 0
	}
	l.books = append(l.books, b)
}
