package zone_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// rejecting is a consumer that cannot apply the changes of one name.
type rejecting struct {
	name    string
	applied atomic.Int64
}

func (r *rejecting) Load(context.Context, store.Tx) error { return nil }
func (r *rejecting) Publish(uint64)                       {}

func (r *rejecting) Apply(c registry.Change) error {
	if c.Key == r.name {
		return errors.New("cannot be read")
	}
	r.applied.Add(1)
	return nil
}

// TestAChangeThatCannotBeAppliedEndsFreshness: later changes are applied, and the views do
// not pass for complete any more.
func TestAChangeThatCannotBeAppliedEndsFreshness(t *testing.T) {
	st, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	consumer := &rejecting{name: "b.tk"}
	follower := &zone.Follower{Store: st, Consumers: []zone.Consumer{consumer}}
	if err := follower.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go follower.Run(ctx)
	for i, n := range []string{"a.tk", "b.tk", "c.tk"} {
		putDomain(t, st, registry.Domain{Name: name.Name(n), ROID: n + "-CAD", Number: int64(i + 1), UUID: n, Registrar: "shop", Phase: registry.Active})
	}
	if err := follower.Wait(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	if got := consumer.applied.Load(); got != 2 || follower.Unapplied() != 1 || follower.Seq() != 3 {
		t.Errorf("%d applied, %d unapplied, at %d", got, follower.Unapplied(), follower.Seq())
	}
	for range 1000 {
		if follower.Fresh() {
			t.Fatal("fresh without a change")
		}
	}
}
