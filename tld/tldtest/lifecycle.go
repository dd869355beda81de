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
type lifecycle struct {
	*rapid.T
	policy    registry.Policy
	domain    registry.Domain
	now       time.Time
	purchases []purchase
}

// purchase is one purchase with the end of its grace period.
type purchase struct {
	Period            registry.Period
	Ends              time.Time
	Retail, Wholesale int64
}

// runLifecycle draws and checks one random lifecycle.
func runLifecycle(r *rapid.T, p registry.Policy) {
	l := &lifecycle{T: r, policy: p, now: drawCreationTime(r)}
	l.register()
	for range rapid.IntRange(1, 9).Draw(r, "operations") {
		l.drawTime()
		l.observe()
		if l.domain.Phase == registry.Released {
			return
		}
		l.drawOperation()
	}
	l.observe()
}

// drawCreationTime draws the instant of creation, with leap days and midnights more often.
func drawCreationTime(r *rapid.T) time.Time {
	at := time.Date(rapid.IntRange(2019, 2033).Draw(r, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
	at = at.AddDate(0, 0, rapid.OneOf(rapid.IntRange(0, 365), rapid.SampledFrom([]int{58, 59, 60, 30, 85, 300})).Draw(r, "day"))
	return at.Add(rapid.SampledFrom([]time.Duration{
		0, time.Microsecond, 12 * time.Hour, 21 * time.Hour, 22 * time.Hour, 22*time.Hour - time.Microsecond, day - time.Microsecond,
	}).Draw(r, "hour"))
}

func (l *lifecycle) register() {
	d := registry.Domain{Name: "a." + l.policy.TLD, ROID: "D1-TEST", Registrar: "best-names", AuthInfo: []byte("sealed")}
	if rapid.Bool().Draw(l.T, "sold through a storefront") {
		d.Account = "alice"
	}
	if rapid.Bool().Draw(l.T, "delegated") {
		d.Nameservers = []registry.Nameserver{{Host: "ns1.b.example"}, {Host: "ns2.b.example"}}
	}
	terms := l.policy.Terms
	if len(l.policy.FreeTerms) > 0 && rapid.Bool().Draw(l.T, "free") {
		d.Plan, terms = registry.PlanFree, l.policy.FreeTerms
	}
	d.AutoRenew = rapid.Bool().Draw(l.T, "renews itself")
	term := rapid.SampledFrom(terms).Draw(l.T, "term")
	price := l.price(d, registry.ProductCreate, term)
	l.domain = d.Register(term, price, l.now, l.policy)
	l.recordPurchase(d.Account, registry.AddPeriod, l.policy.AddGrace, price, l.now)
}

// drawTime advances the time, often to the instant of the next transition.
func (l *lifecycle) drawTime() {
	due := l.domain.Due()
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
func (l *lifecycle) observe() {
	soon := l.now.Add(time.Duration(rapid.IntRange(0, 900*24).Draw(l.T, "hours ahead")) * time.Hour)
	far := soon.AddDate(0, 0, rapid.IntRange(0, 500).Draw(l.T, "days after that"))
	if rapid.IntRange(0, 99).Draw(l.T, "far ahead") == 42 {
		far = soon.AddDate(100, 0, 0)
	}
	checkProjection(l.T, l.domain, l.policy, soon, far)
	checkDue(l.T, l.domain, l.policy, far)
	checkFunds(l.T, l.domain, l.policy, soon, far)
	ahead, steps := l.domain.At(far, l.policy)
	checkTransitions(l.T, l.domain, l.policy, steps)
	checkNoSharedMemory(l.T, l.domain, ahead)

	after, steps := l.domain.At(l.now, l.policy)
	before := l.domain
	for _, s := range steps {
		checkStatuses(l.T, s.After)
		switch s.Verb {
		case "autorenew":
			l.recordPurchase(before.Account, registry.AutoRenewPeriod, l.policy.AutoRenewGrace, l.price(before, registry.ProductRenew, registry.Years(1)), s.At)
		case "transfer":
			l.transferred(before, s.After, s.At)
		}
		before = s.After
	}
	l.domain = after
	checkStatuses(l.T, l.domain)
}

// drawOperation runs a random operation. A refused one must not modify the domain.
func (l *lifecycle) drawOperation() {
	before := l.domain.Clone()
	operation := rapid.SampledFrom([]func(*lifecycle) (registry.Domain, error){
		(*lifecycle).renew, (*lifecycle).renew, (*lifecycle).remove, (*lifecycle).remove, (*lifecycle).restore, (*lifecycle).restore, (*lifecycle).report,
		(*lifecycle).requestTransfer, (*lifecycle).requestTransfer, (*lifecycle).endTransfer, (*lifecycle).toggleStatus, (*lifecycle).toggleStatus, (*lifecycle).awaitConfirmation, (*lifecycle).force, (*lifecycle).upgrade,
	}).Draw(l.T, "operation")
	after, err := operation(l)
	if !equal(l.domain, before) {
		l.Fatalf("an operation modified its receiver:\n%+v\nwas\n%+v", l.domain, before)
	}
	if err != nil {
		if fault := new(registry.Fault); !errors.As(err, &fault) {
			l.Fatalf("a refusal that is not a Fault: %v", err)
		}
		return
	}
	checkNoSharedMemory(l.T, before, after)
	l.domain = after
}

func (l *lifecycle) renew() (registry.Domain, error) {
	terms := l.policy.Terms
	if l.domain.Plan == registry.PlanFree {
		terms = l.policy.FreeTerms
	}
	term := rapid.SampledFrom(terms).Draw(l.T, "more")
	price := l.price(l.domain, registry.ProductRenew, term)
	after, err := l.domain.Renew(term, price, l.now, l.policy)
	if err != nil {
		return after, err
	}
	switch l.domain.Phase {
	case registry.Redemption, registry.PendingRestore, registry.DeleteCandidate:
		l.Fatalf("renewed in %s", l.domain.Phase)
	}
	if after.Phase != registry.Active || !after.Expires.After(l.now) || !after.Expires.After(l.domain.Expires) {
		l.Fatalf("renewed to %v, in %s, at %v", after.Expires, after.Phase, l.now)
	}
	l.recordPurchase(l.domain.Account, registry.RenewPeriod, l.policy.RenewGrace, price, l.now)
	return after, nil
}

func (l *lifecycle) remove() (registry.Domain, error) {
	after, refunds, err := l.domain.Delete(l.now, l.policy)
	if err != nil {
		if len(refunds) > 0 {
			l.Fatalf("refunds of a refused delete: %v", refunds)
		}
		return after, err
	}
	var want, got []purchase
	for _, b := range l.purchases {
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
	l.purchases = nil
	return after, nil
}

func (l *lifecycle) restore() (registry.Domain, error) {
	after, bought, err := l.domain.Restore(l.now, l.policy, l.price(l.domain, registry.ProductRenew, registry.Years(1)))
	if err == nil && (!after.Expires.After(l.now) || (bought > 0) == l.domain.Expires.After(l.now)) {
		l.Fatalf("restored at %v to %v for %d terms; it ended at %v", l.now, after.Expires, bought, l.domain.Expires)
	}
	return after, err
}

func (l *lifecycle) report() (registry.Domain, error) { return l.domain.AcceptReport() }

// requestTransfer sets a pending transfer where a command would accept it.
func (l *lifecycle) requestTransfer() (registry.Domain, error) {
	d := l.domain.Clone()
	if d.Phase != registry.Active && d.Phase != registry.Expired && d.Phase != registry.Outzone || d.Pending != nil {
		return d, registry.ErrStatus
	}
	d.Transfer = &registry.Transfer{
		State: registry.TransferPending, Gaining: "other-names", Losing: d.Registrar, Term: l.policy.TransferTerm,
		Requested: l.now, Acted: l.now.Add(l.policy.TransferWait + time.Duration(rapid.IntRange(0, 3).Draw(l.T, "more days"))*day),
	}
	return d, nil
}

func (l *lifecycle) endTransfer() (registry.Domain, error) {
	state := rapid.SampledFrom([]registry.TransferState{
		registry.TransferClientApproved, registry.TransferClientRejected, registry.TransferClientCancelled,
		registry.TransferServerApproved, registry.TransferServerCancelled,
	}).Draw(l.T, "decision")
	after, err := l.domain.EndTransfer(state, l.now, l.policy)
	if err == nil && (state == registry.TransferClientApproved || state == registry.TransferServerApproved) {
		l.transferred(l.domain, after, l.now)
	}
	return after, err
}

// transferred checks an approved transfer and drops the losing side's purchases.
func (l *lifecycle) transferred(before, after registry.Domain, at time.Time) {
	undone, refund := before.UndoneAutoRenew(at)
	var renewal []purchase
	for _, b := range l.purchases {
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
	l.purchases = nil
	if hasTerm {
		price, _ := l.policy.Prices.Of(registry.ProductTransfer, before.Transfer.Term)
		l.recordPurchase(after.Account, registry.TransferPeriod, l.policy.TransferGrace, price, at)
	}
}

// toggleStatus sets a random status, or removes it if it is set.
func (l *lifecycle) toggleStatus() (registry.Domain, error) {
	s := rapid.SampledFrom([]registry.Status{
		registry.ServerReleaseProhibited, registry.ServerReleaseProhibited, registry.ServerRenewProhibited, registry.ServerManualInzone,
		registry.ClientRenewProhibited, registry.ServerDeleteProhibited, registry.ClientTransferProhibited, registry.ClientHold,
		registry.ServerUpdateProhibited,
	}).Draw(l.T, "status")
	d := l.domain.Clone()
	if d.Has(s) {
		d.Statuses = registry.WithoutStatuses(d.Statuses, s)
	} else {
		d.Statuses = registry.WithStatus(d.Statuses, registry.StatusEntry{Status: s})
	}
	return d, nil
}

// awaitConfirmation sets a pending change where a command would accept it.
func (l *lifecycle) awaitConfirmation() (registry.Domain, error) {
	d := l.domain.Clone()
	if d.Pending != nil || d.Transfer != nil && d.Transfer.State == registry.TransferPending ||
		d.Phase != registry.Active && d.Phase != registry.Expired && d.Phase != registry.Outzone {
		return d, registry.ErrPendingState
	}
	d.Pending = &registry.Pending{
		Verb: rapid.SampledFrom([]registry.Verb{registry.VerbUpdate, registry.VerbDelete}).Draw(l.T, "what"), Requested: l.now, Ends: l.now.Add(48 * time.Hour),
		TokenHash: []byte{1, 2, 3}, By: registry.Actor{Roles: []registry.Role{registry.RoleEPP}},
	}
	return d, nil
}

// force schedules a forced deletion.
func (l *lifecycle) force() (registry.Domain, error) {
	d := l.domain.Clone()
	d.Force = &registry.Force{
		Start: l.now, StartDue: l.now.Add(day), Hold: l.now.Add(15 * day), Delete: l.now.Add(time.Duration(rapid.IntRange(0, 46).Draw(l.T, "days left")) * day),
		Added: []registry.Status{registry.ServerForceDelete},
	}
	return d, nil
}
