package registry

import (
	"slices"
	"time"
)

// lockStatuses returns the statuses of a registry lock (docs/contracts/ee.md
// section 4, lifecycle 10). They prohibit update, delete and transfer, but not
// renew, nor DNSSEC changes unless strict. An older version of the .ee system had
// serverUpdateProhibited in place of serverObjUpdateProhibited; the frontend of
// that version maps it.
func lockStatuses(strict bool) []Status {
	all := []Status{ServerObjUpdateProhibited, ServerDeleteProhibited, ServerTransferProhibited}
	if strict {
		all = append(all, ServerExtensionUpdateProhibited)
	}
	return all
}

// WithLock returns d with a registry lock; strict prohibits DNSSEC changes, too.
// ErrLocked if d is locked, deleted, or has a pending change or transfer.
func (d Domain) WithLock(strict bool, now time.Time) (Domain, error) {
	if d.Lock != nil || d.Pending != nil || d.transferPending() || !d.registered() {
		return d, ErrLocked.On("name", string(d.Name))
	}
	d = d.Clone()
	lock := &Lock{Since: now, Strict: strict}
	d.Statuses, lock.Added = addStatuses(d.Statuses, lockStatuses(strict))
	d.Lock = lock
	return d, nil
}

// WithoutLock returns d without its lock and the statuses that it added;
// ErrNotLocked if there is none.
func (d Domain) WithoutLock() (Domain, error) {
	if d.Lock == nil {
		return d, ErrNotLocked.On("name", string(d.Name))
	}
	d = d.Clone()
	var kept []Status
	if d.Force != nil {
		d.Force.Added, kept = handOver(d.Force.Added, d.Lock.Added, forceStatuses)
	}
	d.Statuses = WithoutStatuses(d.Statuses, slices.DeleteFunc(d.Lock.Added, func(s Status) bool { return slices.Contains(kept, s) })...)
	d.Lock = nil
	return d, nil
}

// addStatuses returns set with all of want, and those of want that were not in set.
func addStatuses(set []StatusEntry, want []Status) (with []StatusEntry, added []Status) {
	for _, s := range want {
		if !hasAny(set, s) {
			set, added = WithStatus(set, StatusEntry{Status: s}), append(added, s)
		}
	}
	return set, added
}

// handOver returns added with those of removed that wanted also contains, and
// these as kept: a lock or forced deletion that remains takes over the statuses
// that it needs from the one that is removed.
func handOver(added, removed, wanted []Status) (after, kept []Status) {
	for _, s := range removed {
		if slices.Contains(wanted, s) {
			added, kept = append(added, s), append(kept, s)
		}
	}
	return added, kept
}
