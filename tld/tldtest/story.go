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

// A Story is the life of one name under a policy, told line by line: what was
// done or what time did, the phase it led to and until when, the grace periods
// that run, and whether the name resolves.
type Story struct {
	Domain registry.Domain
	t      *testing.T
	p      registry.Policy
	lines  []string
}

// Begin registers d, with two name servers, at an instant (RFC 3339) for a
// term.
func Begin(t *testing.T, p registry.Policy, when string, term string, d registry.Domain) *Story {
	t.Helper()
	s := &Story{t: t, p: p, Domain: d}
	s.Domain.Name, s.Domain.Registrar = "a."+p.TLD, "best-names"
	for _, host := range []name.Name{"ns1.b.example", "ns2.b.example"} {
		s.Domain.Nameservers = append(s.Domain.Nameservers, registry.Nameserver{Host: host})
	}
	price, _ := p.Prices.Of(registry.ProductCreate, s.term(term))
	if d.Plan == registry.Free {
		price = registry.Price{}
	}
	s.Domain = s.Domain.Register(s.term(term), price, s.instant(when), p)
	s.line(s.instant(when), "create", s.Domain, "")
	return s
}

// Until lets time pass.
func (s *Story) Until(when string) *Story {
	s.t.Helper()
	after, steps := s.Domain.At(s.instant(when), s.p)
	for _, step := range steps {
		s.line(step.At, step.Verb, step.After, "")
	}
	s.Domain = after
	return s
}

// Renew renews the name.
func (s *Story) Renew(when, term string) *Story {
	s.t.Helper()
	price, _ := s.p.Prices.Of(registry.ProductRenew, s.term(term))
	return s.do(when, "renew", func(at time.Time) (registry.Domain, string, error) {
		after, err := s.Domain.Renew(s.term(term), price, at, s.p)
		return after, "", err
	})
}

// Delete deletes the name; the line says what comes back to the registrar.
func (s *Story) Delete(when string) *Story {
	s.t.Helper()
	return s.do(when, "delete", func(at time.Time) (registry.Domain, string, error) {
		after, back, err := s.Domain.Delete(at, s.p)
		var refund money.Amount
		for _, g := range back {
			refund = refund.Plus(money.Amount{Minor: g.Wholesale, Currency: g.Currency})
		}
		if refund.IsZero() {
			return after, "", err
		}
		return after, ", back " + refund.String(), err
	})
}

// Upgrade makes the name a paid one.
func (s *Story) Upgrade(when, term string) *Story {
	s.t.Helper()
	price, _ := s.p.Prices.Of(registry.ProductUpgrade, s.term(term))
	return s.do(when, "upgrade", func(at time.Time) (registry.Domain, string, error) {
		after, err := s.Domain.Upgrade(s.term(term), price, at, s.p)
		return after, "", err
	})
}

// Restore restores the name; the line says how many terms that took.
func (s *Story) Restore(when string) *Story {
	s.t.Helper()
	yearly, _ := s.p.Prices.Of(registry.ProductRenew, registry.Years(1))
	return s.do(when, "restore", func(at time.Time) (registry.Domain, string, error) {
		after, bought, err := s.Domain.Restore(at, s.p, yearly)
		return after, fmt.Sprintf(", bought %d", bought), err
	})
}

// Report hands in the restore report.
func (s *Story) Report(when string) *Story {
	s.t.Helper()
	return s.do(when, "report", func(time.Time) (registry.Domain, string, error) {
		after, err := s.Domain.Report()
		return after, "", err
	})
}

// Transfer asks for the name in another registrar's name, for the policy's
// term; without a wait it is done at once.
func (s *Story) Transfer(when string) *Story {
	s.t.Helper()
	return s.do(when, "ask", func(at time.Time) (registry.Domain, string, error) {
		d := s.Domain.Clone()
		d.Transfer = &registry.Transfer{
			State: registry.TransferPending, Gaining: "other-names", Losing: d.Registrar, Term: s.p.TransferTerm,
			Requested: at, Acted: at.Add(s.p.TransferWait),
		}
		if s.p.TransferWait > 0 {
			return d, ", transfer pending", nil
		}
		after, err := d.EndTransfer(registry.TransferServerApproved, at, s.p)
		return after, ", transferred", err
	})
}

// Mark sets statuses, or lifts them if they are there.
func (s *Story) Mark(when string, statuses ...registry.Status) *Story {
	s.t.Helper()
	return s.do(when, "mark", func(time.Time) (registry.Domain, string, error) {
		d := s.Domain.Clone()
		for _, st := range statuses {
			if d.Has(st) {
				d.Statuses = registry.Without(d.Statuses, st)
			} else {
				d.Statuses = registry.With(d.Statuses, registry.SetStatus{Status: st})
			}
		}
		return d, "", nil
	})
}

func (s *Story) do(when, verb string, deed func(at time.Time) (registry.Domain, string, error)) *Story {
	s.t.Helper()
	s.Until(when)
	after, note, err := deed(s.instant(when))
	if err != nil {
		s.lines = append(s.lines, fmt.Sprintf("%s %s refused: %v", when, verb, err))
		return s
	}
	s.Domain = after
	s.line(s.instant(when), verb, after, note)
	return s
}

// Reads compares the story with the lines of want; blank space around them does
// not count.
func (s *Story) Reads(want string) {
	s.t.Helper()
	var lines []string
	for l := range strings.Lines(want) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	if diff := cmp.Diff(lines, s.lines); diff != "" {
		s.t.Errorf("the story reads otherwise (- want, + got):\n%s\nwhole:\n%s", diff, strings.Join(s.lines, "\n"))
	}
}

func (s *Story) line(at time.Time, verb string, d registry.Domain, note string) {
	text := fmt.Sprintf("%s %s: %s", at.Format(time.RFC3339Nano), verb, d.Phase)
	switch {
	case d.Phase == registry.Released:
		s.lines = append(s.lines, text+note)
		return
	case d.PhaseEnds.IsZero():
		text += " to " + d.Expires.Format(time.RFC3339Nano)
	default:
		text += " till " + d.PhaseEnds.Format(time.RFC3339Nano)
	}
	if d.PhaseEnds.IsZero() {
		for _, period := range d.RGP(at) {
			text += ", " + period
		}
	}
	if !d.Delegated() {
		text += ", dark"
	}
	s.lines = append(s.lines, text+note)
}

func (s *Story) instant(when string) time.Time {
	s.t.Helper()
	at, err := time.Parse(time.RFC3339Nano, when)
	if err != nil {
		s.t.Fatal(err)
	}
	return at.UTC()
}

func (s *Story) term(text string) registry.Term {
	s.t.Helper()
	term, err := registry.ParseTerm(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return term
}
