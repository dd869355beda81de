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
	return matching(p, after, limit, domainSpec.keyOf, func(after name.Name, limit int) ([]registry.Domain, error) {
		var w where
		if p.Suffix != "" && !strings.Contains(p.Prefix, ".") { // the suffix is the TLD, which is indexed
			w.equal("tld", p.Suffix[1:])
		}
		w.hasPrefix("name", p.Prefix, string(after))
		return queryAll(s.tx, domainSpec.scan, domainSpec.selectSQL+w.sql()+" ORDER BY name"+w.limit(limit), w.args...)
	})
}

func (s search) Hosts(p store.Pattern, after name.Name, limit int) ([]registry.Host, error) {
	return matching(p, after, limit, hostSpec.keyOf, func(after name.Name, limit int) ([]registry.Host, error) {
		var w where
		w.hasPrefix("name", p.Prefix, string(after))
		return queryAll(s.tx, hostSpec.scan, hostSpec.selectSQL+w.sql()+" ORDER BY name"+w.limit(limit), w.args...)
	})
}

// matching reads batches until limit values match p or there are no more; it
// returns store.ErrTooBroad after 20 batches.
func matching[V any](p store.Pattern, after name.Name, limit int, nameOf func(V) name.Name, read func(name.Name, int) ([]V, error)) ([]V, error) {
	const batches = 20
	wanted := int(limitOrDefault(limit))
	var found []V
	for range batches {
		batch, err := read(after, wanted)
		if err != nil {
			return nil, err
		}
		for _, v := range batch {
			if after = nameOf(v); p.Matches(after) {
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
	return nil, store.ErrTooBroad
}

// Nameservers seeks from each name server to the next instead of reading all
// links: one name server may have a million.
func (s search) Nameservers(p store.Pattern, after name.Name, limit int) ([]name.Name, error) {
	const steps = 500
	var found []name.Name
	for range steps {
		var w where
		w.hasPrefix("target", p.Prefix, string(after))
		next, err := queryAll(s.tx, scanLinkTarget, "SELECT target, roles FROM links"+w.sql()+" ORDER BY target"+w.limit(1), w.args...)
		if err != nil || len(next) == 0 {
			return found, err
		}
		after = name.Name(next[0].target)
		if next[0].roles&roleHost != 0 && p.Matches(after) {
			found = append(found, after)
		}
		if int64(len(found)) == limitOrDefault(limit) {
			return found, nil
		}
	}
	return nil, store.ErrTooBroad
}

func scanLinkTarget(r Rows) (l link, err error) { return l, r.Scan(&l.target, &l.roles) }

func (s search) HostsByAddr(a netip.Addr, after name.Name, limit int) ([]registry.Host, error) {
	return queryAll(s.tx, hostSpec.scan, `SELECT h.doc FROM links l CROSS JOIN hosts h
		WHERE h.name = l.domain AND l.target = $1 AND l.domain > $2 ORDER BY l.domain LIMIT $3`, glueTarget(a), string(after), limitOrDefault(limit))
}

func (s search) DomainsByAddr(a netip.Addr, after name.Name, limit int) ([]registry.Domain, error) {
	return queryAll(s.tx, domainSpec.scan, `SELECT d.doc, d.secret FROM links l CROSS JOIN domains d
		WHERE d.name = l.domain AND l.target = $1 AND l.domain > $2 ORDER BY l.domain LIMIT $3`, addrTarget(a), string(after), limitOrDefault(limit))
}

func (s search) ContactByNumber(number int64) (registry.Contact, error) {
	return queryOne(s.tx, contactSpec.scan, contactSpec.selectSQL+" WHERE number = $1 AND number <> 0", number)
}

func (s search) ContactsByName(text string, limit int) ([]registry.Contact, error) {
	return s.contacts("name_lower", text, limit)
}

func (s search) ContactsByEmail(text string, limit int) ([]registry.Contact, error) {
	return s.contacts("email_lower", text, limit)
}

// contacts returns the contacts with a text in a column in lower case.
func (s search) contacts(column, text string, limit int) ([]registry.Contact, error) {
	return queryAll(s.tx, contactSpec.scan, contactSpec.selectSQL+" WHERE "+column+" = $1 AND "+column+" <> '' ORDER BY id LIMIT $2",
		strings.ToLower(text), limitOrDefault(limit))
}

// hasPrefix adds that column begins with prefix and is greater than after; an
// empty one adds nothing. Comparisons instead of LIKE let the index be used.
func (w *where) hasPrefix(column, prefix, after string) {
	if after != "" {
		w.and(column+" > ?", after)
	}
	if prefix != "" {
		w.and(column+" >= ?", prefix)
		w.and(column+" < ?", prefix+"\x7f") // above every character of a name
	}
}
