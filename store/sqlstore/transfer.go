package sqlstore

import (
	"math"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

var transferSpec = jsonSpec("transfers", "id", int64(math.MinInt64),
	func(tr registry.Transfer) int64 { return tr.ID }, intKey,
	[]string{"state", "gaining", "gain_account", "losing", "lose_account", "acted", "kind"},
	func(tr registry.Transfer) []any {
		return []any{
			string(tr.State), string(tr.Gaining), string(tr.GainingAccount), string(tr.Losing), string(tr.LosingAccount), toMicros(tr.Acted), string(tr.Kind),
		}
	})

type transfers struct {
	table[int64, registry.Transfer]
}

func (t *transfers) BySide(registrar registry.RegistrarID, account registry.AccountID, since time.Time, limit int) ([]registry.Transfer, error) {
	var w where
	switch {
	case account != "":
		w.and("(gaining = ? AND gain_account = ? OR losing = ? AND lose_account = ?)",
			string(registrar), string(account), string(registrar), string(account))
	case registrar != "":
		w.and("(gaining = ? OR losing = ?)", string(registrar), string(registrar))
	}
	w.and("(acted >= ? OR state = 'pending')", toMicros(since))
	text := t.selectSQL + w.sql() + " ORDER BY id DESC" + w.limit(limit)
	return queryAll(t.tx, t.scan, text, w.args...)
}

func (t *transfers) Due(kind registry.Kind, now time.Time, limit int) ([]registry.Transfer, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE state = 'pending' AND kind = $1 AND acted <= $2 ORDER BY acted, id LIMIT $3",
		string(kind), toMicros(now), limitOrDefault(limit))
}
