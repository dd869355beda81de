package registry_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

func statusesOf(d registry.Domain) []registry.Status {
	var list []registry.Status
	for _, s := range d.Statuses {
		list = append(list, s.Status)
	}
	slices.Sort(list)
	return list
}

// After any sequence of locks, forced deletions and their removal, only the statuses
// set otherwise remain.
func TestRemovedLocksAndForcedDeletionsLeaveNoStatuses(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(r *rapid.T) {
		d := registry.Domain{Name: "a.example"}.Register(registry.Years(3), registry.Price{}, now, fullPolicy())
		var others []registry.Status // set neither by a lock nor by a forced deletion
		for range rapid.IntRange(0, 3).Draw(r, "before") {
			s := rapid.SampledFrom(registry.ServerSettable).Draw(r, "set")
			d.Statuses, others = registry.WithStatus(d.Statuses, registry.StatusEntry{Status: s}), append(others, s)
		}
		for range rapid.IntRange(0, 12).Draw(r, "operations") {
			var err error
			was := d.Clone()
			switch rapid.IntRange(0, 3).Draw(r, "operation") {
			case 0:
				d, err = d.WithLock(rapid.Bool().Draw(r, "strict"), now)
			case 1:
				d, err = d.WithoutLock()
			case 2:
				d, err = d.ForceDelete(registry.ForceFast, "", now, fullPolicy())
			case 3:
				d, err = d.CancelForceDelete()
			}
			if err != nil && !slices.Equal(statusesOf(d), statusesOf(was)) {
				r.Fatalf("refused, but statuses %v became %v", statusesOf(was), statusesOf(d))
			}
			if d.Lock != nil && !(d.Has(registry.ServerObjUpdateProhibited) && d.Has(registry.ServerDeleteProhibited) && d.Has(registry.ServerTransferProhibited)) {
				r.Fatalf("locked with %v", statusesOf(d))
			}
			if d.Force != nil && !(d.Has(registry.ServerForceDelete) && d.Has(registry.ServerRenewProhibited) && d.Has(registry.ServerTransferProhibited)) {
				r.Fatalf("forced deletion with %v", statusesOf(d))
			}
		}
		if d.Lock != nil {
			d, _ = d.WithoutLock()
		}
		if d.Force != nil {
			d, _ = d.CancelForceDelete()
		}
		slices.Sort(others)
		if others = slices.Compact(others); !slices.Equal(statusesOf(d), others) {
			r.Fatalf("remaining: %v, want %v", statusesOf(d), others)
		}
	})
}

func TestWithLockRefusals(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	registered := registry.Domain{Name: "a.example"}.Register(registry.Years(1), registry.Price{}, now, fullPolicy())
	for title, change := range map[string]func(d *registry.Domain){
		"pending change":   func(d *registry.Domain) { d.Pending = &registry.Pending{Verb: "update"} },
		"pending transfer": func(d *registry.Domain) { d.Transfer = &registry.Transfer{State: registry.TransferPending} },
		"pendingDelete":    func(d *registry.Domain) { d.Phase = registry.PendingDelete },
		"redemptionPeriod": func(d *registry.Domain) { d.Phase = registry.Redemption },
		"locked":           func(d *registry.Domain) { d.Lock = &registry.Lock{} },
	} {
		d := registered.Clone()
		change(&d)
		if _, err := d.WithLock(false, now); !errors.Is(err, registry.ErrLocked) {
			t.Errorf("%s: %v", title, err)
		}
	}
	if _, err := registered.WithoutLock(); !errors.Is(err, registry.ErrNotLocked) {
		t.Errorf("not locked: %v", err)
	}
	registered.Phase = registry.Expired
	if _, err := registered.WithLock(false, now); err != nil {
		t.Errorf("expired: %v", err)
	}
}

func TestSamePerson(t *testing.T) {
	one := registry.Ident{Code: "1", Type: registry.IdentPerson, Country: "EE"}
	abroad := registry.Ident{Code: "1", Type: registry.IdentPerson, Country: "LV"}
	org := registry.Ident{Code: "1", Type: registry.IdentOrg, Country: "EE"}
	for _, row := range []struct {
		a, b registry.Contact
		want bool
	}{
		{registry.Contact{ID: "a", Ident: one}, registry.Contact{ID: "b", Ident: one}, true},
		{registry.Contact{ID: "a", Ident: one}, registry.Contact{ID: "b", Ident: abroad}, false},
		{registry.Contact{ID: "a", Ident: one}, registry.Contact{ID: "b", Ident: org}, false},
		{registry.Contact{ID: "a", Ident: one}, registry.Contact{ID: "a"}, false},
		{registry.Contact{ID: "a"}, registry.Contact{ID: "a"}, true},
		{registry.Contact{ID: "a"}, registry.Contact{ID: "b"}, false},
	} {
		if row.a.SamePerson(row.b) != row.want || row.b.SamePerson(row.a) != row.want {
			t.Errorf("%v and %v: want %v", row.a, row.b, row.want)
		}
	}
}
