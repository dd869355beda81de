package sqlstore

import (
	"errors"
	"math"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var messageSpec = jsonSpec("messages", "id", int64(math.MinInt64),
	func(m registry.Message) int64 { return m.ID }, intKey,
	[]string{"registrar", "unread"},
	func(m registry.Message) []any {
		if m.Acked.IsZero() {
			return []any{string(m.Registrar), int64(1)}
		}
		return []any{string(m.Registrar), int64(0)}
	})

// messages also maintains the number of each registrar's unread messages, in
// counters.
type messages struct {
	table[int64, registry.Message]
	waiting map[int64]registry.RegistrarID // in whose number a message that this transaction has read or written is; "": in none
}

// waitsFor returns the registrar in whose number of unread messages m is.
func waitsFor(m registry.Message) registry.RegistrarID {
	if !m.Acked.IsZero() {
		return ""
	}
	return m.Registrar
}

func (t *messages) Get(id int64) (registry.Message, error) {
	m, err := t.table.Get(id)
	if err == nil {
		t.setWaiting(id, waitsFor(m))
	}
	return m, err
}

func (t *messages) setWaiting(id int64, r registry.RegistrarID) {
	if t.waiting == nil {
		t.waiting = map[int64]registry.RegistrarID{}
	}
	t.waiting[id] = r
}

func (t *messages) Put(m registry.Message) error {
	if err := t.recount(m.ID, waitsFor(m)); err != nil {
		return err
	}
	return t.table.Put(m)
}

func (t *messages) PutLogged(m registry.Message, c registry.Change) error {
	if err := t.recount(m.ID, waitsFor(m)); err != nil {
		return err
	}
	return t.table.PutLogged(m, c)
}

func (t *messages) Delete(id int64) error {
	if err := t.recount(id, ""); err != nil {
		return err
	}
	return t.table.Delete(id)
}

// recount moves a message from the number that it is in to that of after.
func (t *messages) recount(id int64, after registry.RegistrarID) error {
	if _, known := t.waiting[id]; !known {
		if _, err := t.Get(id); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	before := t.waiting[id]
	t.setWaiting(id, after)
	if before == after {
		return nil
	}
	return errors.Join(t.addUnread(before, -1), t.addUnread(after, 1))
}

func (t *messages) addUnread(r registry.RegistrarID, n int64) error {
	if r == "" {
		return nil
	}
	return t.tx.send(`INSERT INTO counters (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value`, unreadCounter(r), n)
}

// unreadCounter returns the name of a registrar's row in counters.
func unreadCounter(r registry.RegistrarID) string { return "unread " + string(r) }

func (t *messages) Unread(registrar registry.RegistrarID) (registry.Message, int, error) {
	m, err := queryOne(t.tx, t.scan, t.selectSQL+" WHERE registrar = $1 AND unread = 1 ORDER BY id LIMIT 1", string(registrar))
	if err != nil {
		return registry.Message{}, 0, err
	}
	n, err := queryOne(t.tx, scanInt, "SELECT value FROM counters WHERE name = $1", unreadCounter(registrar))
	return m, int(n), err
}

func (t *messages) List(registrar registry.RegistrarID, unread bool, offset, limit int) ([]registry.Message, error) {
	only := ""
	if unread {
		only = " AND unread = 1"
	}
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE registrar = $1"+only+" ORDER BY id DESC LIMIT $2 OFFSET $3",
		string(registrar), limitOrDefault(limit), int64(max(offset, 0)))
}
