package ee_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

// forced registers a.ee at created for a term, calls ForceDelete at the instant at,
// and returns the schedule and the transitions that follow.
func forceDelete(t *testing.T, kind registry.ForceKind, created, at, term string) (registry.Force, []string) {
	t.Helper()
	when := func(text string) time.Time {
		i, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	length, err := registry.ParseTerm(term)
	if err != nil {
		t.Fatal(err)
	}
	p := policy()
	d := registry.Domain{Name: "a.ee"}.Register(length, registry.Price{}, when(created), p)
	d, err = d.ForceDelete(kind, "", when(at), p)
	if err != nil {
		t.Fatal(err)
	}
	force := *d.Force
	if !d.Has(registry.ServerForceDelete) || !d.Has(registry.ServerRenewProhibited) || !d.Has(registry.ServerTransferProhibited) {
		t.Errorf("set: %v", d.Statuses)
	}
	if _, err := d.Renew(registry.Years(1), registry.Price{}, when(at), p); !errors.Is(err, registry.ErrStatus) {
		t.Errorf("a renewal: %v", err)
	}
	_, steps := d.At(when(at).AddDate(12, 0, 0), p)
	var lines []string
	for _, s := range steps {
		if s.Verb != "release" { // at a random time
			lines = append(lines, s.At.Format(time.RFC3339)+" "+string(s.Verb))
		}
	}
	return force, lines
}

// Days begin at midnight in Tallinn: 22:00 UTC in winter, 21:00 UTC in summer.
func TestForceDeleteFast(t *testing.T) {
	force, lines := forceDelete(t, registry.ForceFast, "2026-01-10T08:00:00Z", "2026-03-01T10:00:00Z", "1y")
	if diff := cmp.Diff([]string{
		"2026-03-01T22:00:00Z force-start",  // tomorrow, 2 March
		"2026-03-16T22:00:00Z hold",         // 15 days later
		"2026-04-15T21:00:00Z force-delete", // 46 days from 1 March: 16 April
	}, lines); diff != "" {
		t.Errorf("%+v: %s", force, diff)
	}
	// Shortly before midnight in Tallinn it is still 1 March there.
	if force, _ := forceDelete(t, registry.ForceFast, "2026-01-10T08:00:00Z", "2026-03-01T21:59:00Z", "1y"); force.Start != time.Date(2026, 3, 1, 22, 0, 0, 0, time.UTC) {
		t.Errorf("starts %v", force.Start)
	}
}

func TestForceDeleteSoftStartsOnAnniversary(t *testing.T) {
	// A term of three years ends on 11 January 2029, so the next anniversary is 11
	// January 2027.
	_, lines := forceDelete(t, registry.ForceSoft, "2026-01-10T08:00:00Z", "2026-03-01T10:00:00Z", "3y")
	if diff := cmp.Diff([]string{
		"2027-01-10T22:00:00Z force-start",
		"2027-01-25T22:00:00Z hold",
		"2027-02-24T22:00:00Z force-delete",
	}, lines); diff != "" {
		t.Error(diff)
	}
	// In the last year there is none: the domain expires.
	force, lines := forceDelete(t, registry.ForceSoft, "2026-01-10T08:00:00Z", "2026-03-01T10:00:00Z", "1y")
	if diff := cmp.Diff([]string{
		"2027-01-10T22:00:00Z expire",
		"2027-01-25T22:00:00Z outzone",
		"2027-02-24T22:00:00Z drop",
	}, lines); diff != "" || !force.Start.IsZero() || !force.Delete.IsZero() {
		t.Errorf("%+v: %s", force, diff)
	}
}

func TestDeleteCandidateCannotBeTransferred(t *testing.T) {
	s := tldtest.NewTimeline(t, policy(), "2025-09-19T14:16:47.42Z", "1y", registry.Domain{}).AdvanceTo("2026-11-03T22:00:00Z")
	if s.Domain.Phase != registry.DeleteCandidate {
		t.Fatalf("phase %s", s.Domain.Phase)
	}
	_, err := s.Domain.RequestTransfer(registry.Transfer{}, time.Date(2026, 11, 3, 22, 0, 0, 0, time.UTC), policy())
	if !errors.Is(err, registry.ErrNotEligible) || registry.ErrNotEligible.Code != 2106 {
		t.Errorf("a transfer: %v", err)
	}
	if _, err := s.Domain.Renew(registry.Years(1), registry.Price{}, s.Domain.PhaseStart, policy()); !errors.Is(err, registry.ErrStatus) {
		t.Errorf("a renewal: %v", err)
	}
}

func TestUpdateProhibitedStopsTransfer(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, st := range []registry.Status{
		registry.ClientUpdateProhibited, registry.ServerUpdateProhibited, registry.ClientTransferProhibited, registry.ServerTransferProhibited,
	} {
		d := registry.Domain{Name: "a.ee"}.Register(registry.Years(1), registry.Price{}, now, policy())
		d.Statuses = registry.WithStatus(d.Statuses, registry.StatusEntry{Status: st})
		if _, err := d.RequestTransfer(registry.Transfer{}, now, policy()); !errors.Is(err, registry.ErrStatus) {
			t.Errorf("%s: %v", st, err)
		}
	}
}

// A pending confirmation is dropped after 48 hours, or before the domain is deleted.
func TestPendingConfirmationIsDropped(t *testing.T) {
	p, born := policy(), time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
	d := registry.Domain{Name: "a.ee"}.Register(registry.Years(1), registry.Price{}, born, p)
	d, err := d.AwaitConfirmation(registry.Pending{Verb: "delete"}, born, p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.AwaitConfirmation(registry.Pending{Verb: "update"}, born, p); !errors.Is(err, registry.ErrPendingState) {
		t.Errorf("second request: %v", err)
	}
	if _, err := d.RequestTransfer(registry.Transfer{}, born, p); !errors.Is(err, registry.ErrPendingState) {
		t.Errorf("a transfer meanwhile: %v", err)
	}
	// Summer time begins on the 29th; 48 hours are 48 hours.
	if ends := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC); !d.Pending.Ends.Equal(ends) {
		t.Errorf("ends %v, want %v", d.Pending.Ends, ends)
	}
	after, steps := d.At(d.Pending.Ends, p)
	if after.Pending != nil || len(steps) != 1 || steps[0].Verb != "unconfirmed" {
		t.Errorf("%v", steps)
	}
	if after, _ := d.At(d.Pending.Ends.Add(-time.Microsecond), p); after.Pending == nil {
		t.Error("dropped too early")
	}
}
