package registry_test

import (
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

const day = 24 * time.Hour

// fullPolicy returns a policy with every phase, period and lifecycle hook.
func fullPolicy() registry.Policy {
	prices := registry.PerYear(registry.NewPrice(money.EUR(10_00), 85), registry.YearTerms(1, 3))
	return registry.Policy{
		TLD: "example",
		Prices: registry.Prices{
			registry.ProductCreate: prices, registry.ProductRenew: prices, registry.ProductTransfer: prices,
		},
		Terms: registry.YearTerms(1, 3), FreeTerms: registry.MonthTerms(1, 2), FreeDefault: registry.Months(1),
		Horizon:  registry.Years(5),
		AddGrace: 5 * day, RenewGrace: 5 * day, AutoRenewGrace: 45 * day, TransferGrace: 5 * day,
		Expired: 3 * day, Outzone: 2 * day, Redemption: 30 * day, RestoreReport: 7 * day, PendingDelete: 5 * day, DeletePeriod: 9 * day,
		TransferWait: 5 * day, TransferTerm: registry.Years(1),
		RenewCancelsDelete: true,
		ExpiryAt: func(t time.Time) time.Time {
			if end := t.Truncate(day); end.Before(t) {
				return end.Add(day)
			}
			return t
		},
		DropTime: func(n name.Name, t time.Time) time.Time { return t.Add(time.Duration(len(n)) * time.Hour) },
	}
}

func TestFullPolicyConforms(t *testing.T) { tldtest.CheckPolicy(t, fullPolicy()) }

func TestEmptyPolicyConforms(t *testing.T) {
	tldtest.CheckPolicy(t, registry.Policy{TLD: "example", Terms: registry.YearTerms(1, 2)})
}

func TestPolicyWithTransferAutoCancelConforms(t *testing.T) {
	p := fullPolicy()
	p.TransferAutoCancel, p.DropTime, p.PendingDelete, p.ExpiryAt = true, nil, 0, nil
	tldtest.CheckPolicy(t, p)
}

func TestAllPhasesInOrder(t *testing.T) {
	tldtest.NewTimeline(t, fullPolicy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{}).
		AdvanceTo("2027-05-01T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:  active to 2027-03-02T00:00:00Z, addPeriod
			2027-03-02T00:00:00Z expire:  expired until 2027-03-05T00:00:00Z
			2027-03-05T00:00:00Z outzone: outzone until 2027-03-07T00:00:00Z, undelegated
			2027-03-07T00:00:00Z redeem:  redemptionPeriod until 2027-04-06T00:00:00Z, undelegated
			2027-04-06T00:00:00Z drop:    pendingDelete until 2027-04-11T00:00:00Z, undelegated
			2027-04-11T00:00:00Z drop:    deleteCandidate until 2027-04-11T09:00:00Z, undelegated
			2027-04-11T09:00:00Z release: released`)
}

func TestTransferReactivatesExpiredDomain(t *testing.T) {
	tldtest.NewTimeline(t, fullPolicy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{}).
		Transfer("2027-03-01T12:00:00Z").
		AdvanceTo("2027-03-07T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:   active to 2027-03-02T00:00:00Z, addPeriod
			2027-03-01T12:00:00Z request:  active to 2027-03-02T00:00:00Z, transfer pending
			2027-03-02T00:00:00Z expire:   expired until 2027-03-05T00:00:00Z
			2027-03-05T00:00:00Z outzone:  outzone until 2027-03-07T00:00:00Z, undelegated
			2027-03-06T12:00:00Z transfer: active to 2028-03-02T00:00:00Z, transferPeriod`)
}

func TestPendingChangeIsDropped(t *testing.T) {
	born := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	d := registry.Domain{Name: "a.example"}.Register(registry.Years(1), registry.Price{}, born, fullPolicy())
	d.Pending = &registry.Pending{Verb: "update", Ends: born.Add(48 * time.Hour)}
	after, steps := d.At(born.Add(48*time.Hour), fullPolicy())
	if after.Pending != nil || len(steps) != 1 || steps[0].Verb != "unconfirmed" {
		t.Errorf("%v, %v", after.Pending, steps)
	}
	if _, _, err := d.Delete(born, fullPolicy()); err == nil {
		t.Error("deleted although a change is pending")
	}
}

func TestTransferOfDeletedDomainIsCancelled(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	d := registry.Domain{
		Name: "a.example", Registrar: "best-names", Phase: registry.Redemption, PhaseEnds: now.Add(30 * day),
		Transfer: &registry.Transfer{State: registry.TransferPending, Gaining: "other-names", Acted: now},
	}
	if after, steps := d.At(now, fullPolicy()); len(steps) != 1 || steps[0].Verb != "transfer-cancel" || after.Registrar != "best-names" {
		t.Errorf("%v, sponsored by %s", steps, after.Registrar)
	}
}

func TestForceDeleteFromEachPhase(t *testing.T) {
	born := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	expires := born.AddDate(1, 0, 1)
	for at, want := range map[time.Time]string{
		born.AddDate(0, 1, 0):           "force-delete", // active
		expires.Add(day):                "force-delete", // expired
		expires.Add(4 * day):            "force-delete", // outzone
		expires.Add(6 * day):            "",             // redemptionPeriod
		expires.Add((3 + 2 + 30) * day): "drop",         // at the same instant redemptionPeriod ends
	} {
		d := registry.Domain{Name: "a.example"}.Register(registry.Years(1), registry.Price{}, born, fullPolicy())
		d.Force = &registry.Force{Start: born, Delete: at}
		_, steps := d.At(at, fullPolicy())
		got := ""
		if n := len(steps); n > 0 && steps[n-1].At.Equal(at) {
			got = string(steps[n-1].Verb)
		}
		if got != want {
			t.Errorf("on %v: %q, want %q", at, got, want)
		}
	}
}

func TestServerRenewProhibitedStopsAutoRenew(t *testing.T) {
	tldtest.NewTimeline(t, fullPolicy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{AutoRenew: true}).
		ToggleStatus("2026-04-01T00:00:00Z", registry.ServerRenewProhibited).
		AdvanceTo("2027-03-02T00:00:00Z").
		Renew("2027-03-02T00:00:00Z", "1y").
		Expect(`
			2026-03-01T00:00:00Z create: active to 2027-03-02T00:00:00Z, addPeriod
			2026-04-01T00:00:00Z status: active to 2027-03-02T00:00:00Z
			2027-03-02T00:00:00Z expire: expired until 2027-03-05T00:00:00Z
			2027-03-02T00:00:00Z renew refused: the object's status forbids this (status "renewProhibited")`)
}

func TestRenewRefusesATermInThePast(t *testing.T) {
	p := registry.Policy{TLD: "example", Terms: []registry.Term{registry.Months(1)}, Expired: 60 * day}
	tldtest.NewTimeline(t, p, "2026-03-01T00:00:00Z", "1m", registry.Domain{}).
		Renew("2026-05-10T00:00:00Z", "1m").
		Renew("2026-04-10T00:00:00Z", "1m").
		Expect(`
			2026-03-01T00:00:00Z create: active to 2026-04-01T00:00:00Z
			2026-04-01T00:00:00Z expire: expired until 2026-05-31T00:00:00Z
			2026-05-10T00:00:00Z renew refused: this period is not offered (period "1m")
			2026-04-10T00:00:00Z renew:  active to 2026-05-01T00:00:00Z`)
}
