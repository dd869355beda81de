package command_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// readDomain reads a domain of any sponsor.
type readDomain struct{ name name.Name }

func (q readDomain) Answer(s *command.Snapshot) (registry.Domain, error) { return s.FindDomain(q.name) }

// outcome is what money and time decide of a domain.
func outcome(d registry.Domain) string {
	return fmt.Sprintf("%s of %s/%s until %s, phase to %s, renews itself %t, %+v",
		d.Phase, d.Registrar, d.Account, d.Expires, d.PhaseEnds, d.AutoRenew, d.Graces)
}

// In a random life with too little money, a read shows at each instant what
// AdvanceDomain then stores, and the ledger stays consistent.
func TestReadsAndAdvanceAgreeOnWhatIsPaid(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		lives := 0
		rapid.Check(t, func(r *rapid.T) {
			lives++
			oneLife(r, w, lives)
		})
		w.audit()
	})
}

// oneLife registers a domain with funds for one to four years, requests its transfer
// or not, and compares reads with stored rows at four instants.
func oneLife(r *rapid.T, w *fixture, number int) {
	tld := rapid.SampledFrom([]string{"example", "fr"}).Draw(r, "tld")
	n := fmt.Sprintf("a%d.%s", number, tld)
	losing := registry.Actor{Registrar: registry.RegistrarID(fmt.Sprintf("losing-%d", number))}
	gaining := registry.Actor{Registrar: registry.RegistrarID(fmt.Sprintf("gaining-%d", number))}
	for _, by := range []registry.Actor{losing, gaining} {
		do(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: by.Registrar, Name: "a", Currency: "EUR"}})
		p := w.Policies[name.Name(tld)]
		price, _ := p.Prices.Of(registry.ProductCreate, registry.Years(1))
		years := rapid.IntRange(1, 4).Draw(r, "years paid by "+string(by.Registrar))
		do(w, w.operator, ledger.Deposit{Registrar: by.Registrar, Amount: price.Wholesale.Times(years).Plus(money.EUR(rapid.Int64Range(0, 1).Draw(r, "cent")))})
	}
	if rapid.Bool().Draw(r, "of an account") {
		losing = w.account(registry.AccountID(fmt.Sprintf("a-%d", number)), rapid.Int64Range(12_00, 40_00).Draw(r, "wallet"))
	}
	const secret = "0123456789abcdef0123456789ABCDEF"
	holder := do(w, losing, contact.CreateContact{Prefix: "A-", Contact: registry.Contact{Email: "a@a.example", Voice: "+33.123456789", Postal: registry.Postal{
		Name: "Alice Example", Street: []string{"1 Example Street"}, City: "Exampleton", PostalCode: "12345", Country: "FR",
	}}})
	made, err := command.Do(w.t.Context(), w.Runner, losing, object.CreateDomain{Name: n, Registrant: holder.Contact.ID, AutoRenew: ptr(true), AuthInfo: secret})
	if err != nil {
		r.Fatalf("create: %v", err)
	}
	if due := made.Domain.Expires.Sub(w.now); rapid.Bool().Draw(r, "transferred") {
		w.now = w.now.Add(due - time.Duration(rapid.SampledFrom([]int{1, 24, 100, 130}).Draw(r, "hours before it expires"))*time.Hour)
		_, err := command.Do(w.t.Context(), w.Runner, gaining, transfer.RequestTransfer{Name: n, AuthInfo: secret})
		if err != nil {
			r.Logf("transfer: %v", err)
		}
	}
	for range 4 {
		w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{1, 6, 40, 370, 740, 1500}).Draw(r, "days")) * 24 * time.Hour)
		read, err := command.Ask(w.t.Context(), w.Runner, w.operator, readDomain{name.Name(n)})
		if err != nil {
			return
		}
		do(w, registry.Actor{Scheduled: true}, object.AdvanceDomain{Name: name.Name(n)})
		stored, err := command.Ask(w.t.Context(), w.Runner, w.operator, readDomain{name.Name(n)})
		if err != nil || outcome(read) != outcome(stored) {
			r.Fatalf("read:   %s\nstored: %s, %v", outcome(read), outcome(stored), err)
		}
	}
}

// TestANameThatCannotBeAdvancedStopsNoPurchase: one of alice's overdue names is in a TLD
// that the registry does not have any more.
func TestANameThatCannotBeAdvancedStopsNoPurchase(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.example"))
		w.now = w.now.Add(400 * day)
		delete(w.Policies, "example")
		if _, err := command.Do(t.Context(), w.Runner, w.alice, create("a.fr")); err != nil {
			t.Errorf("a purchase beside it: %v", err)
		}
	})
}
