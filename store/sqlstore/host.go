package sqlstore

import (
	"math"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var hostSpec = jsonSpec("hosts", "name", "",
	func(h registry.Host) name.Name { return h.Name }, textKey,
	[]string{"registrar", "account", "parent"},
	func(h registry.Host) []any { return []any{string(h.Registrar), string(h.Account), string(h.Parent)} })

type hosts struct{ linkedTable[registry.Host] }

func newHosts(tx *Tx) hosts {
	return hosts{linkedTable[registry.Host]{table: table[name.Name, registry.Host]{tableSpec: hostSpec, tx: tx}, linksOf: linksOfHost}}
}

func (t *hosts) SubordinateTo(domain name.Name) ([]registry.Host, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE parent = $1 AND parent <> '' ORDER BY name", string(domain))
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
