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
	var w where
	w.picks("name", p, string(after))
	return many(s.tx, domainNoun.scan, domainNoun.pick+w.text()+" ORDER BY name"+w.limit(limit), w.args...)
}

func (s search) Hosts(p store.Pattern, after name.Name, limit int) ([]registry.Host, error) {
	var w where
	w.picks("name", p, string(after))
	return many(s.tx, hostNoun.scan, hostNoun.pick+w.text()+" ORDER BY name"+w.limit(limit), w.args...)
}

// Servers goes from each server to the next instead of reading the links of
// all: one server may have a million.
func (s search) Servers(p store.Pattern, after name.Name, limit int) ([]name.Name, error) {
	var found []name.Name
	for int64(len(found)) < atMost(limit) {
		var w where
		w.picks("target", p, string(after))
		w.and("roles & ? <> 0", int64(roleHost))
		n, err := many(s.tx, scanName, "SELECT target FROM links"+w.text()+" ORDER BY target"+w.limit(1), w.args...)
		if err != nil || len(n) == 0 {
			return found, err
		}
		found, after = append(found, n[0]), n[0]
	}
	return found, nil
}

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

// picks asks for what p picks after a text. The bounds walk along the index;
// a suffix is compared with what they leave.
func (w *where) picks(column string, p store.Pattern, after string) {
	if after != "" {
		w.and(column+" > ?", after)
	}
	if p.Prefix != "" {
		w.and(column+" >= ?", p.Prefix)
		w.and(column+" < ?", p.Prefix+"\x7f") // no character of a name is above
	}
	if p.Suffix != "" {
		w.and(column+` LIKE ? ESCAPE '\'`, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(p.Suffix))
		w.and("length("+column+") >= ?", int64(len(p.Prefix)+len(p.Suffix)))
	}
}
