package command

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/command/password"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

// HashPassword returns a password's argon2id hash in PHC form; ErrPassword for
// one that is too short, too long, or not text.
func (r *Runner) HashPassword(plain string) (string, error) {
	return password.Hash(r.RandomBytes(password.SaltSize), plain)
}

// Runner holds what the commands of one environment need: its store, policies, key
// and clock. Clock and Rand default to time.Now and crypto/rand, Log to none.
type Runner struct {
	Store    store.Store
	Policies map[name.Name]registry.Policy
	Key      Key // encrypts stored secrets; the same in every process of the environment
	Clock    func() time.Time
	Rand     io.Reader
	Log      *slog.Logger

	// Taken, if set, returns from memory whether a name is registered; known is
	// false if it cannot tell. Queries use it to avoid reading the store;
	// commands never do.
	Taken func(name.Name) (taken, known bool)

	// Resolves, if set, reports whether a host name has an address in the DNS of the
	// world. An error means that this could not be found out. It takes seconds, so it is
	// called before the transaction: see Preparer. Nil: name servers are neither looked up
	// nor waited for, whatever the policies want.
	Resolves func(context.Context, name.Name) (bool, error)

	// Retained, if set, returns from memory what FindRetained reads from the store; known
	// is false if it cannot tell. Queries use it, commands never do.
	Retained func(name.Name) (r namelist.Retained, known bool)

	// Observe, if set, is called after every command, with the name of its type,
	// its EPP result code, and its duration by the wall clock.
	Observe func(verb string, code registry.Code, took time.Duration)

	// Infrastructure are the hosts that the environment relies on and the names above
	// them, which only operators may register; see Snapshot.CheckProtected.
	Infrastructure namelist.Infrastructure

	Passwords password.PasswordChecker // checks passwords; its zero value is ready

	Authority *authority.Authority // signs certificates; nil: no certificates are issued

	Repository string // identifier at the end of new ROIDs (RFC 5730 section 2.8); "": DefaultRepository

	AddressLists bool // apply the address lists that registrars maintain (registry.Registrar.Access)

	Billing registry.Billing // seller, VAT and terms of invoices
}

// FindZonePolicy returns the policy of the zone that contains n, or is n; false if n is
// in none of the registry's zones.
func (r *Runner) FindZonePolicy(n name.Name) (registry.Policy, bool) {
	for ; n != ""; n = n.Parent() {
		if p, ok := r.Policies[n]; ok {
			return p, true
		}
	}
	return registry.Policy{}, false
}

// Now returns the environment's time in UTC, truncated to microseconds, the
// precision of the store.
func (r *Runner) Now() time.Time {
	clock := time.Now
	if r.Clock != nil {
		clock = r.Clock
	}
	return clock().UTC().Truncate(time.Microsecond)
}

// WallClock returns the real time, for what must not depend on the environment's
// clock: durations and the throttling of logins.
func (r *Runner) WallClock() time.Time { return time.Now() }

// RandomBytes returns n bytes from Rand.
func (r *Runner) RandomBytes(n int) []byte {
	src := r.Rand
	if src == nil {
		src = rand.Reader
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(src, b); err != nil {
		panic("command: no randomness: " + err.Error())
	}
	return b
}

func (r *Runner) logger() *slog.Logger {
	if r.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return r.Log
}
