package scheduler_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/worker/scheduler"
)

const day = 24 * time.Hour

var operator = registry.Actor{User: "olga", Roles: []registry.Role{registry.RoleOperator}}

// A fixture is a sandbox with one registrar and its accounts.
type fixture struct {
	*scheduler.Scheduler
	t *testing.T
}

// policy has terms of one year and a redemption period of 30 days.
func policy() registry.Policy {
	year := map[registry.Term]registry.Price{registry.Years(1): registry.NewPrice(money.EUR(10_00), 85)}
	return registry.Policy{
		TLD: "example", Terms: registry.YearTerms(1, 1), Redemption: 30 * day,
		Prices: registry.Prices{registry.ProductCreate: year, registry.ProductRenew: year},
	}
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "clock.db"))
}

func open(t *testing.T, path string) fixture {
	t.Helper()
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	var now scheduler.Clock
	r := &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"example": policy()}, Clock: now.Now}
	return fixture{&scheduler.Scheduler{Runner: r, Clock: &now, Log: slog.New(slog.DiscardHandler)}, t}
}

func do[R any](w fixture, by registry.Actor, cmd command.Command[R]) R {
	w.t.Helper()
	r, err := command.Do(w.t.Context(), w.Runner, by, cmd)
	if err != nil {
		w.t.Fatalf("%T: %v", cmd, err)
	}
	return r
}

// seed creates the registrar and accounts with 100.00 each.
func (w fixture) seed(accounts ...registry.AccountID) {
	do(w, operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "registrar", Name: "Registrar", Currency: "EUR"}})
	do(w, operator, ledger.Deposit{Registrar: "registrar", Amount: money.EUR(1_000_000_00)})
	for _, a := range accounts {
		do(w, operator, registrar.CreateAccount{Account: registry.Account{ID: a, Registrar: "registrar", Email: string(a) + "@registrar.example", First: string(a)}})
		do(w, operator, ledger.Credit{Account: a, Amount: money.EUR(100_00)})
	}
}

func account(a registry.AccountID) registry.Actor {
	return registry.Actor{Registrar: "registrar", Account: a}
}

func (w fixture) buy(a registry.AccountID, n string) registry.Domain {
	w.t.Helper()
	return do(w, account(a), object.CreateDomain{Name: n}).Domain
}

func (w fixture) move(d time.Duration) {
	w.t.Helper()
	if err := w.Move(w.t.Context(), operator, w.Runner.Now().Add(d)); err != nil {
		w.t.Fatal(err)
	}
}

// verbsOf returns the change log of an object: each verb and its instant.
func (w fixture) verbsOf(key string) (lines []string) {
	for c, err := range w.Runner.Store.Changes(w.t.Context(), 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		if c.Key == key {
			lines = append(lines, string(c.Verb)+" "+c.At.Format(time.RFC3339Nano))
		}
	}
	return lines
}

func (w fixture) audit() {
	w.t.Helper()
	wrong, err := command.Ask(w.t.Context(), w.Runner, operator, ledger.Audit{})
	if err != nil || wrong != nil {
		w.t.Errorf("audit: %v, %v", wrong, err)
	}
}

func TestAJumpTakesEveryStepAtItsOwnInstant(t *testing.T) {
	w := newFixture(t)
	w.seed("alice", "bob")
	first := w.buy("alice", "a.example")
	do(w, account("bob"), preorder.CreatePreorder{Name: "a.example"})

	w.move(3 * 365 * day)

	ends := registry.Years(1).After(first.Created)
	caught := ends.Add(30 * day)
	again := registry.Years(1).After(caught)
	at := func(verb string, t time.Time) string { return verb + " " + t.Format(time.RFC3339Nano) }
	want := []string{
		at("create", first.Created), at("expire", ends), at("release", caught),
		at("create", caught), at("expire", again), at("release", again.Add(30*day)),
	}
	got := w.verbsOf("a.example")
	for i, line := range got { // whatever verb the policy uses for the expiry
		if i == 1 || i == 4 {
			_, instant, _ := cut(line)
			got[i] = "expire " + instant
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("history:\n%s\nwant:\n%s", join(got), join(want))
	}
	w.audit()
}

func TestPreordersCompeteInTheOrderOfTheInstants(t *testing.T) {
	w := newFixture(t)
	w.seed("alice", "bob", "carol")
	do(w, operator, ledger.Credit{Account: "bob", Amount: money.EUR(5_00)})
	// Bob has preorders for two names, with money for one and what the release of
	// the first hold adds; the name that drops first is the one he preordered last.
	early := w.buy("alice", "early.example")
	late := w.buy("alice", "late.example")
	for i := range 9 {
		w.buy("bob", fmt.Sprintf("b%d.example", i))
	}
	do(w, account("carol"), preorder.CreatePreorder{Name: "late.example"})
	do(w, account("bob"), preorder.CreatePreorder{Name: "early.example"})
	w.move(2 * 365 * day)
	holder := func(d registry.Domain) string {
		for c, err := range w.Runner.Store.Changes(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if c.Key == string(d.Name) && c.Verb == "create" && c.At.After(d.Created) {
				return string(c.By.Account) + " " + c.At.Format(time.RFC3339Nano)
			}
		}
		return "no new registration"
	}
	for _, c := range []struct {
		was  registry.Domain
		want string
	}{{early, "bob"}, {late, "carol"}} {
		want := c.want + " " + registry.Years(1).After(c.was.Created).Add(30*day).Format(time.RFC3339Nano)
		if got := holder(c.was); got != want {
			t.Errorf("%s went to %s, want %s", c.was.Name, got, want)
		}
	}
	w.audit()
}

func TestTheClockKeepsItsOffset(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock.db")
	w := open(t, path)
	w.seed()
	w.move(1000 * day)
	want := w.Runner.Now()
	w.Runner.Store.Close()

	w = open(t, path)
	if err := w.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.Runner.Now(); got.Before(want) || got.After(want.Add(time.Minute)) {
		t.Errorf("after a restart the clock is at %s, was at %s", got, want)
	}
}

func TestOnlyOperatorsMoveTheClock(t *testing.T) {
	w := newFixture(t)
	w.seed("alice")
	before := w.Runner.Now()
	if err := w.Move(t.Context(), account("alice"), before.Add(day)); err == nil {
		t.Error("alice moved the clock")
	}
	if w.Runner.Now().After(before.Add(time.Hour)) {
		t.Error("the clock moved")
	}
}

func TestMovingACenturyTerminates(t *testing.T) {
	w := newFixture(t)
	w.seed("alice")
	on := true
	for i := range 5 {
		do(w, account("alice"), object.CreateDomain{Name: fmt.Sprintf("n%d.example", i), AutoRenew: &on})
	}
	w.move(100 * 365 * day)
	left, err := command.Ask(t.Context(), w.Runner, account("alice"), ledger.BalanceInfo{})
	if err != nil || left.Domains != 0 || left.Available != 0 {
		t.Errorf("after a century: %+v, %v; want no names and no money", left, err)
	}
	w.audit()
}

func TestAStuckNameDoesNotStopTheOthers(t *testing.T) {
	w := newFixture(t)
	w.seed("alice")
	w.Runner.Policies["broken"] = func() registry.Policy { p := policy(); p.TLD = "broken"; return p }()
	w.buy("alice", "a.broken")
	w.buy("alice", "b.example")
	delete(w.Runner.Policies, "broken")

	w.move(2 * 365 * day)
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.verbsOf("b.example"); len(got) != 3 {
		t.Errorf("b.example: %s", join(got))
	}
	if got := w.verbsOf("a.broken"); len(got) != 1 {
		t.Errorf("a.broken: %s", join(got))
	}
}

func TestSweepAppliesWhatIsDue(t *testing.T) {
	w := newFixture(t)
	w.seed("alice")
	for i := range 9 {
		w.buy("alice", fmt.Sprintf("n%d.example", i))
	}
	ahead := 2 * 365 * day
	w.Runner.Clock = func() time.Time { return time.Now().Add(ahead) }
	w.Scheduler.Clock = nil
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	due, err := command.Ask(t.Context(), w.Runner, operator, object.DueDomains{Limit: 10})
	if err != nil || len(due) != 0 {
		t.Errorf("still due: %v, %v", due, err)
	}
	w.audit()
}

func TestRunEndsWithItsContext(t *testing.T) {
	w := newFixture(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	stop()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("Run does not return")
	}
}

func TestNamesNotDueCostNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("a large store")
	}
	w := newFixture(t)
	w.seed("alice")
	d := w.buy("alice", "a.example")
	far := d
	err := w.Runner.Store.Update(t.Context(), func(tx store.Tx) error {
		for i := range 20_000 {
			far.Name, far.Number = name.Name(fmt.Sprintf("n%d.example", i)), d.Number+1+int64(i)
			far.ROID, far.UUID, far.Registrar, far.Account = "", "", "", ""
			far.Expires = d.Expires.AddDate(5, 0, 0)
			if err := tx.Domains().Put(far); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	w.move(3 * 365 * day)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("a jump over 20,000 names took %s", took)
	}
}

func cut(line string) (verb, instant string, ok bool) {
	for i := range line {
		if line[i] == ' ' {
			return line[:i], line[i+1:], true
		}
	}
	return line, "", false
}

func join(lines []string) (s string) {
	for _, l := range lines {
		s += "\t" + l + "\n"
	}
	return s
}
