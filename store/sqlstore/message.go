package sqlstore

import (
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

type messages struct {
	table[int64, registry.Message]
}

func (t *messages) Unread(registrar registry.RegistrarID) (registry.Message, int, error) {
	n, err := queryOne(t.tx, scanInt, "SELECT count(*) FROM messages WHERE registrar = $1 AND unread = 1", string(registrar))
	switch {
	case err != nil:
		return registry.Message{}, 0, err
	case n == 0:
		return registry.Message{}, 0, store.ErrNotFound
	}
	m, err := queryOne(t.tx, t.scan, t.selectSQL+" WHERE registrar = $1 AND unread = 1 ORDER BY id LIMIT 1", string(registrar))
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
