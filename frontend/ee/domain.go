package ee

import (
	"net/netip"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// LastChanged returns the time of the last change of d, or of its creation.
func LastChanged(d registry.Domain) time.Time {
	if d.Updated.IsZero() {
		return d.Created
	}
	return d.Updated
}

// RequestedAt returns when the change of d that waits for a confirmation was
// requested; zero if none waits.
func RequestedAt(d registry.Domain) (at time.Time) {
	if d.Pending != nil {
		at = d.Pending.Requested
	}
	return at
}

// LockedAt returns when the registrant locked d; zero if it is not locked.
func LockedAt(d registry.Domain) (at time.Time) {
	if d.Lock != nil {
		at = d.Lock.Since
	}
	return at
}

// ForceDeleteAt returns when d will be deleted by the registry; zero if it will
// not.
func ForceDeleteAt(d registry.Domain) (at time.Time) {
	if d.Force != nil {
		at = d.Force.Delete
	}
	return at
}

// Statuses returns the statuses of d, set or derived, as the manuals of 2018 and
// 2020 name them: serverObjUpdateProhibited is shown as serverUpdateProhibited. The
// edition of 2026 shows AllStatuses.
func Statuses(d registry.Domain) []registry.Status {
	all := d.AllStatuses()
	for i, s := range all {
		if s == registry.ServerObjUpdateProhibited {
			if d.Has(registry.ServerUpdateProhibited) {
				return slices.Delete(all, i, i+1)
			}
			all[i] = registry.ServerUpdateProhibited
		}
	}
	return all
}

// SplitByFamily returns the IPv4 and the IPv6 addresses as text; neither slice is
// nil.
func SplitByFamily(addrs []netip.Addr) (v4, v6 []string) {
	v4, v6 = []string{}, []string{}
	for _, a := range addrs {
		if a.Is4() {
			v4 = append(v4, a.String())
		} else {
			v6 = append(v6, a.String())
		}
	}
	return v4, v6
}
