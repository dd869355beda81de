package registry_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestAllStatuses(t *testing.T) {
	ns := []registry.Nameserver{{Host: "ns1.b.example"}, {Host: "ns2.b.example"}}
	set := func(all ...registry.Status) []registry.StatusEntry {
		var list []registry.StatusEntry
		for _, s := range all {
			list = append(list, registry.StatusEntry{Status: s})
		}
		return list
	}
	transfer := &registry.Transfer{State: registry.TransferPending}
	for _, row := range []struct {
		d         registry.Domain
		want      string
		delegated bool
	}{
		{registry.Domain{Phase: registry.Active, Nameservers: ns}, "ok", true},
		{registry.Domain{Phase: registry.Active}, "inactive", false},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Statuses: set(registry.ClientHold)}, "clientHold", false},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Statuses: set(registry.ServerHold)}, "serverHold", false},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Statuses: set(registry.ClientUpdateProhibited)}, "clientUpdateProhibited", true},
		{registry.Domain{Phase: registry.Expired, Nameservers: ns}, "expired", true},
		{registry.Domain{Phase: registry.Outzone, Nameservers: ns}, "expired serverHold", false},
		{registry.Domain{Phase: registry.Outzone, Nameservers: ns, Statuses: set(registry.ServerManualInzone)}, "serverManualInzone expired", true},
		{registry.Domain{Phase: registry.Outzone, Nameservers: ns, Statuses: set(registry.ServerHold)}, "serverHold expired", false},
		{registry.Domain{Phase: registry.Redemption, Nameservers: ns}, "pendingDelete", false},
		{registry.Domain{Phase: registry.Redemption, Nameservers: ns, Statuses: set(registry.ClientDeleteProhibited)}, "pendingDelete", false},
		{registry.Domain{Phase: registry.PendingRestore, Nameservers: ns}, "pendingDelete", false},
		{registry.Domain{Phase: registry.PendingDelete, Nameservers: ns}, "pendingDelete serverHold", false},
		{registry.Domain{Phase: registry.DeleteCandidate, Nameservers: ns}, "deleteCandidate serverHold", false},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Transfer: transfer}, "pendingTransfer", true},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Transfer: transfer, Statuses: set(registry.ServerTransferProhibited)}, "pendingTransfer", true},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Transfer: &registry.Transfer{State: registry.TransferClientApproved}}, "ok", true},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Pending: &registry.Pending{Verb: "update"}}, "pendingUpdate", true},
		{registry.Domain{Phase: registry.Active, Nameservers: ns, Pending: &registry.Pending{Verb: "delete"}}, "pendingDeleteConfirmation", true},
	} {
		var got []string
		for _, s := range row.d.AllStatuses() {
			got = append(got, string(s))
		}
		if text := strings.Join(got, " "); text != row.want {
			t.Errorf("%s with %v: %s, want %s", row.d.Phase, row.d.Statuses, text, row.want)
		}
		if row.d.Delegated() != row.delegated {
			t.Errorf("%s with %v: delegated %v", row.d.Phase, row.d.Statuses, row.d.Delegated())
		}
	}
}

func TestRGPShowsRunningGracePeriods(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	d := registry.Domain{Phase: registry.Active, Graces: []registry.Grace{
		{Period: registry.RenewPeriod, Ends: now.Add(day)},
		{Period: registry.RenewPeriod, Ends: now.Add(2 * day)},
		{Period: registry.AddPeriod, Ends: now},
	}}
	if got := d.RGP(now); !slices.Equal(got, []string{"renewPeriod"}) {
		t.Errorf("%v", got)
	}
	if got := len(d.WithoutExpiredGraces(now.Add(day)).Graces); got != 1 || len(d.Graces) != 3 {
		t.Errorf("%d remain of %d", got, len(d.Graces))
	}
	d.Phase = registry.Redemption
	if got := d.RGP(now); !slices.Equal(got, []string{"redemptionPeriod"}) {
		t.Errorf("%v", got)
	}
}

func TestStatusListsAreNotModified(t *testing.T) {
	set := make([]registry.StatusEntry, 2, 4)
	set[0].Status, set[1].Status = registry.ClientHold, registry.ServerHold
	more := registry.WithStatus(set, registry.StatusEntry{Status: registry.ClientHold, Note: "unpaid"})
	less := registry.WithoutStatuses(set, registry.ServerHold)
	if len(more) != 2 || more[1].Note != "unpaid" || len(less) != 1 || set[0].Note != "" || set[1].Status != registry.ServerHold {
		t.Errorf("%v, %v, %v", set, more, less)
	}
}

func TestDomainContacts(t *testing.T) {
	d := registry.Domain{Registrant: "C1", Admin: []registry.ContactID{"C1", "C2"}, Tech: []registry.ContactID{"C3", "C2"}}
	got := d.Contacts()
	slices.Sort(got)
	if !slices.Equal(got, []registry.ContactID{"C1", "C2", "C3"}) {
		t.Errorf("%v", got)
	}
	if got := (registry.Domain{}).Contacts(); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
