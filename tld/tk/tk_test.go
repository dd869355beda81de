package tk_test

import (
	"errors"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

func policy() registry.Policy { return tk.Policy("tk", tk.DefaultPrices()) }

func TestPolicyConforms(t *testing.T) { tldtest.CheckPolicy(t, policy()) }

func TestFreeDomainRenewsInItsLastFortnight(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-11-30T00:00:00Z", "3m", registry.Domain{Plan: registry.PlanFree}).
		Renew("2027-02-13T23:59:59Z", "12m").
		Renew("2027-02-14T00:00:00Z", "1y").
		Renew("2027-02-14T00:00:00Z", "12m").
		AdvanceTo("2029-01-01T00:00:00Z").
		Expect(`
			2026-11-30T00:00:00Z create:  active to 2027-02-28T00:00:00Z
			2027-02-13T23:59:59Z renew refused: it is too early to renew (exDate "2027-02-28")
			2027-02-14T00:00:00Z renew refused: this period is not offered (period "1y")
			2027-02-14T00:00:00Z renew:   active to 2028-02-28T00:00:00Z
			2028-02-28T00:00:00Z expire:  redemptionPeriod until 2028-03-29T00:00:00Z, undelegated
			2028-03-29T00:00:00Z release: released`)
}

func TestDeletedDomainIsAvailableAndRestorable(t *testing.T) {
	if p := policy(); !p.RedemptionIsAvailable || p.Redemption == 0 {
		t.Error("a name in redemption must be available")
	}
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "2m", registry.Domain{Plan: registry.PlanFree}).
		Delete("2026-04-15T00:00:00Z").
		Restore("2026-05-03T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:  active to 2026-05-01T00:00:00Z
			2026-04-15T00:00:00Z delete:  redemptionPeriod until 2026-05-15T00:00:00Z, undelegated
			2026-05-03T00:00:00Z restore: active to 2026-08-01T00:00:00Z, bought 1`)
}

func TestUpgradeAddsToTheExpiryDate(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "2m", registry.Domain{Plan: registry.PlanFree}).
		Upgrade("2026-03-02T00:00:00Z", "6y").
		Upgrade("2026-03-02T00:00:00Z", "1m").
		Upgrade("2026-03-02T00:00:00Z", "10y").
		Upgrade("2026-03-03T00:00:00Z", "1y").
		Expect(`
			2026-03-01T00:00:00Z create:  active to 2026-05-01T00:00:00Z
			2026-03-02T00:00:00Z upgrade refused: this period is not offered (period "6y")
			2026-03-02T00:00:00Z upgrade refused: this period is not offered (period "1m")
			2026-03-02T00:00:00Z upgrade: active to 2036-05-01T00:00:00Z
			2026-03-03T00:00:00Z upgrade refused: the zone's policy does not allow this (plan "paid already")`)
}

func TestPaidDomainRenewsAndTransfersImmediately(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{AutoRenew: policy().AutoRenew}).
		Transfer("2027-06-01T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:    active to 2027-03-01T00:00:00Z
			2027-03-01T00:00:00Z autorenew: active to 2028-03-01T00:00:00Z
			2027-06-01T00:00:00Z request:   active to 2029-03-01T00:00:00Z, transferred`)
}

func TestTerms(t *testing.T) {
	p := policy()
	if p.DefaultTerm(registry.PlanPaid) != registry.Years(1) || p.DefaultTerm(registry.PlanFree) != registry.Months(3) {
		t.Errorf("default terms: %v and %v", p.DefaultTerm(registry.PlanPaid), p.DefaultTerm(registry.PlanFree))
	}
	for _, term := range []registry.Term{registry.Years(6), registry.Years(11), registry.Months(2)} {
		if p.Offers(term, registry.PlanPaid) {
			t.Errorf("paid for %v", term)
		}
	}
	for _, term := range []registry.Term{registry.Years(1), registry.Months(13), registry.Months(0)} {
		if p.Offers(term, registry.PlanFree) {
			t.Errorf("free for %v", term)
		}
	}
}

func TestNamesAreASCII(t *testing.T) {
	for _, tld := range tk.TLDs() {
		p := tk.Policy(tld, tk.DefaultPrices())
		if err := p.CheckName("a." + tld); err != nil {
			t.Errorf("a.%s: %v", tld, err)
		}
		if err := p.CheckName(name.MustParse("é." + string(tld))); !errors.Is(err, registry.ErrNameLetters) {
			t.Errorf("é.%s: %v", tld, err)
		}
	}
}

func TestPrices(t *testing.T) {
	tldtest.CheckPrices(t, tk.DefaultPrices(), `
		create 1y 9.95 8.46
		create 2y 17.95 15.26
		renew 9y 46.95 39.91
		upgrade 10y 49.95 42.46
		restore - 0.00 0.00
		transfer 1y 9.95 8.46
		create 6y none
		create 3m none`)
}

// The built-in list has the names that the policy keeps back.
func TestBuiltinNames(t *testing.T) {
	list := tldtest.CheckNames(t, policy())
	for n, want := range map[name.Name]namelist.Class{
		"com.tk": namelist.Blocked, "??.tk": namelist.Reserved, "google.tk": namelist.Reserved,
	} {
		if list[n] != want {
			t.Errorf("%s: %q, want %q", n, list[n], want)
		}
	}
}
