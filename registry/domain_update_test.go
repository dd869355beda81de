package registry_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestCanUpdate(t *testing.T) {
	sponsor := registry.Actor{Registrar: "a"}
	operator := registry.Actor{Roles: []registry.Role{registry.RoleOperator}}
	with := func(statuses ...registry.Status) registry.Domain {
		d := registry.Domain{Name: "a.example", Phase: registry.Active, Registrant: "r"}
		for _, s := range statuses {
			d.Statuses = registry.WithStatus(d.Statuses, registry.StatusEntry{Status: s})
		}
		return d
	}
	unlock := registry.StatusChange{Rem: []registry.StatusEntry{{Status: registry.ClientUpdateProhibited}}}
	deleted, pending, moving := with(), with(), with()
	deleted.Phase, pending.Pending, moving.Transfer = registry.Redemption, &registry.Pending{}, &registry.Transfer{State: registry.TransferPending}
	for _, c := range []struct {
		d       registry.Domain
		by      registry.Actor
		changes registry.DomainChanges
		want    string
	}{
		{with(), sponsor, registry.DomainChanges{Parts: registry.PartNameservers}, ""},
		{with(registry.ClientUpdateProhibited), sponsor, registry.DomainChanges{Parts: registry.PartForward}, "updateProhibited"},
		{with(registry.ClientUpdateProhibited), sponsor, registry.DomainChanges{Parts: registry.PartForward | registry.PartStatuses, Statuses: unlock}, ""},
		{with(registry.ServerUpdateProhibited), operator, registry.DomainChanges{Parts: registry.PartStatuses}, ""},
		{with(registry.ServerUpdateProhibited), operator, registry.DomainChanges{Parts: registry.PartStatuses | registry.PartShield}, "updateProhibited"},
		{with(registry.ServerUpdateProhibited), sponsor, registry.DomainChanges{Parts: registry.PartStatuses}, "updateProhibited"},
		{with(registry.ServerObjUpdateProhibited), sponsor, registry.DomainChanges{Parts: registry.PartDNSSEC}, ""},
		{with(registry.ServerObjUpdateProhibited), sponsor, registry.DomainChanges{Parts: registry.PartDNSSEC | registry.PartAuthInfo}, "updateProhibited"},
		{with(registry.ServerExtensionUpdateProhibited), sponsor, registry.DomainChanges{Parts: registry.PartDNSSEC}, "serverExtensionUpdateProhibited"},
		{with(registry.ServerRegistrantChangeProhibited), sponsor, registry.DomainChanges{Parts: registry.PartRegistrant, Registrant: "s"}, "serverRegistrantChangeProhibited"},
		{with(registry.ServerRegistrantChangeProhibited), sponsor, registry.DomainChanges{Parts: registry.PartRegistrant, Registrant: "r"}, ""},
		{with(registry.ServerAdminChangeProhibited), sponsor, registry.DomainChanges{Parts: registry.PartAdmin}, "serverAdminChangeProhibited"},
		{with(registry.ServerTechChangeProhibited), sponsor, registry.DomainChanges{Parts: registry.PartTech | registry.PartAdmin}, "serverTechChangeProhibited"},
		{deleted, sponsor, registry.DomainChanges{Parts: registry.PartTech}, "pendingDelete"},
		{moving, sponsor, registry.DomainChanges{Parts: registry.PartTech}, "pendingTransfer"},
		{pending, sponsor, registry.DomainChanges{Parts: registry.PartTech}, "a.example"},
	} {
		got := ""
		var fault *registry.Fault
		if err := c.d.CanUpdate(c.changes, c.by); errors.As(err, &fault) {
			got = fault.Value
		}
		if got != c.want {
			t.Errorf("%s, %+v: %q, want %q", fmt.Sprint(c.d.AllStatuses()), c.changes, got, c.want)
		}
	}
}
