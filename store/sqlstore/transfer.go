package sqlstore

import (
	"math"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var preorderNoun = document("preorders", "id", int64(math.MinInt64),
	func(p registry.Preorder) int64 { return p.ID }, number,
	[]string{"name", "account", "state"},
	func(p registry.Preorder) []any { return []any{string(p.Name), string(p.Account), string(p.State)} })

type preorders struct {
	table[int64, registry.Preorder]
}

func (t *preorders) Line(n name.Name) ([]registry.Preorder, error) {
	line, err := many(t.tx, t.scan, t.pick+" WHERE name = $1 AND state = 'waiting' ORDER BY id", string(n))
	// Numbers ascend within one process only; who came first is a matter of time.
	slices.SortStableFunc(line, func(a, b registry.Preorder) int { return a.Created.Compare(b.Created) })
	return line, err
}

func (t *preorders) Of(account registry.AccountID, after int64, limit int) ([]registry.Preorder, error) {
	return many(t.tx, t.scan, t.pick+" WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3",
		string(account), after, atMost(limit))
}

var transferNoun = document("transfers", "id", int64(math.MinInt64),
	func(tr registry.Transfer) int64 { return tr.ID }, number,
	[]string{"state", "gaining", "gain_account", "losing", "lose_account", "acted", "kind"},
	func(tr registry.Transfer) []any {
		return []any{
			string(tr.State), string(tr.Gaining), string(tr.GainAccount), string(tr.Losing), string(tr.LoseAccount), micros(tr.Acted), string(tr.Kind),
		}
	})

type transfers struct {
	table[int64, registry.Transfer]
}

func (t *transfers) Of(registrar registry.RegistrarID, account registry.AccountID, since time.Time, limit int) ([]registry.Transfer, error) {
	var w where
	switch {
	case account != "":
		w.and("(gaining = ? AND gain_account = ? OR losing = ? AND lose_account = ?)",
			string(registrar), string(account), string(registrar), string(account))
	case registrar != "":
		w.and("(gaining = ? OR losing = ?)", string(registrar), string(registrar))
	}
	w.and("(acted >= ? OR state = 'pending')", micros(since))
	text := t.pick + w.text() + " ORDER BY id DESC" + w.limit(limit)
	return many(t.tx, t.scan, text, w.args...)
}

var zoneKeyNoun = secretive("zone_keys", "name",
	func(k registry.ZoneKey) string { return k.Name }, text,
	nil, func(registry.ZoneKey) []any { return nil },
	func(k registry.ZoneKey) []byte { return k.Secret },
	func(k *registry.ZoneKey, secret []byte) { k.Secret = secret })

func (t *transfers) Due(kind registry.Kind, now time.Time, limit int) ([]registry.Transfer, error) {
	return many(t.tx, t.scan, t.pick+" WHERE state = 'pending' AND kind = $1 AND acted <= $2 ORDER BY acted, id LIMIT $3",
		string(kind), micros(now), atMost(limit))
}

var messageNoun = document("messages", "id", int64(math.MinInt64),
	func(m registry.Message) int64 { return m.ID }, number,
	[]string{"registrar", "unread"},
	func(m registry.Message) []any {
		if m.Acked.IsZero() {
			return []any{string(m.Registrar), int64(1)}
		}
		return []any{string(m.Registrar), int64(0)}
	})

type messages struct {
	table[int64, registry.Message]
}

func (t *messages) Unread(registrar registry.RegistrarID) (registry.Message, int, error) {
	n, err := one(t.tx, scanInt, "SELECT count(*) FROM messages WHERE registrar = $1 AND unread = 1", string(registrar))
	switch {
	case err != nil:
		return registry.Message{}, 0, err
	case n == 0:
		return registry.Message{}, 0, store.ErrNotFound
	}
	m, err := one(t.tx, t.scan, t.pick+" WHERE registrar = $1 AND unread = 1 ORDER BY id LIMIT 1", string(registrar))
	return m, int(n), err
}

func (t *messages) List(registrar registry.RegistrarID, unread bool, offset, limit int) ([]registry.Message, error) {
	only := ""
	if unread {
		only = " AND unread = 1"
	}
	return many(t.tx, t.scan, t.pick+" WHERE registrar = $1"+only+" ORDER BY id DESC LIMIT $2 OFFSET $3",
		string(registrar), atMost(limit), int64(max(offset, 0)))
}
