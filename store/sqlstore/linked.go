package sqlstore

import (
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A linkedTable also maintains the links of its rows: a domain's to its contacts
// and hosts, a host's to its addresses. Links are a function of the value, so
// the stored links are known from the stored value.
type linkedTable[V any] struct {
	table[name.Name, V]
	linksOf func(V) []link
	links   map[name.Name][]link // of the rows that this transaction has read or written
}

func (t *linkedTable[V]) Get(n name.Name) (V, error) {
	v, err := t.table.Get(n)
	return t.noteLinks(v, err)
}

// noteLinks records the links of a row that was read.
func (t *linkedTable[V]) noteLinks(v V, err error) (V, error) {
	if err == nil && t.tx.write {
		t.setLinks(t.keyOf(v), t.linksOf(v))
	}
	return v, err
}

func (t *linkedTable[V]) setLinks(n name.Name, links []link) {
	if t.links == nil {
		t.links = map[name.Name][]link{}
	}
	t.links[n] = links
}

func (t *linkedTable[V]) Put(v V) error {
	return t.putLinked(v, t.table.Put)
}

func (t *linkedTable[V]) PutLogged(v V, c registry.Change) error {
	return t.putLinked(v, func(v V) error { return t.table.PutLogged(v, c) })
}

// putLinked puts v with put, and updates its links.
func (t *linkedTable[V]) putLinked(v V, put func(V) error) error {
	n, after := t.keyOf(v), t.linksOf(v)
	if err := t.ensureRead(n); err != nil {
		return err
	}
	if err := put(v); err != nil {
		return err
	}
	if err := t.tx.updateLinks(n, t.links[n], after); err != nil {
		return err
	}
	t.setLinks(n, after)
	return nil
}

func (t *linkedTable[V]) Delete(n name.Name) error {
	if err := t.ensureRead(n); err != nil {
		return err
	}
	if err := t.table.Delete(n); err != nil {
		return err
	}
	if err := t.tx.updateLinks(n, t.links[n], nil); err != nil {
		return err
	}
	delete(t.links, n)
	return nil
}

// ensureRead reads the row of n unless this transaction knows it.
func (t *linkedTable[V]) ensureRead(n name.Name) error {
	if _, known := t.presence[n]; known || !t.tx.write {
		return nil
	}
	if _, err := t.Get(n); t.tx.err != nil {
		return err
	}
	return nil
}
