package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// free returns a creation on the free plan.
func free(n string) object.CreateDomain {
	return object.CreateDomain{Name: n, Plan: registry.PlanFree, Forward: registry.Forward{URL: "https://a.example/"}}
}

func TestUpgradeFromFreeToPaid(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		d := do(w, w.alice, free("a.tk")).Domain
		do(w, w.bob, free("b.tk"))
		do(w, w.carol, free("c.tk"))
		w.wantNoEffect(func() {
			wantFault(w, w.bob, object.UpgradeDomain{Name: "a.tk"}, registry.ErrNotYours)
			wantFault(w, w.alice, object.UpgradeDomain{Name: "nobody.tk"}, registry.ErrNoName)
			wantFault(w, w.alice, object.UpgradeDomain{Name: "a.tk", Term: registry.Years(6)}, registry.ErrTerm)
			wantFault(w, w.alice, object.UpgradeDomain{Name: "a.tk", Term: registry.Months(1)}, registry.ErrTerm)
			wantFault(w, w.alice, object.UpgradeDomain{Name: "a.tk", Registrant: "nobody"}, registry.ErrNoContact)
			wantFault(w, w.alice, object.UpgradeDomain{Name: "a.tk", Tech: []registry.ContactID{"nobody"}}, registry.ErrNoContact)
			wantFault(w, w.carol, object.UpgradeDomain{Name: "c.tk"}, registry.ErrLowBalance)
		})
		tech := do(w, w.alice, contact.CreateContact{Contact: exampleContact(), Prefix: "A"}).Contact.ID
		up := do(w, w.alice, object.UpgradeDomain{Name: "a.tk", Term: registry.Years(2), Tech: []registry.ContactID{tech}, Shield: ptr(true)})
		if want := registry.Years(2).After(d.Expires); !up.Domain.Expires.Equal(want) || up.Domain.Plan != registry.PlanPaid {
			t.Errorf("expires %s on plan %q, want %s", up.Domain.Expires, up.Domain.Plan, want)
		}
		if got := up.Domain; !got.AutoRenew || !got.Shield || got.Registrant != d.Registrant || len(got.Tech) != 1 || got.Tech[0] != tech {
			t.Errorf("got %+v", got)
		}
		w.wantBalance(w.alice, "1982.05 0.00 1")
		wantFault(w, w.alice, object.UpgradeDomain{Name: "a.tk"}, registry.ErrUnsupported)
		do(w, w.alice, object.UpgradeDomain{Name: do(w, w.alice, free("still.tk")).Domain.Name.String(), AutoRenew: ptr(false)})

		// A domain that is pending, locked or deleted cannot be upgraded.
		lock := []registry.StatusEntry{{Status: registry.ClientRenewProhibited}}
		do(w, w.bob, object.UpdateDomain{Name: "b.tk", Statuses: command.Edit[registry.StatusEntry]{Add: lock}})
		wantFault(w, w.bob, object.UpgradeDomain{Name: "b.tk"}, registry.ErrStatus)
		do(w, w.bob, object.UpdateDomain{Name: "b.tk", Statuses: command.Edit[registry.StatusEntry]{Rem: lock}})
		do(w, w.bob, object.DeleteDomain{Name: "b.tk"})
		wantFault(w, w.bob, object.UpgradeDomain{Name: "b.tk"}, registry.ErrStatus)
		w.audit()
	})
}

func TestFreePlanNeedsATLDThatSellsIt(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		if f := wantFault(w, w.alice, free("a.fr"), registry.ErrUnsupported); f.Field != "plan" {
			t.Errorf("the fault is about %s", f.Field)
		}
	})
}

func TestGlueMayComeLater(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		late := object.CreateDomain{Name: "a.tk", Plan: registry.PlanFree, CreateHosts: true, DeferGlue: true,
			Nameservers: []object.NS{{Host: "NS1.a.tk"}, {Host: "ns.b.net"}, {Host: "ns2.a.tk"}}}
		early := late
		early.DeferGlue = false
		wantFault(w, w.alice, early, registry.ErrGlue)
		twice := late
		twice.Nameservers = []object.NS{{Host: "ns1.a.tk"}, {Host: "NS1.a.tk"}}
		wantFault(w, w.alice, twice, registry.ErrNSDuplicate)
		d := do(w, w.alice, late).Domain
		for i, want := range []name.Name{"ns1.a.tk", "ns.b.net", "ns2.a.tk"} {
			if d.Nameservers[i].Host != want || d.Nameservers[i].ID == 0 {
				t.Errorf("name server %d is %+v, want %s", i, d.Nameservers[i], want)
			}
		}
		h := ask(w, w.alice, host.HostInfo{Name: "ns1.a.tk"})
		if h.Host.Parent != "a.tk" || len(h.Host.Addrs) != 0 || h.Host.Account != "alice" || !h.Linked {
			t.Errorf("got %+v", h)
		}

		g := do(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "ns1.a.tk", Addrs: []string{"192.0.2.1"}})
		if g.HadAddrs || len(g.Host.Addrs) != 1 {
			t.Errorf("got %+v", g)
		}
		if g = do(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "ns1.a.tk", Addrs: []string{"2001:db8::1"}}); !g.HadAddrs || g.Host.Addrs[0].String() != "2001:db8::1" {
			t.Errorf("got %+v", g)
		}
		if g = do(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "ns3.a.tk", Addrs: []string{"192.0.2.3"}}); g.HadAddrs {
			t.Errorf("got %+v", g)
		}
		w.wantNoEffect(func() {
			wantFault(w, w.bob, object.SetGlue{Domain: "a.tk", Host: "ns1.a.tk", Addrs: []string{"192.0.2.66"}}, registry.ErrNotYours)
			wantFault(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "ns1.b.tk", Addrs: []string{"192.0.2.1"}}, registry.ErrGlue)
			wantFault(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "_", Addrs: []string{"192.0.2.1"}}, registry.ErrGlue)
			for _, addr := range []string{"10.0.0.1", "127.0.0.1", "169.254.0.1", "fc00::1", "fe80::1", "::1", "x"} {
				wantFault(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "ns1.a.tk", Addrs: []string{addr}}, registry.ErrSyntax)
			}
			wantFault(w, w.bob, object.DeleteGlue{Domain: "a.tk", Host: "ns3.a.tk"}, registry.ErrNotYours)
			wantFault(w, w.alice, object.DeleteGlue{Domain: "a.tk", Host: "ns1.a.tk"}, registry.ErrLinked)
			wantFault(w, w.alice, object.DeleteGlue{Domain: "a.tk", Host: "ns9.a.tk"}, registry.ErrNoHost)
		})
		lock := []registry.StatusEntry{{Status: registry.ServerUpdateProhibited}}
		do(w, w.operator, object.UpdateDomain{Name: "a.tk", Statuses: command.Edit[registry.StatusEntry]{Add: lock}})
		w.wantNoEffect(func() {
			wantFault(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "ns1.a.tk", Addrs: []string{"192.0.2.66"}}, registry.ErrStatus)
			wantFault(w, w.alice, object.DeleteGlue{Domain: "a.tk", Host: "ns3.a.tk"}, registry.ErrStatus)
		})
		do(w, w.operator, object.UpdateDomain{Name: "a.tk", Statuses: command.Edit[registry.StatusEntry]{Rem: lock}})
		do(w, w.alice, object.DeleteGlue{Domain: "a.tk", Host: "ns3.a.tk"})
		do(w, w.alice, object.DeleteDomain{Name: "a.tk"})
		w.wantNoEffect(func() {
			wantFault(w, w.alice, object.SetGlue{Domain: "a.tk", Host: "ns3.a.tk", Addrs: []string{"192.0.2.3"}}, registry.ErrStatus)
		})
	})
}

func TestTheQuotedTransferPriceIsCharged(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		secret := do(w, w.alice, create("a.tk")).AuthInfo
		w.wantNoEffect(func() {
			wantQueryFault(w, w.bob, transfer.QuoteTransfer{Name: "a.tk", AuthInfo: "guessed"}, registry.ErrAuthInfo)
			wantQueryFault(w, w.bob, transfer.QuoteTransfer{Name: "a.tk"}, registry.ErrAuthInfo)
			wantQueryFault(w, w.alice, transfer.QuoteTransfer{Name: "a.tk", AuthInfo: secret}, registry.ErrAlreadySponsor)
			wantQueryFault(w, w.bob, transfer.QuoteTransfer{Name: "b.tk", AuthInfo: secret}, registry.ErrNoName)
			wantQueryFault(w, w.bob, transfer.QuoteTransfer{Name: "a.nowhere", AuthInfo: secret}, registry.ErrTLD)
		})
		q := ask(w, w.bob, transfer.QuoteTransfer{Name: "a.tk", AuthInfo: secret})
		own := ask(w, w.bob, contact.ListContacts{})[0].ID
		done := do(w, w.bob, transfer.RequestTransfer{Name: "a.tk", AuthInfo: secret, Registrant: own, AllRoles: true})
		if q.Price != done.Price || q.Term != done.Transfer.Term {
			t.Errorf("quoted %+v, paid %+v", q, done.Price)
		}
		lock := []registry.StatusEntry{{Status: registry.ClientTransferProhibited}}
		secret = ask(w, w.bob, object.DomainInfo{Name: "a.tk"}).AuthInfo
		do(w, w.bob, object.UpdateDomain{Name: "a.tk", Statuses: command.Edit[registry.StatusEntry]{Add: lock}})
		wantQueryFault(w, w.alice, transfer.QuoteTransfer{Name: "a.tk", AuthInfo: secret}, registry.ErrStatus)
	})
}

// With AllRoles, no contact of the losing side is copied.
func TestATransferMayReplaceAllContactRoles(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		for _, c := range []struct {
			all  bool
			want int
		}{{false, 2}, {true, 1}} {
			n := map[bool]string{false: "some.tk", true: "all.tk"}[c.all]
			alices := ask(w, w.alice, contact.ListContacts{})[0].ID
			bobs := ask(w, w.bob, contact.ListContacts{})[0].ID
			made := do(w, w.alice, object.CreateDomain{Name: n, Hosted: true, Admin: []registry.ContactID{alices}, Tech: []registry.ContactID{alices}})
			got := do(w, w.bob, transfer.RequestTransfer{Name: n, AuthInfo: made.AuthInfo, Registrant: bobs, AllRoles: c.all}).Domain
			if got.Registrant != bobs || len(got.Admin) != 1 || len(got.Tech) != 1 || len(got.Billing) != 0 || len(got.Contacts()) != c.want {
				t.Errorf("all roles %v: got %+v", c.all, got)
			}
		}
	})
}

// ListTransfers shows the state of a transfer at the time of the query, even if the
// domain was not advanced.
func TestListTransfersProjectsTime(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		made := do(w, w.alice, create("a.fr"))
		do(w, w.other, transfer.RequestTransfer{Name: "a.fr", AuthInfo: made.AuthInfo})
		for _, want := range []registry.TransferState{registry.TransferPending, registry.TransferServerApproved} {
			list := ask(w, w.alice, transfer.ListTransfers{})
			if len(list) != 1 || list[0].State != want {
				t.Errorf("got %+v, want %s", list, want)
			}
			w.now = w.now.Add(9 * day)
		}
	})
}

func TestRandomNamesAreFree(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		seen := map[name.Name]bool{}
		for range 20 {
			n := do(w, w.alice, createFreeName("tk"))
			if seen[n] || n.Parent() != "tk" || len(n.Label()) != 8 {
				t.Errorf("got %s", n)
			}
			seen[n] = true
		}
		wantFault(w, w.alice, createFreeName("nowhere"), registry.ErrTLD)
	})
}

type createFreeName name.Name

func (p createFreeName) Run(t *command.Tx) (name.Name, error) {
	n, err := object.PickFreeName(t.Snapshot, name.Name(p))
	if err != nil {
		return n, err
	}
	_, err = free(string(n)).Run(t)
	return n, err
}
