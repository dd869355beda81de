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

// hosts also keeps the links of each host to its addresses, by which it is
// found.
type hosts struct {
	table[name.Name, registry.Host]
	links map[name.Name][]link
}

func newHosts(tx *Tx) hosts {
	return hosts{table: table[name.Name, registry.Host]{noun: hostNoun, tx: tx}}
}

func (t *hosts) Get(n name.Name) (registry.Host, error) {
	h, err := t.table.Get(n)
	if err == nil && t.tx.write {
		t.keep(n, linksOfHost(h))
	}
	return h, err
}

func (t *hosts) keep(n name.Name, links []link) {
	if t.links == nil {
		t.links = map[name.Name][]link{}
	}
	t.links[n] = links
}

func (t *hosts) Put(h registry.Host) error {
	if err := t.ask(h.Name); err != nil {
		return err
	}
	after := linksOfHost(h)
	if err := t.table.Put(h); err != nil {
		return err
	}
	if err := t.tx.relink(h.Name, t.links[h.Name], after); err != nil {
		return err
	}
	t.keep(h.Name, after)
	return nil
}

func (t *hosts) Delete(n name.Name) error {
	if err := t.ask(n); err != nil {
		return err
	}
	if err := t.table.Delete(n); err != nil {
		return err
	}
	if err := t.tx.relink(n, t.links[n], nil); err != nil {
		return err
	}
	delete(t.links, n)
	return nil
}

// ask makes sure that it is known what is at n.
func (t *hosts) ask(n name.Name) error {
	if _, asked := t.seen[n]; asked || !t.tx.write {
		return nil
	}
	if _, err := t.Get(n); t.tx.err != nil {
		return err
	}
	return nil
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
