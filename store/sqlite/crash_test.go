package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// TestMain runs runChild instead of the tests if the environment says so: the
// test binary is also the process that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("CADASTRE_TEST_CHILD"); path != "" {
		if err := runChild(path, os.Getenv("CADASTRE_TEST_PREFIX")); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// runChild registers names until it is killed, and prints each one after its
// commit.
func runChild(path, prefix string) error {
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := 0; ; i++ {
				n := name.Name(fmt.Sprintf("%s-%d-%d.example", prefix, w, i))
				if err := s.Update(context.Background(), func(tx store.Tx) error { return register(tx, n) }); err != nil {
					fmt.Println(err)
					os.Exit(1)
				}
				fmt.Println(n)
			}
		})
	}
	wg.Wait()
	return nil
}

// register writes a domain with its payment, its count and its change.
func register(tx store.Tx, n name.Name) error {
	_, err := tx.Balances().Post(money.Entry{Object: string(n), Postings: money.Move(money.Bank, money.Deposit("alice"), money.EUR(1))})
	return errors.Join(err,
		tx.Domains().Put(registry.Domain{Name: n, Registrar: "alice", Registrant: "c-1"}),
		tx.Balances().AddDomains("registrar:alice", 1),
		tx.Append(registry.Change{Verb: "create", Kind: registry.KindDomain, Key: string(n)}))
}

func childCommand(path, prefix string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CADASTRE_TEST_CHILD="+path, "CADASTRE_TEST_PREFIX="+prefix)
	return cmd
}

// checkConsistent fails the test unless all acknowledged names exist and every
// domain has its payment, its count, its link and its change.
func checkConsistent(t *testing.T, s store.Store, acknowledged []string) {
	t.Helper()
	err := s.View(t.Context(), func(tx store.Tx) error {
		for _, n := range acknowledged {
			if _, err := tx.Domains().Get(name.Name(n)); err != nil {
				t.Errorf("%s was acknowledged: %v", n, err)
			}
		}
		wrong, err1 := tx.Balances().Audit()
		if len(wrong) > 0 {
			t.Errorf("audit: %q", wrong)
		}
		p, err2 := tx.Balances().Get("registrar:alice")
		linked, err3 := tx.Domains().Count(store.DomainQuery{Contact: "c-1"})
		if p.Available != p.Domains || int(p.Domains) != linked {
			t.Errorf("%d paid, %d counted, %d linked", p.Available, p.Domains, linked)
		}
		seq := uint64(0)
		for c, err := range s.Changes(t.Context(), 0) {
			if seq++; err != nil || c.Seq != seq {
				t.Fatalf("change %d has sequence %d: %v", seq, c.Seq, err)
			}
		}
		if int64(seq) != p.Domains {
			t.Errorf("%d changes, %d names", seq, p.Domains)
		}
		return errors.Join(err1, err2, err3)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func openWithBalance(t *testing.T, path string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Balances().Open("registrar:alice", "EUR") }); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAcknowledgedCommitsSurviveKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "registry.db")
	if err := openWithBalance(t, path, sqlite.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	var acknowledged []string
	for round := range 3 {
		cmd := childCommand(path, fmt.Sprint("r", round))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		read := 0
		for lines := bufio.NewScanner(out); lines.Scan(); read++ {
			if read == 200*(round+1) {
				cmd.Process.Kill()
			}
			if !strings.HasSuffix(lines.Text(), ".example") {
				continue // truncated by the kill
			}
			acknowledged = append(acknowledged, lines.Text())
		}
		cmd.Wait()
		if read < 200 {
			t.Fatalf("the child ended by itself: %q", acknowledged)
		}
		s, err := sqlite.Open(path, sqlite.Options{})
		if err != nil {
			t.Fatalf("after the kill: %v", err)
		}
		checkConsistent(t, s, acknowledged)
		s.Close()
	}
}

func TestASecondProcessIsRefusedAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "registry.db")
	s := openWithBalance(t, path, sqlite.Options{})
	defer s.Close()
	start := time.Now()
	out, err := childCommand(path, "second").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another process has it open") {
		t.Errorf("got %v: %s", err, out)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("the refusal took %v", took)
	}
	if _, err := sqlite.Open(path, sqlite.Options{}); err == nil {
		t.Error("this process opened it twice")
	}
}

func TestAFullDiskLeavesNothingHalfDone(t *testing.T) {
	s := openWithBalance(t, filepath.Join(t.TempDir(), "registry.db"), sqlite.Options{MaxPages: 120})
	defer s.Close()
	var mu sync.Mutex
	var acknowledged []string
	full := 0
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := range 60 {
				n := name.Name(fmt.Sprintf("d%d-%d.example", w, i))
				err := s.Update(context.Background(), func(tx store.Tx) error { return register(tx, n) })
				mu.Lock()
				switch {
				case err == nil:
					acknowledged = append(acknowledged, string(n))
				case errors.Is(err, sqlite.ErrFull):
					full++
				default:
					t.Errorf("%s: %v", n, err)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if full == 0 || len(acknowledged) == 0 {
		t.Errorf("%d written, %d refused with ErrFull: want some of both", len(acknowledged), full)
	}
	checkConsistent(t, s, acknowledged)
	if err := s.SetMaxPages(100_000); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), func(tx store.Tx) error { return register(tx, "room.example") }); err != nil {
		t.Errorf("with room again: %v", err)
	}
	checkConsistent(t, s, append(acknowledged, "room.example"))
}
