package sqlstore

import (
	"math"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var hostNoun = document("hosts", "name", "",
	func(h registry.Host) name.Name { return h.Name }, text,
	[]string{"registrar", "account", "parent"},
	func(h registry.Host) []any { return []any{string(h.Registrar), string(h.Account), string(h.Parent)} })

type hosts struct{ linked[registry.Host] }

func newHosts(tx *Tx) hosts {
	return hosts{linked[registry.Host]{table: table[name.Name, registry.Host]{noun: hostNoun, tx: tx}, of: linksOfHost}}
}

func (t *hosts) Below(domain name.Name) ([]registry.Host, error) {
	return many(t.tx, t.scan, t.pick+" WHERE parent = $1 AND parent <> '' ORDER BY name", string(domain))
}

func (t *hosts) List(registrar registry.RegistrarID, account registry.AccountID, after name.Name, limit int) ([]registry.Host, error) {
	var w where
	w.owned("", registrar, account)
	w.and("name > ?", string(after))
	text := t.pick + w.text() + " ORDER BY name" + w.limit(limit)
	return many(t.tx, t.scan, text, w.args...)
}

var recordNoun = document("records", "id", int64(math.MinInt64),
	func(r registry.Record) int64 { return r.ID }, number,
	[]string{"zone"}, func(r registry.Record) []any { return []any{string(r.Zone)} })

type records struct {
	table[int64, registry.Record]
}

func (t *records) Of(zone name.Name) ([]registry.Record, error) {
	return many(t.tx, t.scan, t.pick+" WHERE zone = $1 ORDER BY id", string(zone))
}

func (t *records) DeleteZone(zone name.Name) (int, error) {
	n, err := t.tx.exec("DELETE FROM records WHERE zone = $1", string(zone))
	t.seen = nil
	return int(n), err
}
