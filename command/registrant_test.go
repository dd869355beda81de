package command_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/ee"
)

// withEE replaces the policies of w by .ee and registers a.ee for Alice. It returns
// two contacts of Alice and one of Bob, all at the registrar "other".
func withEE(w *fixture) (alice, again, bob registry.ContactID) {
	w.Policies = map[name.Name]registry.Policy{"ee": ee.Policy(ee.DefaultPrices(), []byte("key"))}
	contact := func(id registry.ContactID, ident string) registry.ContactID {
		return do(w, w.other, contact.CreateContact{Contact: registry.Contact{
			ID: id, Postal: registry.Postal{Name: string(id), Street: []string{"1"}, City: "Tallinn", Country: "EE"}, Email: "a@a.example",
			Ident: registry.Ident{Code: ident, Type: registry.IdentPerson, Country: "EE"},
		}}).Contact.ID
	}
	alice, again, bob = contact("alice", "60001010157"), contact("alice-2", "60001010157"), contact("bob", "37605030299")
	do(w, w.other, object.CreateDomain{Name: "a.ee", Registrant: alice, AuthInfo: "the first code"})
	return alice, again, bob
}

// loginByEID logs a person in, and returns the actor.
func (w *fixture) loginByEID(ident, country string) registry.Actor {
	w.t.Helper()
	issued := do(w, registry.Actor{}, registrant.LoginByEID{Ident: registry.Ident{Code: ident, Country: country}, First: "A", Last: "B", TTL: 2 * 3600e9})
	return ask(w, registry.Actor{}, access.AuthenticateToken{Kind: access.RegistrantRealm, Secret: issued.Secret}).Actor
}

// wantMessages fails unless the messages of a registrar contain words, one each, in
// this order.
func (w *fixture) wantMessages(r registry.RegistrarID, words ...string) {
	w.t.Helper()
	list := ask(w, registry.Actor{Registrar: r}, registrar.ListMessages{Limit: 100})
	slices.Reverse(list)
	var got []string
	for _, m := range list {
		got = append(got, m.Text)
	}
	if !slices.EqualFunc(got, words, strings.Contains) {
		w.t.Errorf("messages of %s: got %q, want %q", r, got, words)
	}
}

func TestAChangeOfRegistrantWaitsForConfirmation(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		alice, again, bob := withEE(w)
		was := ask(w, w.other, object.DomainInfo{Name: "a.ee"})

		// The same person needs no confirmation; the authInfo is replaced all the same.
		if d := do(w, w.other, object.UpdateDomain{Name: "a.ee", Registrant: &again}).Domain; d.Pending != nil || d.Registrant != again {
			t.Errorf("to the same person: %+v", d)
		}
		is := ask(w, w.other, object.DomainInfo{Name: "a.ee"})
		if is.AuthInfo == was.AuthInfo || is.AuthInfo == "" {
			t.Errorf("the code afterwards: %q", is.AuthInfo)
		}

		// The whole update waits; neither token nor authInfo is in the change log.
		code := "a code of Bob's own"
		got := do(w, w.other, object.UpdateDomain{Name: "a.ee", Registrant: &bob, AuthInfo: &code, Label: ptr("Bob's")})
		if d := got.Domain; d.Pending == nil || d.Registrant != again || d.Label != "" || d.Pending.Ends != w.now.Add(2*day) {
			t.Errorf("requested: %+v", d)
		}
		if now := ask(w, w.other, object.DomainInfo{Name: "a.ee"}); now.AuthInfo != is.AuthInfo {
			t.Errorf("the code has changed already")
		}
		token := ask(w, w.operator, registrant.ConfirmationTokenInfo{Name: "a.ee"}).Token
		if len(token) != 84 {
			t.Fatalf("token %q", token)
		}
		for _, c := range w.changes() {
			if strings.Contains(string(c.After), token) || strings.Contains(string(c.After), code) {
				t.Errorf("%s of %s reveals a secret: %s", c.Verb, c.Key, c.After)
			}
		}
		wantQueryFault(w, w.other, registrant.ConfirmationTokenInfo{Name: "a.ee"}, registry.ErrRole)
		wantQueryFault(w, w.other, registrant.ListOwnConfirmations{}, registry.ErrRole)
		if list := ask(w, w.loginByEID("37605030299", "EE"), registrant.ListOwnConfirmations{}); len(list) != 0 {
			t.Errorf("the new registrant may decide: %+v", list)
		}
		if list := ask(w, w.loginByEID("60001010157", "EE"), registrant.ListOwnConfirmations{}); len(list) != 1 || list[0].Token != token {
			t.Errorf("the registrant may not decide: %+v", list)
		}
		for _, wrong := range []string{"", "0", strings.Repeat("0", 84), token[:83], strings.ToUpper(token)} {
			wantFault(w, registry.Actor{}, registrant.ConfirmPending{Name: "a.ee", Token: wrong, Accept: true}, registry.ErrNoConfirmation)
		}

		// If the requested update has become impossible, it stays pending.
		do(w, w.operator, object.UpdateDomain{Name: "a.ee", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ServerRegistrantChangeProhibited}}}})
		wantFault(w, registry.Actor{}, registrant.ConfirmPending{Name: "a.ee", Token: token, Accept: true}, registry.ErrStatus)
		do(w, w.operator, object.UpdateDomain{Name: "a.ee", Statuses: command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{{Status: registry.ServerRegistrantChangeProhibited}}}})

		done := do(w, registry.Actor{Frontend: "registrant"}, registrant.ConfirmPending{Name: "a.ee", Token: token, Accept: true})
		if d := done.Domain; d.Pending != nil || d.Registrant != bob || d.Label != "Bob's" || done.Registrant.ID != again || done.NewRegistrant.ID != bob {
			t.Errorf("confirmed: %+v", done)
		}
		if now := ask(w, w.other, object.DomainInfo{Name: "a.ee"}); now.AuthInfo != code {
			t.Errorf("the code afterwards: %q", now.AuthInfo)
		}
		wantFault(w, registry.Actor{}, registrant.ConfirmPending{Name: "a.ee", Token: token}, registry.ErrNoConfirmation)

		// A verified update, and one by the registry, need no confirmation.
		if d := do(w, w.other, object.UpdateDomain{Name: "a.ee", Registrant: &alice, Verified: true}).Domain; d.Pending != nil || d.Registrant != alice {
			t.Errorf("verified: %+v", d)
		}
		if d := do(w, w.operator, object.UpdateDomain{Name: "a.ee", Admin: command.Edit[registry.ContactID]{Add: []registry.ContactID{bob}}}).Domain; d.Pending != nil {
			t.Errorf("by the registry: %+v", d)
		}
		if d := do(w, w.other, object.DeleteDomain{Name: "a.ee", Verified: true}); d.Pending != nil || d.Phase != registry.PendingDelete {
			t.Errorf("deleted: %+v", d)
		}
		byRegistry := "domain a.ee: update by the registry"
		w.wantMessages("other", byRegistry, byRegistry, "Registrant confirmed domain update: a.ee", byRegistry)
	})
}

func TestALockedDomainCannotBeChanged(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		_, again, bob := withEE(w)
		d := ask(w, w.other, object.DomainInfo{Name: "a.ee"}).Domain
		alice := w.loginByEID("60001010157", "EE")
		held := do(w, alice, registrant.LockDomain{UUID: d.UUID})
		if held.Role != registrant.DomainRoleRegistrant || held.Domain.Lock == nil {
			t.Errorf("locked: %+v", held)
		}
		wantFault(w, alice, registrant.LockDomain{UUID: d.UUID}, registry.ErrLocked)
		wantFault(w, w.other, object.UpdateDomain{Name: "a.ee", Tech: command.Edit[registry.ContactID]{Add: []registry.ContactID{bob}}}, registry.ErrStatus)
		wantFault(w, w.other, object.UpdateDomain{Name: "a.ee", Registrant: &again}, registry.ErrStatus)
		wantFault(w, w.other, object.DeleteDomain{Name: "a.ee", Verified: true}, registry.ErrStatus)
		wantFault(w, w.shop, transfer.RequestTransfer{Name: "a.ee", AuthInfo: "the first code"}, registry.ErrStatus)
		wantFault(w, w.other, object.UpdateDomain{Name: "a.ee", Statuses: command.Edit[registry.StatusEntry]{Set: &[]registry.StatusEntry{}}}, registry.ErrStatus)
		do(w, w.other, object.RenewDomain{Name: "a.ee", Term: registry.Years(1)})
		for _, by := range []registry.Actor{w.loginByEID("60001010157", "LV"), w.loginByEID("37605030299", "EE"), w.other, w.operator, {}} {
			want := registry.ErrNoName
			if by.User == "" || by.Registrar != "" || by.Operator() {
				want = registry.ErrRole
			}
			wantFault(w, by, registrant.UnlockDomain{UUID: d.UUID}, want)
			wantFault(w, by, registrant.LockDomain{UUID: d.UUID}, want)
			wantQueryFault(w, by, registrant.PersonalDomainInfo{UUID: d.UUID}, want)
		}
		do(w, alice, registrant.UnlockDomain{UUID: d.UUID})
		attacker := do(w, w.shop, contact.CreateContact{Contact: registry.Contact{ID: "attacker", Email: "a@a.example",
			Postal: registry.Postal{Name: "Attacker", Street: []string{"1"}, City: "Tallinn", Country: "EE"}}}).Contact.ID
		wantFault(w, w.shop, transfer.RequestTransfer{Name: "a.ee", AuthInfo: "the first code", Registrant: attacker}, registry.ErrUnsupported)
		do(w, w.shop, transfer.RequestTransfer{Name: "a.ee", AuthInfo: "the first code"})
		w.wantMessages("other", "has been locked", "has been unlocked", "serverApproved")

		// After the transfer she is still the registrant, by a copy of the contact.
		if held := ask(w, alice, registrant.PersonalDomainInfo{UUID: d.UUID}); held.Role != registrant.DomainRoleRegistrant || held.Registrar.ID != "shop" || held.AuthInfo == "the first code" {
			t.Errorf("after the transfer: %+v", held)
		}
	})
}

// A company with the number of a person's ident is not that person. The
// administrative contact of a company's domain represents the company, but only
// for that contact of it at that registrar.
func TestDomainRolesOfAPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		_, _, bob := withEE(w)
		company := func(by registry.Actor, id registry.ContactID) registry.ContactID {
			return do(w, by, contact.CreateContact{Contact: registry.Contact{
				ID: id, Postal: registry.Postal{Name: string(id), Org: string(id), Street: []string{"1"}, City: "Tallinn", Country: "EE"},
				Email: "a@a.example", Ident: registry.Ident{Code: "10000001", Type: registry.IdentOrg, Country: "EE"},
			}}).Contact.ID
		}
		shopAdmin := do(w, w.shop, contact.CreateContact{Contact: registry.Contact{ID: "admin", Email: "a@a.example",
			Postal: registry.Postal{Name: "admin", Street: []string{"1"}, City: "Tallinn", Country: "EE"}}}).Contact.ID
		one, other, foreign := company(w.other, "company"), company(w.other, "company-2"), company(w.shop, "company-3")
		for n, c := range map[string]registry.ContactID{"b.ee": one, "c.ee": other} {
			do(w, w.other, object.CreateDomain{Name: n, Registrant: c, Admin: []registry.ContactID{bob}})
		}
		do(w, w.other, object.CreateDomain{Name: "d.ee", Registrant: one, Admin: []registry.ContactID{"alice"}})
		do(w, w.shop, object.CreateDomain{Name: "e.ee", Registrant: foreign, Admin: []registry.ContactID{shopAdmin}})
		for _, id := range []registry.ContactID{one, other, foreign} { // a number that only contacts from before the rules of today can have
			do(w, w.operator, txFunc(func(tx *command.Tx) (registry.Domain, error) {
				c, err := tx.Store.Contacts().Get(id)
				if c.Ident.Code = "60001010157"; err == nil {
					err = tx.Store.Contacts().Put(c)
				}
				return registry.Domain{}, err
			}))
		}
		held := func(by registry.Actor, tech registrant.TechFilter) (names string) {
			for _, h := range ask(w, by, registrant.ListPersonalDomains{Limit: 200, Tech: tech}).Domains {
				names += string(h.Domain.Name) + " " + string(h.Role) + ", "
				if shown := h.AuthInfo != ""; shown != (h.Role == registrant.DomainRoleRegistrant || h.Role == registrant.DomainRoleAdmin) {
					t.Errorf("%s shows its authInfo: %v", h.Domain.Name, shown)
				}
			}
			return names
		}
		alice := w.loginByEID("60001010157", "EE")
		if got, want := held(alice, registrant.TechAll), "a.ee registrant, b.ee company, d.ee admin, "; got != want {
			t.Errorf("Alice has %q, want %q", got, want)
		}
		if got, want := held(w.loginByEID("37605030299", "EE"), registrant.TechAll), "b.ee admin, c.ee admin, d.ee company, "; got != want {
			t.Errorf("Bob has %q, want %q", got, want)
		}
		if list := ask(w, alice, registrant.RepresentedCompanies{Limit: 200}); len(list) != 1 || list[0].ID != one {
			t.Errorf("Alice represents %+v", list)
		}
		do(w, w.other, object.UpdateDomain{Name: "c.ee", Tech: command.Edit[registry.ContactID]{Add: []registry.ContactID{"alice-2"}}})
		if got, want := held(alice, registrant.TechAll), "a.ee registrant, b.ee company, c.ee tech, d.ee admin, "; got != want {
			t.Errorf("Alice has %q, want %q", got, want)
		}
		if got, want := held(alice, registrant.TechNone), "a.ee registrant, b.ee company, d.ee admin, "; got != want {
			t.Errorf("without technical roles Alice has %q, want %q", got, want)
		}
	})
}

func TestAChangeOfRegistrantCancelsAForcedDeletion(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		_, _, bob := withEE(w)
		wantFault(w, w.other, object.ForceDelete{Name: "a.ee", Kind: registry.ForceFast}, registry.ErrRole)
		wantFault(w, w.operator, object.ForceDelete{Name: "a.ee", Kind: "slow"}, registry.ErrSyntax)
		wantFault(w, w.operator, object.CancelForceDelete{Name: "a.ee"}, registry.ErrNotForced)
		do(w, w.operator, object.ForceDelete{Name: "a.ee", Kind: registry.ForceFast, Reason: "wrong contacts"})
		wantFault(w, w.operator, object.ForceDelete{Name: "a.ee", Kind: registry.ForceFast}, registry.ErrForced)
		wantFault(w, w.other, object.RenewDomain{Name: "a.ee", Term: registry.Years(1)}, registry.ErrStatus)
		w.wait(17 * day)
		if d := ask(w, w.other, object.DomainInfo{Name: "a.ee"}).Domain; !d.Has(registry.ClientHold) {
			t.Errorf("after 17 days: %v", d.AllStatuses())
		}
		d := do(w, w.other, object.UpdateDomain{Name: "a.ee", Registrant: &bob, Verified: true}).Domain
		if d.Force != nil || !slices.Equal(d.AllStatuses(), []registry.Status{registry.Inactive}) {
			t.Errorf("after the change of registrant: %v", d.AllStatuses())
		}
		w.wantMessages("other", "is to be deleted by the registry: on hold from 2026-01-26, released on 2026-02-25", "grace period", "on hold before", "is cancelled")

		do(w, w.operator, object.ForceDelete{Name: "a.ee", Kind: registry.ForceFast})
		w.wait(45 * day)
		if d := ask(w, w.other, object.DomainInfo{Name: "a.ee"}).Domain; d.Phase != registry.Active {
			t.Errorf("a day before: %s", d.Phase)
		}
		w.wait(2 * day)
		wantQueryFault(w, w.other, object.DomainInfo{Name: "a.ee"}, registry.ErrNoName)
	})
}

func TestAReservedNameNeedsItsPassword(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		alice, _, _ := withEE(w)
		buy := func(n, pw string) object.CreateDomain {
			return object.CreateDomain{Name: n, Registrant: alice, ReservedPassword: pw}
		}
		do(w, w.operator, operator.LoadBuiltinNames{TLD: "ee"})
		wantFault(w, w.other, buy("reserved.ee", ""), registry.ErrMissing)
		wantFault(w, w.other, buy("reserved.ee", "guess"), registry.ErrAuthInfo)
		wantFault(w, w.other, operator.ReserveName{Name: "reserved.ee"}, registry.ErrRole)
		for _, n := range []string{"reserved.ee", "disputed.ee"} {
			first := do(w, w.operator, operator.ReserveName{Name: n})
			password := do(w, w.operator, operator.ReserveName{Name: n})
			wantFault(w, w.other, buy(n, ""), registry.ErrMissing)
			wantFault(w, w.other, buy(n, first), registry.ErrAuthInfo)
			wantFault(w, w.other, buy(n, password+"0"), registry.ErrAuthInfo)
			do(w, w.other, buy(n, password))
			do(w, w.other, object.DeleteDomain{Name: n, Verified: true})
			w.wait(33 * day)
			wantFault(w, w.other, buy(n, password), registry.ErrAuthInfo)
		}
		for _, c := range w.changes() {
			if strings.Contains(string(c.After), "reserved_pw") {
				t.Errorf("the password is in the change log: %s", c.After)
			}
		}
	})
}
