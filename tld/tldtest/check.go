// Package tldtest is the conformance suite of TLD policies, for the tests of the
// packages below tld: a policy is complete when CheckPolicy passes.
package tldtest

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

// CheckPolicy simulates ten thousand random lifecycles of a domain under p (a tenth
// with -short; more with -rapid.checks). Each is a sequence of operations at random
// times, and after each the properties of Domain.At, Domain.Due and the operations
// are checked.
func CheckPolicy(t *testing.T, p registry.Policy) {
	t.Helper()
	rounds := 100 // of 100 rapid checks
	if testing.Short() {
		rounds = 10
	}
	for range rounds {
		rapid.Check(t, func(r *rapid.T) { runLifecycle(r, p) })
		if t.Failed() {
			return
		}
	}
}

// checkProjection checks that At(a) and then At(b) equals At(b), and that the number
// of transitions is bounded.
func checkProjection(r *rapid.T, d registry.Domain, p registry.Policy, a, b time.Time) {
	atA, stepsA := d.At(a, p)
	twice, stepsB := atA.At(b, p)
	once, steps := d.At(b, p)
	if !equal(once, twice) {
		r.Fatalf("At(%v).At(%v):\n%+v\nwant, as the second At alone returns,\n%+v", a, b, twice, once)
	}
	if got := slices.Concat(stepsA, stepsB); !equal(got, steps) {
		r.Fatalf("transitions in two calls: %v; in one: %v", verbs(got), verbs(steps))
	}
	if years := int(b.Sub(d.Created)/(365*day)) + 1; len(steps) > years+20 {
		r.Fatalf("%d transitions in %d years: %v", len(steps), years, verbs(steps))
	}
}

// checkDue checks that Due is the first instant at which At differs.
func checkDue(r *rapid.T, d registry.Domain, p registry.Policy, far time.Time) {
	due := d.Due()
	if due.IsZero() {
		if after, steps := d.At(far, p); len(steps) > 0 || !equal(after, d) {
			r.Fatalf("Due is zero, but At made %v:\n%+v", verbs(steps), d)
		}
		return
	}
	if after, steps := d.At(due.Add(-time.Microsecond), p); len(steps) > 0 || !equal(after, d) {
		r.Fatalf("due at %v, but before it At made %v", due, verbs(steps))
	}
	if after, steps := d.At(due, p); len(steps) == 0 || equal(after, d) {
		r.Fatalf("due at %v, but At changes nothing in\n%+v", due, d)
	}
}

// checkTransitions checks that transitions are in order of time and follow the state
// diagram of RFC 3915 section 2, through phases that the policy has.
func checkTransitions(r *rapid.T, before registry.Domain, p registry.Policy, steps []registry.Transition) {
	for _, s := range steps {
		was, is := before.Phase, s.After.Phase
		switch {
		case !s.At.Equal(before.Due()):
			r.Fatalf("%s at %v, but Due was %v", s.Verb, s.At, before.Due())
		case !s.After.Due().IsZero() && s.After.Due().Before(s.At):
			r.Fatalf("after %s at %v, Due is earlier: %v", s.Verb, s.At, s.After.Due())
		case was != is && !slices.Contains(allowedNext[was], is) && !(s.Verb == "transfer" && is == registry.Active):
			r.Fatalf("%s led from %s to %s", s.Verb, was, is)
		case (is == registry.Released) != (s.Verb == "release"):
			r.Fatalf("%q led to %s", s.Verb, is)
		case was != is && !phaseInPolicy(p, s.After):
			r.Fatalf("%s led to %s, which the policy does not have", s.Verb, is)
		case was != is && is != registry.Active && !s.After.PhaseStart.Equal(s.At):
			r.Fatalf("%s at %v began a phase at %v", s.Verb, s.At, s.After.PhaseStart)
		case s.Verb == "autorenew" && len(s.After.WithoutExpiredGraces(s.At).Graces) < len(s.After.Graces):
			r.Fatalf("expired grace periods accumulate: %v", s.After.Graces)
		case s.Verb == "autorenew" && s.After.Plan == registry.PlanFree:
			r.Fatalf("a free name was renewed automatically for years")
		case s.After.PhaseEnds.Before(s.After.PhaseStart) && is != registry.Released:
			r.Fatalf("%s ends at %v before it begins at %v", is, s.After.PhaseEnds, s.After.PhaseStart)
		}
		before = s.After
	}
}

// allowedNext lists the phases that may follow a phase by time alone. PendingRestore
// returns to the redemption period if the restore report is missing.
var allowedNext = map[registry.Phase][]registry.Phase{
	registry.Active:          {registry.Expired, registry.Outzone, registry.Redemption, registry.PendingDelete, registry.DeleteCandidate, registry.Released},
	registry.Expired:         {registry.Outzone, registry.Redemption, registry.PendingDelete, registry.DeleteCandidate, registry.Released},
	registry.Outzone:         {registry.Redemption, registry.PendingDelete, registry.DeleteCandidate, registry.Released},
	registry.PendingRestore:  {registry.Redemption},
	registry.Redemption:      {registry.PendingDelete, registry.DeleteCandidate, registry.Released},
	registry.PendingDelete:   {registry.DeleteCandidate, registry.Released},
	registry.DeleteCandidate: {registry.Released},
}

// phaseInPolicy reports whether p has the phase of d.
func phaseInPolicy(p registry.Policy, d registry.Domain) bool {
	switch d.Phase {
	case registry.Expired:
		return p.Expired > 0
	case registry.Outzone:
		return p.Outzone > 0
	case registry.Redemption:
		return p.Redemption > 0
	case registry.PendingDelete:
		return p.PendingDelete > 0 || p.DeletePeriod > 0 || d.Has(registry.ServerReleaseProhibited)
	case registry.DeleteCandidate:
		return p.DropTime != nil
	}
	return true
}

// checkStatuses checks that d has no combination of statuses that RFC 5731 section
// 2.3 forbids.
func checkStatuses(r *rapid.T, d registry.Domain) {
	all := d.AllStatuses()
	has := func(s ...registry.Status) bool {
		return slices.ContainsFunc(s, func(s registry.Status) bool { return slices.Contains(all, s) })
	}
	pending := 0
	for _, s := range []registry.Status{registry.StatusPendingDelete, registry.StatusPendingTransfer, registry.StatusPendingUpdate} {
		if has(s) {
			pending++
		}
	}
	switch {
	case len(all) == 0, has(registry.OK) && len(all) > 1,
		has(registry.StatusPendingDelete) && has(registry.ClientDeleteProhibited, registry.ServerDeleteProhibited),
		has(registry.StatusPendingTransfer) && has(registry.ClientTransferProhibited, registry.ServerTransferProhibited),
		has(registry.StatusPendingUpdate) && has(registry.ClientUpdateProhibited, registry.ServerUpdateProhibited),
		has(registry.StatusPendingDelete) && pending > 1,
		has(registry.ServerHold, registry.ClientHold, registry.Inactive) && d.Delegated():
		r.Fatalf("invalid statuses in phase %s: %v", d.Phase, all)
	}
}

func verbs(steps []registry.Transition) []string {
	var list []string
	for _, s := range steps {
		list = append(list, s.At.Format(time.RFC3339)+" "+string(s.Verb))
	}
	return list
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }
