package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// withStore runs fn on the store of a demo that is not running.
func withStore(t *testing.T, path string, fn func(*command.Runner)) {
	t.Helper()
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	fn(&command.Runner{Store: st})
}

func auditFile(t *testing.T, path string) (wrong []string) {
	t.Helper()
	withStore(t, path, func(r *command.Runner) {
		var err error
		if wrong, err = command.Ask(t.Context(), r, server.Superuser("test"), ledger.Audit{}); err != nil {
			t.Fatal(err)
		}
	})
	return wrong
}

func TestNothingAcknowledgedIsLostByKill(t *testing.T) {
	const (
		kills   = 10
		clients = 8
		fortune = 98_000_00
	)
	dir, port := t.TempDir(), freePort(t)
	file := filepath.Join(dir, demo.Production+".db")
	startDemo(t, dir, port).stop()
	withStore(t, file, func(r *command.Runner) {
		if _, err := command.Do(t.Context(), r, server.Superuser("test"), ledger.Credit{Account: "kifdom-alice", Amount: money.EUR(fortune)}); err != nil {
			t.Fatal(err)
		}
	})

	var last atomic.Int64
	acked := map[string]bool{}
	token := ""
	for range kills {
		d := startDemo(t, dir, port)
		s := d.info[demo.Production]
		if token == "" {
			token = s.login(t, 0)
		}
		for _, n := range s.list(t, token) {
			delete(acked, n)
		}
		if len(acked) > 0 {
			t.Fatalf("acknowledged and lost: %v", acked)
		}
		var mu sync.Mutex
		var busy sync.WaitGroup
		for range clients {
			busy.Go(func() {
				for {
					n := fmt.Sprintf("n%d.fr", last.Add(1))
					a, err := request("POST", s.HTTP+"/api/v1/domains", "", token, `{"name":"`+n+`"}`)
					if err != nil {
						return // killed
					}
					if a.status != 200 {
						t.Errorf("create %s: %d %s", n, a.status, a.body)
						return
					}
					mu.Lock()
					acked[n] = true
					mu.Unlock()
				}
			})
		}
		time.Sleep(200*time.Millisecond + rand.N(300*time.Millisecond))
		d.kill()
		busy.Wait()
		if len(acked) == 0 {
			t.Error("nothing was bought between two kills")
		}
	}

	d := startDemo(t, dir, port)
	names := d.info[demo.Production].list(t, token)
	d.stop()
	held := map[string]bool{}
	for _, n := range names {
		if held[n] {
			t.Errorf("%s is there twice", n)
		}
		held[n] = true
	}
	for n := range acked {
		if !held[n] {
			t.Errorf("%s was acknowledged and is lost", n)
		}
	}
	if wrong := auditFile(t, file); wrong != nil {
		t.Errorf("audit: %v", wrong)
	}
	withStore(t, file, func(r *command.Runner) {
		alice := registry.Actor{Registrar: "kifdom", Account: "kifdom-alice"}
		balance, err := command.Ask(t.Context(), r, alice, ledger.BalanceInfo{})
		if err != nil {
			t.Fatal(err)
		}
		if want := int64(2_000_00 + fortune - 8_00*len(names)); balance.Available != want || balance.Domains != int64(len(names)) {
			t.Errorf("alice has %d cents and %d names, want %d and %d", balance.Available, balance.Domains, want, len(names))
		}
	})
	t.Logf("%d names, ten kills", len(names))
}

// list returns the names of the account.
func (s endpoints) list(t *testing.T, token string) (names []string) {
	t.Helper()
	a := send(t, "GET", s.HTTP+"/api/v1/domains", "", token, "")
	var out struct {
		Data []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || a.status != 200 {
		t.Fatalf("list: %d %.200s: %v", a.status, a.body, err)
	}
	for _, d := range out.Data {
		names = append(names, d.Name)
	}
	return names
}
