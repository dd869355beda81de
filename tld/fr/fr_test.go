package fr_test

import (
	"errors"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

func policy() registry.Policy { return fr.Policy(fr.DefaultPrices()) }

func TestPolicyConforms(t *testing.T) { tldtest.CheckPolicy(t, policy()) }

// A name ends at midnight UTC (docs/contracts/kifdom.md K-p).
func TestARegistrationEndsAtMidnight(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-02-10T12:00:00Z", "1y", registry.Domain{}).Expect(`
		2026-02-10T12:00:00Z create:  active to 2027-02-11T00:00:00Z`)
}

func TestUnrenewedDomainIsReleasedAfterThirtyDays(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{}).
		AdvanceTo("2027-05-01T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:  active to 2027-03-02T00:00:00Z
			2027-03-02T00:00:00Z expire:  redemptionPeriod until 2027-04-01T00:00:00Z, undelegated
			2027-04-01T00:00:00Z release: released`)
}

func TestARestoreNeedsNoReport(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "2y", registry.Domain{AutoRenew: true}).
		Delete("2026-03-02T00:00:00Z").
		Restore("2026-03-31T23:59:59Z").
		Transfer("2026-06-01T00:00:00Z").
		AdvanceTo("2029-03-02T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:    active to 2028-03-02T00:00:00Z
			2026-03-02T00:00:00Z delete:    redemptionPeriod until 2026-04-01T00:00:00Z, undelegated
			2026-03-31T23:59:59Z restore:   active to 2028-03-02T00:00:00Z, bought 0
			2026-06-01T00:00:00Z request:   active to 2028-03-02T00:00:00Z, transfer pending
			2026-06-09T00:00:00Z transfer:  active to 2029-03-02T00:00:00Z
			2029-03-02T00:00:00Z autorenew: active to 2030-03-02T00:00:00Z`)
}

func TestServerReleaseProhibited(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{}).
		ToggleStatus("2026-03-01T00:00:00Z", registry.ServerReleaseProhibited).
		ToggleStatus("2027-06-01T00:00:00Z", registry.ServerReleaseProhibited).
		AdvanceTo("2027-06-01T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:  active to 2027-03-02T00:00:00Z
			2026-03-01T00:00:00Z status:  active to 2027-03-02T00:00:00Z
			2027-03-02T00:00:00Z expire:  redemptionPeriod until 2027-04-01T00:00:00Z, undelegated
			2027-04-01T00:00:00Z drop:    pendingDelete until 2027-04-01T00:00:00Z, undelegated
			2027-06-01T00:00:00Z status:  pendingDelete until 2027-04-01T00:00:00Z, undelegated
			2027-04-01T00:00:00Z release: released`)
}

func TestNames(t *testing.T) {
	for text, want := range map[string]error{
		"a.fr": nil, "a-b.fr": nil, "élève.fr": nil, "cœur.fr": nil, "straße.fr": nil,
		"šana.fr": registry.ErrNameLetters, "пример.fr": registry.ErrNameLetters, "a.b.fr": registry.ErrTLD, "fr": registry.ErrTLD,
	} {
		if err := policy().CheckName(name.MustParse(text)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

func TestPrices(t *testing.T) {
	tldtest.CheckPrices(t, fr.DefaultPrices(), `
		create 1y 8.00 6.80
		renew 10y 80.00 68.00
		restore - 30.00 25.50
		transfer 1y 8.00 6.80
		catch 1y 30.00 25.50`)
}

// The built-in list has the names that the policy keeps back.
func TestBuiltinNames(t *testing.T) {
	list := tldtest.CheckNames(t, policy())
	for n, want := range map[name.Name]namelist.Class{
		"gouv.fr": namelist.Blocked, "asso.fr": namelist.Blocked, "tm.fr": namelist.Blocked, "paris.fr": namelist.Reserved, "elysee.fr": namelist.Reserved,
	} {
		if list[n] != want {
			t.Errorf("%s: %q, want %q", n, list[n], want)
		}
	}
}
