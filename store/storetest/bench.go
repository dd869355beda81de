package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// benchAccounts is the number of accounts among which a benchmark's names are
// distributed.
const benchAccounts = 50

// Creates measures how fast clients register names. Each create does what a
// storefront's does: a look-up, a charge to account and registrar, the domain
// with its links, a count, a change. It registers preload names before.
func Creates(b *testing.B, s store.Store, clients, preload int) {
	update(b, s, func(tx store.Tx) error {
		err := errors.Join(tx.Balances().Open("registrar:alice", "EUR"),
			post(tx, money.Move(money.Bank, money.Deposit("alice"), money.EUR(1<<40))...))
		for i := range benchAccounts {
			account := fmt.Sprintf("a-%d", i)
			err = errors.Join(err, tx.Balances().Open("account:"+account, "EUR"),
				post(tx, money.Move(money.Bank, money.Wallet(account), money.EUR(1<<40))...))
		}
		return err
	})
	var next atomic.Int64
	run := func(clients, n int) {
		var left atomic.Int64
		left.Store(int64(n))
		var wg sync.WaitGroup
		for range clients {
			wg.Go(func() {
				for left.Add(-1) >= 0 {
					i := int(next.Add(1))
					if err := s.Update(b.Context(), func(tx store.Tx) error { return benchCreate(tx, i) }); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
	}
	run(256, preload)
	b.ResetTimer()
	b.ReportAllocs()
	start := time.Now()
	run(clients, b.N)
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "creates/s")
	b.StopTimer()
}

func benchCreate(tx store.Tx, i int) error {
	scattered := uint64(i) * 0x9e3779b97f4a7c15
	account := fmt.Sprintf("a-%d", i%benchAccounts)
	n := name.Name(fmt.Sprintf("n%016x.example", scattered))
	if _, err := tx.Domains().Get(n); !errors.Is(err, store.ErrNotFound) {
		return errors.Join(err, errTaken)
	}
	retail := money.Move(money.Wallet(account), money.Sales("alice"), money.EUR(1000))
	wholesale := money.Move(money.Deposit("alice"), money.Revenue, money.EUR(700))
	if _, err := tx.Balances().Post(money.Entry{At: noon, Memo: "create", Object: string(n), Postings: append(retail, wholesale...)}); err != nil {
		return err
	}
	number, err := tx.NextID()
	if err != nil {
		return err
	}
	d := registry.Domain{
		Name: n, ROID: fmt.Sprintf("%d-CAD", number), Number: number, Registrar: "alice", Account: registry.AccountID(account),
		UUID:       fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(scattered), scattered>>16),
		Registrant: registry.ContactID("c-" + account), Admin: []registry.ContactID{registry.ContactID("c-" + account)},
		Nameservers: []registry.Nameserver{{Host: "ns1.a.example"}, {Host: "ns2.a.example"}},
		Created:     noon, Expires: noon.AddDate(1, 0, 0), Term: registry.Years(1), Phase: registry.Active, AuthInfo: make([]byte, 44),
	}
	after, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return errors.Join(tx.Domains().Put(d), tx.Balances().AddDomains("account:"+account, 1), tx.Append(registry.Change{
		At: noon, By: registry.Actor{Registrar: "alice", Frontend: "epp", Request: "r-1"}, Verb: "create", Kind: registry.KindDomain, Key: string(n), After: after,
	}))
}
