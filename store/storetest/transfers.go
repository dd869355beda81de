package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var transferTests = map[string]func(*testing.T, Database){
	"preorders wait in order of creation":              preordersWaiting,
	"transfers are found by either side":               transfersOf,
	"transfers that are due are found":                 transfersDue,
	"messages stay unread until they are acknowledged": messagesWait,
}

func preordersWaiting(t *testing.T, db Database) {
	s := open(t, db)
	waiting := registry.Preorder{Name: "a.example", Account: "a-1", State: registry.PreorderWaiting}
	order := func(id int64, account registry.AccountID, state registry.PreorderState) registry.Preorder {
		o := waiting
		o.ID, o.Account, o.State = id, account, state
		return o
	}
	table := func(tx store.Tx) store.Table[int64, registry.Preorder] { return tx.Preorders() }
	putAll(t, s, table, order(7, "a-1", "waiting"), order(3, "a-2", "waiting"), order(1, "a-3", "missed"), order(2, "a-1", "unpaid"))
	id := func(o registry.Preorder) int64 { return o.ID }
	err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Preorders().Put(order(8, "a-1", "waiting")) })
	if !errors.Is(err, store.ErrConflict) {
		t.Errorf("waiting twice: got %v, want a conflict", err)
	}
	view(t, s, func(tx store.Tx) error {
		waitingFor, err1 := tx.Preorders().Waiting("a.example")
		wantEqual(t, "waiting", keysOf(waitingFor, id), []int64{3, 7})
		ofAccount, err2 := tx.Preorders().ByAccount("a-1", 0, 10)
		wantEqual(t, "of the account", keysOf(ofAccount, id), []int64{2, 7})
		page, err3 := tx.Preorders().ByAccount("a-1", 2, 10)
		wantEqual(t, "a page", keysOf(page, id), []int64{7})
		return errors.Join(err1, err2, err3)
	})
	putAll(t, s, table, order(7, "a-1", "caught"), order(9, "a-1", "waiting"))
}

func transfersOf(t *testing.T, db Database) {
	s := open(t, db)
	transfer := func(id int64, state registry.TransferState, gaining, losing registry.RegistrarID, acted int) registry.Transfer {
		return registry.Transfer{
			ID: id, State: state, Gaining: gaining, GainingAccount: registry.AccountID(gaining) + "-1", Losing: losing,
			LosingAccount: registry.AccountID(losing) + "-1", Acted: noon.Add(time.Duration(acted) * time.Hour),
		}
	}
	putAll(t, s, func(tx store.Tx) store.Table[int64, registry.Transfer] { return tx.Transfers() },
		transfer(1, registry.TransferPending, "alice", "bob", -100), transfer(2, registry.TransferServerApproved, "bob", "alice", -100),
		transfer(3, registry.TransferClientApproved, "bob", "carol", 5), transfer(4, registry.TransferClientRejected, "carol", "alice", 0))
	id := func(tr registry.Transfer) int64 { return tr.ID }
	view(t, s, func(tx store.Tx) error {
		for _, q := range []struct {
			registrar registry.RegistrarID
			account   registry.AccountID
			since     time.Time
			limit     int
			want      []int64
		}{
			{"alice", "", noon, 10, []int64{4, 1}},
			{"alice", "", time.Time{}, 10, []int64{4, 1}},
			{"alice", "", noon.Add(-1000 * time.Hour), 10, []int64{4, 2, 1}},
			{"alice", "", noon, 1, []int64{4}},
			{"alice", "alice-1", noon, 10, []int64{4, 1}},
			{"alice", "bob-1", noon, 10, []int64{}},
			{"bob", "", noon, 10, []int64{3, 1}},
			{"", "", noon, 10, []int64{4, 3, 1}},
		} {
			if q.since.IsZero() {
				q.want = []int64{4, 2, 1}
			}
			got, err := tx.Transfers().BySide(q.registrar, q.account, q.since, q.limit)
			if err != nil {
				return err
			}
			wantEqual(t, string(q.registrar)+" "+string(q.account)+" since "+q.since.String(), keysOf(got, id), q.want)
		}
		return nil
	})
}

func transfersDue(t *testing.T, db Database) {
	s := open(t, db)
	transfer := func(id int64, kind registry.Kind, state registry.TransferState, acted int) registry.Transfer {
		return registry.Transfer{ID: id, Kind: kind, Key: "c-1", State: state, Gaining: "alice", Losing: "bob", Acted: noon.Add(time.Duration(acted) * time.Hour)}
	}
	putAll(t, s, func(tx store.Tx) store.Table[int64, registry.Transfer] { return tx.Transfers() },
		transfer(1, registry.KindContact, registry.TransferPending, 2), transfer(2, registry.KindContact, registry.TransferPending, 1),
		transfer(3, registry.KindDomain, registry.TransferPending, 0), transfer(4, registry.KindContact, registry.TransferClientApproved, 0),
		transfer(5, registry.KindContact, registry.TransferPending, 3))
	id := func(tr registry.Transfer) int64 { return tr.ID }
	due := func(kind registry.Kind, hours, limit int, want ...int64) {
		t.Helper()
		view(t, s, func(tx store.Tx) error {
			got, err := tx.Transfers().Due(kind, noon.Add(time.Duration(hours)*time.Hour), limit)
			wantEqual(t, "due", keysOf(got, id), append([]int64{}, want...))
			return err
		})
	}
	due(registry.KindContact, 0, 10)
	due(registry.KindContact, 2, 10, 2, 1)
	due(registry.KindContact, 9, 2, 2, 1)
	due(registry.KindDomain, 9, 10, 3)
}

func messagesWait(t *testing.T, db Database) {
	s := open(t, db)
	message := func(id int64, r registry.RegistrarID, acked time.Time) registry.Message {
		return registry.Message{ID: id, Registrar: r, At: noon, Acked: acked}
	}
	table := func(tx store.Tx) store.Table[int64, registry.Message] { return tx.Messages() }
	putAll(t, s, table, message(2, "alice", time.Time{}), message(1, "alice", noon), message(3, "alice", time.Time{}), message(4, "bob", time.Time{}))
	id := func(m registry.Message) int64 { return m.ID }
	list := func(what string, unread bool, offset, limit int, want ...int64) {
		t.Helper()
		view(t, s, func(tx store.Tx) error {
			got, err := tx.Messages().List("alice", unread, offset, limit)
			wantEqual(t, what, keysOf(got, id), append([]int64{}, want...))
			return err
		})
	}
	unread := func(wantID int64, want int) {
		t.Helper()
		view(t, s, func(tx store.Tx) error {
			m, n, err := tx.Messages().Unread("alice")
			if want == 0 {
				wantNotFound(t, "unread", err)
				return nil
			}
			if m.ID != wantID || n != want {
				t.Errorf("unread: got message %d of %d, want %d of %d", m.ID, n, wantID, want)
			}
			return err
		})
	}
	unread(2, 2)
	list("all", false, 0, 10, 3, 2, 1)
	list("unread", true, 0, 10, 3, 2)
	list("a page", false, 1, 1, 2)
	putAll(t, s, table, message(2, "alice", noon))
	unread(3, 1)
	putAll(t, s, table, message(3, "alice", noon))
	unread(0, 0)
	list("none unread", true, 0, 10)
}
