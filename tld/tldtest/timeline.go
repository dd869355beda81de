package tldtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Timeline records the lifecycle of one domain under a policy, one line for each
// operation or transition: its instant and verb, the phase reached and its end, the
// running grace periods, and "undelegated" if the domain is not delegated.
type Timeline struct {
	Domain registry.Domain
	t      *testing.T
	policy registry.Policy
	lines  []string
}

// NewTimeline registers d, with two name servers, at an instant (RFC 3339) for a
// term such as "1y".
func NewTimeline(t *testing.T, p registry.Policy, when string, term string, d registry.Domain) *Timeline {
	t.Helper()
	s := &Timeline{t: t, policy: p, Domain: d}
	s.Domain.Name, s.Domain.Registrar = "a."+p.TLD, "best-names"
	for _, host := range []name.Name{"ns1.b.example", "ns2.b.example"} {
		s.Domain.Nameservers = append(s.Domain.Nameservers, registry.Nameserver{Host: host})
	}
	price, _ := p.Prices.Of(registry.ProductCreate, s.term(term))
	if d.Plan == registry.PlanFree {
		price = registry.Price{}
	}
	s.Domain = s.Domain.Register(s.term(term), price, s.instant(when), p)
	s.addLine(s.instant(when), "create", s.Domain, "")
	return s
}

// AdvanceTo advances the time and records the transitions.
func (s *Timeline) AdvanceTo(when string) *Timeline {
	s.t.Helper()
	after, steps := s.Domain.At(s.instant(when), s.policy)
	for _, tr := range steps {
		s.addLine(tr.At, string(tr.Verb), tr.After, "")
	}
	s.Domain = after
	return s
}

// Renew renews the name.
func (s *Timeline) Renew(when, term string) *Timeline {
	s.t.Helper()
	price, _ := s.policy.Prices.Of(registry.ProductRenew, s.term(term))
	return s.do(when, "renew", func(at time.Time) (registry.Domain, string, error) {
		after, err := s.Domain.Renew(s.term(term), price, at, s.policy)
		return after, "", err
	})
}

// Delete deletes the name; its line has the registrar's refund.
func (s *Timeline) Delete(when string) *Timeline {
	s.t.Helper()
	return s.do(when, "delete", func(at time.Time) (registry.Domain, string, error) {
		after, refunds, err := s.Domain.Delete(at, s.policy)
		var refund money.Amount
		for _, g := range refunds {
			refund = refund.Plus(money.Amount{Minor: g.Wholesale, Currency: g.Currency})
		}
		if refund.IsZero() {
			return after, "", err
		}
		return after, ", back " + refund.String(), err
	})
}

// Upgrade upgrades the name to a paid one.
func (s *Timeline) Upgrade(when, term string) *Timeline {
	s.t.Helper()
	price, _ := s.policy.Prices.Of(registry.ProductUpgrade, s.term(term))
	return s.do(when, "upgrade", func(at time.Time) (registry.Domain, string, error) {
		after, err := s.Domain.Upgrade(s.term(term), price, at, s.policy)
		return after, "", err
	})
}

// Restore restores the name; its line has the number of terms added.
func (s *Timeline) Restore(when string) *Timeline {
	s.t.Helper()
	yearly, _ := s.policy.Prices.Of(registry.ProductRenew, registry.Years(1))
	return s.do(when, "restore", func(at time.Time) (registry.Domain, string, error) {
		after, bought, err := s.Domain.Restore(at, s.policy, yearly)
		return after, fmt.Sprintf(", bought %d", bought), err
	})
}

// Report submits the restore report.
func (s *Timeline) Report(when string) *Timeline {
	s.t.Helper()
	return s.do(when, "report", func(time.Time) (registry.Domain, string, error) {
		after, err := s.Domain.AcceptReport()
		return after, "", err
	})
}

// Transfer requests the domain for another registrar, with the policy's term; if
// TransferWait is zero it completes at once.
func (s *Timeline) Transfer(when string) *Timeline {
	s.t.Helper()
	return s.do(when, "request", func(at time.Time) (registry.Domain, string, error) {
		d := s.Domain.Clone()
		d.Transfer = &registry.Transfer{
			State: registry.TransferPending, Gaining: "other-names", Losing: d.Registrar, Term: s.policy.TransferTerm,
			Requested: at, Acted: at.Add(s.policy.TransferWait),
		}
		if s.policy.TransferWait > 0 {
			return d, ", transfer pending", nil
		}
		after, err := d.EndTransfer(registry.TransferServerApproved, at, s.policy)
		return after, ", transferred", err
	})
}

// ToggleStatus sets each status, or removes it if it is set.
func (s *Timeline) ToggleStatus(when string, statuses ...registry.Status) *Timeline {
	s.t.Helper()
	return s.do(when, "status", func(time.Time) (registry.Domain, string, error) {
		d := s.Domain.Clone()
		for _, st := range statuses {
			if d.Has(st) {
				d.Statuses = registry.WithoutStatuses(d.Statuses, st)
			} else {
				d.Statuses = registry.WithStatus(d.Statuses, registry.StatusEntry{Status: st})
			}
		}
		return d, "", nil
	})
}

// do runs an operation at an instant and records its line, or its refusal.
func (s *Timeline) do(when, verb string, operation func(at time.Time) (registry.Domain, string, error)) *Timeline {
	s.t.Helper()
	s.AdvanceTo(when)
	after, note, err := operation(s.instant(when))
	if err != nil {
		s.lines = append(s.lines, fmt.Sprintf("%s %s refused: %v", when, verb, err))
		return s
	}
	s.Domain = after
	s.addLine(s.instant(when), verb, after, note)
	return s
}

// Expect fails the test unless the recorded lines are those of want, ignoring white
// space.
func (s *Timeline) Expect(want string) {
	s.t.Helper()
	var lines []string
	for l := range strings.Lines(want) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	if diff := cmp.Diff(lines, s.lines); diff != "" {
		s.t.Errorf("timeline differs (- want, + got):\n%s\nall lines:\n%s", diff, strings.Join(s.lines, "\n"))
	}
}

// addLine records one line.
func (s *Timeline) addLine(at time.Time, verb string, d registry.Domain, note string) {
	text := fmt.Sprintf("%s %s: %s", at.Format(time.RFC3339Nano), verb, d.Phase)
	switch {
	case d.Phase == registry.Released:
		s.lines = append(s.lines, text+note)
		return
	case d.PhaseEnds.IsZero():
		text += " to " + d.Expires.Format(time.RFC3339Nano)
	default:
		text += " until " + d.PhaseEnds.Format(time.RFC3339Nano)
	}
	if d.PhaseEnds.IsZero() {
		for _, period := range d.RGP(at) {
			text += ", " + period
		}
	}
	if !d.Delegated() {
		text += ", undelegated"
	}
	s.lines = append(s.lines, text+note)
}

func (s *Timeline) instant(when string) time.Time {
	s.t.Helper()
	at, err := time.Parse(time.RFC3339Nano, when)
	if err != nil {
		s.t.Fatal(err)
	}
	return at.UTC()
}

func (s *Timeline) term(text string) registry.Term {
	s.t.Helper()
	term, err := registry.ParseTerm(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return term
}
