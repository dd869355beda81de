package sqlstore

import (
	"math"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var preorderSpec = jsonSpec("preorders", "id", int64(math.MinInt64),
	func(p registry.Preorder) int64 { return p.ID }, intKey,
	[]string{"name", "account", "state"},
	func(p registry.Preorder) []any { return []any{string(p.Name), string(p.Account), string(p.State)} })

type preorders struct {
	table[int64, registry.Preorder]
}

func (t *preorders) Waiting(n name.Name) ([]registry.Preorder, error) {
	waiting, err := queryAll(t.tx, t.scan, t.selectSQL+" WHERE name = $1 AND state = 'waiting' ORDER BY id", string(n))
	// IDs ascend within one process only, so Created decides.
	slices.SortStableFunc(waiting, func(a, b registry.Preorder) int { return a.Created.Compare(b.Created) })
	return waiting, err
}

func (t *preorders) ByAccount(account registry.AccountID, after int64, limit int) ([]registry.Preorder, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3",
		string(account), after, limitOrDefault(limit))
}
