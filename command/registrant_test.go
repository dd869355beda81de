package command_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/ee"
)

// withEE replaces the policies of w by .ee and registers a.ee for Alice. It returns
// two contacts of Alice and one of Bob, all at the registrar "other".
func estonia(w *world) (alice, again, bob registry.ContactID) {
	w.Policies = map[name.Name]registry.Policy{"ee": ee.Policy(ee.DefaultPrices(), []byte("key"))}
	contact := func(id registry.ContactID, ident string) registry.ContactID {
		return do(w, w.other, command.CreateContact{Contact: registry.Contact{
			ID: id, Postal: registry.Postal{Name: string(id), Street: []string{"1"}, City: "Tallinn", Country: "EE"}, Email: "a@a.example",
			Ident: registry.Ident{Code: ident, Type: registry.IdentPerson, Country: "EE"},
		}}).Contact.ID
	}
	alice, again, bob = contact("alice", "60001010157"), contact("alice-2", "60001010157"), contact("bob", "37605030299")
	do(w, w.other, command.CreateDomain{Name: "a.ee", Registrant: alice, AuthInfo: "the first code"})
	return alice, again, bob
}

// loginByEID logs a person in, and returns the actor.
func (w *world) person(ident, country string) registry.Actor {
	w.t.Helper()
	issued := do(w, registry.Actor{}, command.LoginByEID{Ident: registry.Ident{Code: ident, Country: country}, First: "A", Last: "B", TTL: 2 * 3600e9})
	return ask(w, registry.Actor{}, command.Bearer{Kind: command.RegistrantRealm, Secret: issued.Secret}).Actor
}

// wantMessages fails unless the messages of a registrar contain words, one each, in
// this order.
func (w *world) heard(r registry.RegistrarID, words ...string) {
	w.t.Helper()
	list := ask(w, registry.Actor{Registrar: r}, command.ListMessages{Limit: 100})
	slices.Reverse(list)
	var got []string
	for _, m := range list {
		got = append(got, m.Text)
	}
	if !slices.EqualFunc(got, words, strings.Contains) {
		w.t.Errorf("messages of %s: got %q, want %q", r, got, words)
	}
}

func TestAnotherRegistrantWaitsForTheWordOfTheFirst(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		alice, again, bob := estonia(w)
		was := ask(w, w.other, command.DomainInfo{Name: "a.ee"})

		// The same person needs no confirmation; the authInfo is replaced all the same.
		if d := do(w, w.other, command.UpdateDomain{Name: "a.ee", Registrant: &again}).Domain; d.Pending != nil || d.Registrant != again {
			t.Errorf("to the same person: %+v", d)
		}
		is := ask(w, w.other, command.DomainInfo{Name: "a.ee"})
		if is.AuthInfo == was.AuthInfo || is.AuthInfo == "" {
			t.Errorf("the code afterwards: %q", is.AuthInfo)
		}

		// The whole update waits; neither token nor authInfo is in the change log.
		code := "a code of Bob's own"
		got := do(w, w.other, command.UpdateDomain{Name: "a.ee", Registrant: &bob, AuthInfo: &code, Label: ptr("Bob's")})
		if d := got.Domain; d.Pending == nil || d.Registrant != again || d.Label != "" || d.Pending.Ends != w.now.Add(2*day) {
			t.Errorf("requested: %+v", d)
		}
		if now := ask(w, w.other, command.DomainInfo{Name: "a.ee"}); now.AuthInfo != is.AuthInfo {
			t.Errorf("the code has changed already")
		}
		token := ask(w, w.operator, command.Confirmation{Name: "a.ee"}).Token
		if len(token) != 84 {
			t.Fatalf("token %q", token)
		}
		for _, c := range w.changes() {
			if strings.Contains(string(c.After), token) || strings.Contains(string(c.After), code) {
				t.Errorf("%s of %s reveals a secret: %s", c.Verb, c.Key, c.After)
			}
		}
		denied(w, w.other, command.Confirmation{Name: "a.ee"}, registry.ErrRole)
		denied(w, w.other, command.OwnPetitions{}, registry.ErrRole)
		if list := ask(w, w.person("37605030299", "EE"), command.OwnPetitions{}); len(list) != 0 {
			t.Errorf("the new registrant may decide: %+v", list)
		}
		if list := ask(w, w.person("60001010157", "EE"), command.OwnPetitions{}); len(list) != 1 || list[0].Token != token {
			t.Errorf("the registrant may not decide: %+v", list)
		}
		for _, wrong := range []string{"", "0", strings.Repeat("0", 84), token[:83], strings.ToUpper(token)} {
			refused(w, registry.Actor{}, command.ConfirmPending{Name: "a.ee", Token: wrong, Accept: true}, registry.ErrNoConfirmation)
		}

		// If the requested update has become impossible, it stays pending.
		do(w, w.operator, command.UpdateDomain{Name: "a.ee", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ServerRegistrantChangeProhibited}}}})
		refused(w, registry.Actor{}, command.ConfirmPending{Name: "a.ee", Token: token, Accept: true}, registry.ErrStatus)
		do(w, w.operator, command.UpdateDomain{Name: "a.ee", Statuses: command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{{Status: registry.ServerRegistrantChangeProhibited}}}})

		done := do(w, registry.Actor{Frontend: "registrant"}, command.ConfirmPending{Name: "a.ee", Token: token, Accept: true})
		if d := done.Domain; d.Pending != nil || d.Registrant != bob || d.Label != "Bob's" || done.Registrant.ID != again || done.Heir.ID != bob {
			t.Errorf("confirmed: %+v", done)
		}
		if now := ask(w, w.other, command.DomainInfo{Name: "a.ee"}); now.AuthInfo != code {
			t.Errorf("the code afterwards: %q", now.AuthInfo)
		}
		refused(w, registry.Actor{}, command.ConfirmPending{Name: "a.ee", Token: token}, registry.ErrNoConfirmation)

		// A verified update, and one by the registry, need no confirmation.
		if d := do(w, w.other, command.UpdateDomain{Name: "a.ee", Registrant: &alice, Verified: true}).Domain; d.Pending != nil || d.Registrant != alice {
			t.Errorf("verified: %+v", d)
		}
		if d := do(w, w.operator, command.UpdateDomain{Name: "a.ee", Admin: command.Edit[registry.ContactID]{Add: []registry.ContactID{bob}}}).Domain; d.Pending != nil {
			t.Errorf("by the registry: %+v", d)
		}
		if d := do(w, w.other, command.DeleteDomain{Name: "a.ee", Verified: true}); d.Pending != nil || d.Phase != registry.PendingDelete {
			t.Errorf("deleted: %+v", d)
		}
		byRegistry := "domain a.ee: update by the registry"
		w.heard("other", byRegistry, byRegistry, "Registrant confirmed domain update: a.ee", byRegistry)
	})
}

func TestNobodyTouchesALockedName(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		_, again, bob := estonia(w)
		d := ask(w, w.other, command.DomainInfo{Name: "a.ee"}).Domain
		alice := w.person("60001010157", "EE")
		held := do(w, alice, command.LockDomain{UUID: d.UUID})
		if held.Tie != command.RegistrantTie || held.Domain.Lock == nil {
			t.Errorf("locked: %+v", held)
		}
		refused(w, alice, command.LockDomain{UUID: d.UUID}, registry.ErrLocked)
		refused(w, w.other, command.UpdateDomain{Name: "a.ee", Tech: command.Edit[registry.ContactID]{Add: []registry.ContactID{bob}}}, registry.ErrStatus)
		refused(w, w.other, command.UpdateDomain{Name: "a.ee", Registrant: &again}, registry.ErrStatus)
		refused(w, w.other, command.DeleteDomain{Name: "a.ee", Verified: true}, registry.ErrStatus)
		refused(w, w.shop, command.RequestTransfer{Name: "a.ee", AuthInfo: "the first code"}, registry.ErrStatus)
		refused(w, w.other, command.UpdateDomain{Name: "a.ee", Statuses: command.Edit[registry.StatusEntry]{Set: &[]registry.StatusEntry{}}}, registry.ErrStatus)
		do(w, w.other, command.RenewDomain{Name: "a.ee", Term: registry.Years(1)})
		for _, by := range []registry.Actor{w.person("60001010157", "LV"), w.person("37605030299", "EE"), w.other, w.operator, {}} {
			want := registry.ErrNoName
			if by.User == "" || by.Registrar != "" || by.Operator() {
				want = registry.ErrRole
			}
			refused(w, by, command.UnlockDomain{UUID: d.UUID}, want)
			refused(w, by, command.LockDomain{UUID: d.UUID}, want)
			denied(w, by, command.HoldingInfo{UUID: d.UUID}, want)
		}
		do(w, alice, command.UnlockDomain{UUID: d.UUID})
		attacker := do(w, w.shop, command.CreateContact{Contact: registry.Contact{ID: "attacker", Email: "a@a.example",
			Postal: registry.Postal{Name: "Attacker", Street: []string{"1"}, City: "Tallinn", Country: "EE"}}}).Contact.ID
		refused(w, w.shop, command.RequestTransfer{Name: "a.ee", AuthInfo: "the first code", Registrant: attacker}, registry.ErrUnsupported)
		do(w, w.shop, command.RequestTransfer{Name: "a.ee", AuthInfo: "the first code"})
		w.heard("other", "has been locked", "has been unlocked", "serverApproved")

		// After the transfer she is still the registrant, by a copy of the contact.
		if held := ask(w, alice, command.HoldingInfo{UUID: d.UUID}); held.Tie != command.RegistrantTie || held.Registrar.ID != "shop" || held.AuthInfo == "the first code" {
			t.Errorf("after the transfer: %+v", held)
		}
	})
}

// A company with the number of a person's ident is not that person. The
// administrative contact of a company's domain represents the company, but only
// for that contact of it at that registrar.
func TestWhatIsWhose(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		_, _, bob := estonia(w)
		company := func(by registry.Actor, id registry.ContactID) registry.ContactID {
			return do(w, by, command.CreateContact{Contact: registry.Contact{
				ID: id, Postal: registry.Postal{Name: string(id), Org: string(id), Street: []string{"1"}, City: "Tallinn", Country: "EE"},
				Email: "a@a.example", Ident: registry.Ident{Code: "60001010157", Type: registry.IdentOrg, Country: "EE"},
			}}).Contact.ID
		}
		elsewhere := do(w, w.shop, command.CreateContact{Contact: registry.Contact{ID: "admin", Email: "a@a.example",
			Postal: registry.Postal{Name: "admin", Street: []string{"1"}, City: "Tallinn", Country: "EE"}}}).Contact.ID
		one, other, foreign := company(w.other, "company"), company(w.other, "company-2"), company(w.shop, "company-3")
		for n, c := range map[string]registry.ContactID{"b.ee": one, "c.ee": other} {
			do(w, w.other, command.CreateDomain{Name: n, Registrant: c, Admin: []registry.ContactID{bob}})
		}
		do(w, w.other, command.CreateDomain{Name: "d.ee", Registrant: one, Admin: []registry.ContactID{"alice"}})
		do(w, w.shop, command.CreateDomain{Name: "e.ee", Registrant: foreign, Admin: []registry.ContactID{elsewhere}})
		held := func(by registry.Actor, tech command.TechShown) (names string) {
			for _, h := range ask(w, by, command.ListHoldings{Limit: 200, Tech: tech}).Names {
				names += string(h.Domain.Name) + " " + string(h.Tie) + ", "
				if shown := h.AuthInfo != ""; shown != (h.Tie == command.RegistrantTie || h.Tie == command.AdminTie) {
					t.Errorf("%s shows its authInfo: %v", h.Domain.Name, shown)
				}
			}
			return names
		}
		alice := w.person("60001010157", "EE")
		if got, want := held(alice, command.TechAll), "a.ee registrant, b.ee company, d.ee admin, "; got != want {
			t.Errorf("Alice has %q, want %q", got, want)
		}
		if got, want := held(w.person("37605030299", "EE"), command.TechAll), "b.ee admin, c.ee admin, d.ee company, "; got != want {
			t.Errorf("Bob has %q, want %q", got, want)
		}
		if list := ask(w, alice, command.Represented{Limit: 200}); len(list) != 1 || list[0].ID != one {
			t.Errorf("Alice represents %+v", list)
		}
		do(w, w.other, command.UpdateDomain{Name: "c.ee", Tech: command.Edit[registry.ContactID]{Add: []registry.ContactID{"alice-2"}}})
		if got, want := held(alice, command.TechAll), "a.ee registrant, b.ee company, c.ee tech, d.ee admin, "; got != want {
			t.Errorf("Alice has %q, want %q", got, want)
		}
		if got, want := held(alice, command.TechNone), "a.ee registrant, b.ee company, d.ee admin, "; got != want {
			t.Errorf("without technical roles Alice has %q, want %q", got, want)
		}
	})
}

func TestAForcedDeletionGoesAwayWithTheRegistrant(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		_, _, bob := estonia(w)
		refused(w, w.other, command.ForceDelete{Name: "a.ee", Kind: registry.ForceFast}, registry.ErrRole)
		refused(w, w.operator, command.ForceDelete{Name: "a.ee", Kind: "slow"}, registry.ErrSyntax)
		refused(w, w.operator, command.CancelForceDelete{Name: "a.ee"}, registry.ErrNotForced)
		do(w, w.operator, command.ForceDelete{Name: "a.ee", Kind: registry.ForceFast, Reason: "wrong contacts"})
		refused(w, w.operator, command.ForceDelete{Name: "a.ee", Kind: registry.ForceFast}, registry.ErrForced)
		refused(w, w.other, command.RenewDomain{Name: "a.ee", Term: registry.Years(1)}, registry.ErrStatus)
		w.wait(17 * day)
		if d := ask(w, w.other, command.DomainInfo{Name: "a.ee"}).Domain; !d.Has(registry.ClientHold) {
			t.Errorf("after 17 days: %v", d.AllStatuses())
		}
		d := do(w, w.other, command.UpdateDomain{Name: "a.ee", Registrant: &bob, Verified: true}).Domain
		if d.Force != nil || !slices.Equal(d.AllStatuses(), []registry.Status{registry.Inactive}) {
			t.Errorf("after the change of registrant: %v", d.AllStatuses())
		}
		w.heard("other", "is to be deleted by the registry: on hold from 2026-01-26, released on 2026-02-25", "grace period", "on hold before", "is cancelled")

		do(w, w.operator, command.ForceDelete{Name: "a.ee", Kind: registry.ForceFast})
		w.wait(45 * day)
		if d := ask(w, w.other, command.DomainInfo{Name: "a.ee"}).Domain; d.Phase != registry.Active {
			t.Errorf("a day before: %s", d.Phase)
		}
		w.wait(2 * day)
		denied(w, w.other, command.DomainInfo{Name: "a.ee"}, registry.ErrNoName)
	})
}

func TestAReservedNameGoesToWhoKnowsItsPassword(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		alice, _, _ := estonia(w)
		buy := func(n, pw string) command.CreateDomain {
			return command.CreateDomain{Name: n, Registrant: alice, ReservedPW: pw}
		}
		refused(w, w.other, buy("reserved.ee", ""), registry.ErrMissing)
		refused(w, w.other, buy("reserved.ee", "guess"), registry.ErrAuthInfo)
		refused(w, w.other, command.ReserveName{Name: "reserved.ee"}, registry.ErrRole)
		for _, n := range []string{"reserved.ee", "disputed.ee"} {
			first := do(w, w.operator, command.ReserveName{Name: n})
			password := do(w, w.operator, command.ReserveName{Name: n})
			refused(w, w.other, buy(n, ""), registry.ErrMissing)
			refused(w, w.other, buy(n, first), registry.ErrAuthInfo)
			refused(w, w.other, buy(n, password+"0"), registry.ErrAuthInfo)
			do(w, w.other, buy(n, password))
			do(w, w.other, command.DeleteDomain{Name: n, Verified: true})
			w.wait(33 * day)
			refused(w, w.other, buy(n, password), registry.ErrAuthInfo)
		}
		for _, c := range w.changes() {
			if strings.Contains(string(c.After), "reserved_pw") {
				t.Errorf("the password is in the change log: %s", c.After)
			}
		}
	})
}
