package generic_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

func policy() registry.Policy { return generic.Policy("example", generic.DefaultPrices()) }

func TestPolicyConforms(t *testing.T) { tldtest.CheckPolicy(t, policy()) }

// The periods of RFC 3915 section 1 and the state diagram of section 2.
func TestDeleteWithoutRestore(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T12:00:00Z", "2y", registry.Domain{}).
		Renew("2026-05-01T00:00:00Z", "1y").
		Delete("2026-05-05T23:59:59Z").
		AdvanceTo("2027-01-01T00:00:00Z").
		Expect(`
			2026-03-01T12:00:00Z create:  active to 2028-03-01T12:00:00Z, addPeriod
			2026-05-01T00:00:00Z renew:   active to 2029-03-01T12:00:00Z, renewPeriod
			2026-05-05T23:59:59Z delete:  redemptionPeriod until 2026-06-04T23:59:59Z, undelegated, back 10.20 EUR
			2026-06-04T23:59:59Z drop:    pendingDelete until 2026-06-09T23:59:59Z, undelegated
			2026-06-09T23:59:59Z release: released`)
}

func TestDeleteInAddPeriodReleases(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T12:00:00Z", "2y", registry.Domain{}).
		Delete("2026-03-06T11:59:59.999999Z").
		Expect(`
			2026-03-01T12:00:00Z create:        active to 2028-03-01T12:00:00Z, addPeriod
			2026-03-06T11:59:59.999999Z delete: released, back 20.40 EUR`)
	tldtest.NewTimeline(t, policy(), "2026-03-01T12:00:00Z", "2y", registry.Domain{}).
		Delete("2026-03-06T12:00:00Z").
		Expect(`
			2026-03-01T12:00:00Z create: active to 2028-03-01T12:00:00Z, addPeriod
			2026-03-06T12:00:00Z delete: redemptionPeriod until 2026-04-05T12:00:00Z, undelegated`)
}

func TestRestoreWithoutReportReturnsToRedemption(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{AutoRenew: true}).
		Delete("2027-03-10T00:00:00Z").
		Restore("2027-03-20T00:00:00Z").
		Restore("2027-03-28T00:00:00Z").
		Report("2027-04-03T00:00:00Z").
		AdvanceTo("2028-03-02T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:    active to 2027-03-01T00:00:00Z, addPeriod
			2027-03-01T00:00:00Z autorenew: active to 2028-03-01T00:00:00Z, autoRenewPeriod
			2027-03-10T00:00:00Z delete:    redemptionPeriod until 2027-04-09T00:00:00Z, undelegated, back 10.20 EUR
			2027-03-20T00:00:00Z restore:   pendingRestore until 2027-03-27T00:00:00Z, undelegated, bought 1
			2027-03-27T00:00:00Z unrestore: redemptionPeriod until 2027-04-09T00:00:00Z, undelegated
			2027-03-28T00:00:00Z restore:   pendingRestore until 2027-04-04T00:00:00Z, undelegated, bought 0
			2027-04-03T00:00:00Z report:    active to 2028-03-01T00:00:00Z
			2028-03-01T00:00:00Z autorenew: active to 2029-03-01T00:00:00Z, autoRenewPeriod`)
}

func TestTransferUndoesAutoRenew(t *testing.T) {
	s := tldtest.NewTimeline(t, policy(), "2024-02-29T00:00:00Z", "1y", registry.Domain{AutoRenew: true}).
		Transfer("2025-03-01T00:00:00Z").
		AdvanceTo("2025-03-05T00:00:00Z")
	if g, ok := s.Domain.UndoneAutoRenew(s.Domain.Transfer.Acted); !ok || g.Wholesale != 10_20 {
		t.Errorf("undone renewal: %v, %v; want 10.20", g, ok)
	}
	s.Delete("2025-03-05T00:00:00Z").
		Delete("2025-03-07T00:00:00Z").
		Expect(`
			2024-02-29T00:00:00Z create:    active to 2025-02-28T00:00:00Z, addPeriod
			2025-02-28T00:00:00Z autorenew: active to 2026-02-28T00:00:00Z, autoRenewPeriod
			2025-03-01T00:00:00Z request:   active to 2026-02-28T00:00:00Z, autoRenewPeriod, transfer pending
			2025-03-05T00:00:00Z delete refused: the object's status forbids this (status "pendingTransfer")
			2025-03-06T00:00:00Z transfer:  active to 2026-02-28T00:00:00Z, transferPeriod
			2025-03-07T00:00:00Z delete:    redemptionPeriod until 2025-04-06T00:00:00Z, undelegated, back 10.20 EUR`)
}

func TestPendingOperationsEndBeforeDeletion(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{}).
		Transfer("2027-02-27T00:00:00Z").
		AdvanceTo("2027-03-01T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:          active to 2027-03-01T00:00:00Z, addPeriod
			2027-02-27T00:00:00Z request:         active to 2027-03-01T00:00:00Z, transfer pending
			2027-03-01T00:00:00Z transfer-cancel: active to 2027-03-01T00:00:00Z
			2027-03-01T00:00:00Z expire:          redemptionPeriod until 2027-03-31T00:00:00Z, undelegated`)
}

func TestTransferIsLimitedByHorizon(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "10y", registry.Domain{}).
		Transfer("2026-06-01T00:00:00Z").
		Renew("2026-06-07T00:00:00Z", "1y").
		Expect(`
			2026-03-01T00:00:00Z create:   active to 2036-03-01T00:00:00Z, addPeriod
			2026-06-01T00:00:00Z request:  active to 2036-03-01T00:00:00Z, transfer pending
			2026-06-06T00:00:00Z transfer: active to 2036-06-06T00:00:00Z, transferPeriod
			2026-06-07T00:00:00Z renew refused: the registration would reach too far ahead (period "1y")`)
}

func TestPrices(t *testing.T) {
	tldtest.CheckPrices(t, generic.DefaultPrices(), `
		create 1y 12.00 10.20
		create 10y 120.00 102.00
		renew 3y 36.00 30.60
		restore - 60.00 51.00
		transfer 1y 12.00 10.20
		transfer 2y none
		create 11y none`)
}

// The built-in list has the names that the policy keeps back.
func TestBuiltinNames(t *testing.T) {
	list := tldtest.CheckNames(t, policy())
	for n, want := range map[name.Name]namelist.Class{
		"example.example": namelist.Reserved, "??.example": namelist.Reserved, "?.example": namelist.Reserved, "nic.example": namelist.Reserved, "www.example": namelist.Reserved, "rdds.example": namelist.Reserved, "whois.example": namelist.Reserved,
		"icann.example": namelist.Reserved, "iana.example": namelist.Reserved, "ietf.example": namelist.Reserved, "redcross.example": namelist.Reserved, "olympic.example": namelist.Reserved, "united-states.example": namelist.Reserved, "unesco.example": namelist.Reserved,
	} {
		if list[n] != want {
			t.Errorf("%s: %q, want %q", n, list[n], want)
		}
	}
}
