package sqlstore

import (
	"math"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var hostSpec = jsonSpec("hosts", "name", "",
	func(h registry.Host) name.Name { return h.Name }, textKey,
	[]string{"registrar", "account", "parent", "reversed"},
	func(h registry.Host) []any {
		return []any{string(h.Registrar), string(h.Account), string(h.Parent), reversed(h.Name)}
	})

// reversed returns the labels of n from the last to the first, separated by dots, so that
// all names below one begin alike.
func reversed(n name.Name) string {
	labels := strings.Split(string(n), ".")
	slices.Reverse(labels)
	return strings.Join(labels, ".")
}

type hosts struct{ linkedTable[registry.Host] }

func newHosts(tx *Tx) hosts {
	return hosts{linkedTable[registry.Host]{table: table[name.Name, registry.Host]{tableSpec: hostSpec, tx: tx}, linksOf: linksOfHost}}
}

func (t *hosts) SubordinateTo(domain name.Name) ([]registry.Host, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE parent = $1 AND parent <> '' ORDER BY name", string(domain))
}

func (t *hosts) Within(n name.Name, limit int) ([]registry.Host, error) {
	var w where
	first := reversed(n)
	w.and("(reversed = ? OR reversed > ? AND reversed < ?)", first, first+".", first+"/") // a slash follows the dot
	return queryAll(t.tx, t.scan, t.selectSQL+w.sql()+" ORDER BY reversed"+w.limit(limit), w.args...)
}

func (t *hosts) List(registrar registry.RegistrarID, account registry.AccountID, after name.Name, limit int) ([]registry.Host, error) {
	var w where
	w.ownedBy("", registrar, account)
	w.and("name > ?", string(after))
	text := t.selectSQL + w.sql() + " ORDER BY name" + w.limit(limit)
	return queryAll(t.tx, t.scan, text, w.args...)
}

var recordSpec = jsonSpec("records", "id", int64(math.MinInt64),
	func(r registry.Record) int64 { return r.ID }, intKey,
	[]string{"zone"}, func(r registry.Record) []any { return []any{string(r.Zone)} })

type records struct {
	table[int64, registry.Record]
}

func (t *records) ByZone(zone name.Name) ([]registry.Record, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE zone = $1 ORDER BY id", string(zone))
}

func (t *records) DeleteZone(zone name.Name) (int, error) {
	n, err := t.tx.exec("DELETE FROM records WHERE zone = $1", string(zone))
	t.presence = nil
	return int(n), err
}
