package registry

import (
	"slices"
	"time"
)

// lockStatuses are what a registrant's lock forbids everyone (contract ee,
// section 4, lifecycle 10): changes, deletion and transfer; not renewal, and
// not new DNSSEC keys unless it is strict. The public system once used
// serverUpdateProhibited for the first of them; a face of that time says so.
func lockStatuses(strict bool) []Status {
	all := []Status{ServerObjUpdateProhibited, ServerDeleteProhibited, ServerTransferProhibited}
	if strict {
		all = append(all, ServerExtensionUpdateProhibited)
	}
	return all
}

// LockUp returns d locked by its registrant; strict freezes its DNSSEC data,
// too. ErrLocked: it is locked already, or something about it is pending.
func (d Domain) LockUp(strict bool, now time.Time) (Domain, error) {
	if d.Lock != nil || d.Pending != nil || d.transferring() || !d.standing() {
		return d, ErrLocked.On("name", string(d.Name))
	}
	d = d.Clone()
	lock := &Lock{Since: now, Strict: strict}
	d.Statuses, lock.Added = impose(d.Statuses, lockStatuses(strict))
	d.Lock = lock
	return d, nil
}

// Unlock returns d as its statuses were before the lock, but for those that
// came since; ErrNotLocked when there is none.
func (d Domain) Unlock() (Domain, error) {
	if d.Lock == nil {
		return d, ErrNotLocked.On("name", string(d.Name))
	}
	d = d.Clone()
	var kept []Status
	if d.Force != nil {
		d.Force.Added, kept = inherit(d.Force.Added, d.Lock.Added, forceStatuses)
	}
	d.Statuses = Without(d.Statuses, slices.DeleteFunc(d.Lock.Added, func(s Status) bool { return slices.Contains(kept, s) })...)
	d.Lock = nil
	return d, nil
}

// impose returns set with all of want in it, and those that were not there.
func impose(set []SetStatus, want []Status) (with []SetStatus, added []Status) {
	for _, s := range want {
		if !has(set, s) {
			set, added = With(set, SetStatus{Status: s}), append(added, s)
		}
	}
	return set, added
}

// inherit lets one who also wants some of the statuses that another one takes
// away keep them as its own.
func inherit(heir, going, wants []Status) (owns, kept []Status) {
	for _, s := range going {
		if slices.Contains(wants, s) {
			heir, kept = append(heir, s), append(kept, s)
		}
	}
	return heir, kept
}
