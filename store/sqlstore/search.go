package sqlstore

import (
	"net/netip"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// search implements store.Search.
type search struct{ tx *Tx }

func (s search) Domains(p store.Pattern, after name.Name, limit int) ([]registry.Domain, error) {
	return fitting(p, after, limit, domainNoun.keyOf, func(after name.Name, limit int) ([]registry.Domain, error) {
		var w where
		if p.Suffix != "" && !strings.Contains(p.Prefix, ".") { // the suffix is the TLD, which is indexed
			w.equal("tld", p.Suffix[1:])
		}
		w.begins("name", p.Prefix, string(after))
		return many(s.tx, domainNoun.scan, domainNoun.pick+w.text()+" ORDER BY name"+w.limit(limit), w.args...)
	})
}

func (s search) Hosts(p store.Pattern, after name.Name, limit int) ([]registry.Host, error) {
	return fitting(p, after, limit, hostNoun.keyOf, func(after name.Name, limit int) ([]registry.Host, error) {
		var w where
		w.begins("name", p.Prefix, string(after))
		return many(s.tx, hostNoun.scan, hostNoun.pick+w.text()+" ORDER BY name"+w.limit(limit), w.args...)
	})
}

// matching reads batches until limit values match p or there are no more; it
// returns store.ErrTooBroad after 20 batches.
func fitting[V any](p store.Pattern, after name.Name, limit int, nameOf func(V) name.Name, read func(name.Name, int) ([]V, error)) ([]V, error) {
	const batches = 20
	wanted := int(atMost(limit))
	var found []V
	for range batches {
		batch, err := read(after, wanted)
		if err != nil {
			return nil, err
		}
		for _, v := range batch {
			if after = nameOf(v); p.Fits(after) {
				found = append(found, v)
			}
			if len(found) == wanted {
				return found, nil
			}
		}
		if len(batch) < wanted {
			return found, nil
		}
	}
	return nil, store.ErrBroad
}

// Nameservers seeks from each name server to the next instead of reading all
// links: one name server may have a million.
func (s search) Servers(p store.Pattern, after name.Name, limit int) ([]name.Name, error) {
	const steps = 500
	var found []name.Name
	for range steps {
		var w where
		w.begins("target", p.Prefix, string(after))
		next, err := many(s.tx, scanTarget, "SELECT target, roles FROM links"+w.text()+" ORDER BY target"+w.limit(1), w.args...)
		if err != nil || len(next) == 0 {
			return found, err
		}
		after = name.Name(next[0].target)
		if next[0].roles&roleHost != 0 && p.Fits(after) {
			found = append(found, after)
		}
		if int64(len(found)) == atMost(limit) {
			return found, nil
		}
	}
	return nil, store.ErrBroad
}

func scanTarget(r Rows) (l link, err error) { return l, r.Scan(&l.target, &l.roles) }

func (s search) HostsAt(a netip.Addr, after name.Name, limit int) ([]registry.Host, error) {
	return many(s.tx, hostNoun.scan, `SELECT h.doc FROM links l CROSS JOIN hosts h
		WHERE h.name = l.domain AND l.target = $1 AND l.domain > $2 ORDER BY l.domain LIMIT $3`, glueOf(a), string(after), atMost(limit))
}

func (s search) DomainsAt(a netip.Addr, after name.Name, limit int) ([]registry.Domain, error) {
	return many(s.tx, domainNoun.scan, `SELECT d.doc, d.secret FROM links l CROSS JOIN domains d
		WHERE d.name = l.domain AND l.target = $1 AND l.domain > $2 ORDER BY l.domain LIMIT $3`, addressOf(a), string(after), atMost(limit))
}

func (s search) Contact(number int64) (registry.Contact, error) {
	return one(s.tx, contactNoun.scan, contactNoun.pick+" WHERE number = $1 AND number <> 0", number)
}

// hasPrefix adds that column begins with prefix and is greater than after; an
// empty one adds nothing. Comparisons instead of LIKE let the index be used.
func (w *where) begins(column, prefix, after string) {
	if after != "" {
		w.and(column+" > ?", after)
	}
	if prefix != "" {
		w.and(column+" >= ?", prefix)
		w.and(column+" < ?", prefix+"\x7f") // above every character of a name
	}
}
