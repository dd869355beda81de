package sqlstore

import (
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A where collects conditions and their arguments. The same conditions give
// the same text.
type where struct {
	conds []string
	args  []any
}

// and adds a condition in which each ? is the next of args.
func (w *where) and(cond string, args ...any) {
	for _, a := range args {
		w.args = append(w.args, a)
		cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(w.args)), 1)
	}
	w.conds = append(w.conds, cond)
}

// equal adds column = v unless v is empty: then any will do.
func (w *where) equal(column, v string) {
	if v != "" {
		w.and(column+" = ?", v)
	}
}

// owned asks for the objects of an account, or of all of a registrar when
// account is empty, or of everyone.
func (w *where) owned(prefix string, registrar registry.RegistrarID, account registry.AccountID) {
	w.equal(prefix+"registrar", string(registrar))
	if account != "" {
		w.and(prefix+"account = ? AND "+prefix+"account <> ''", string(account))
	}
}

// text returns the conditions as SQL, with the word WHERE if there are any.
func (w *where) text() string {
	if len(w.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conds, " AND ")
}

// limit returns LIMIT n as SQL.
func (w *where) limit(n int) string {
	w.args = append(w.args, atMost(n))
	return " LIMIT $" + strconv.Itoa(len(w.args))
}

// from returns the tables in which q looks, and the column that has the names
// in order: a domain query by host or by contact walks along the links.
func from(q store.DomainQuery, w *where) (tables, key string) {
	tables, key = "domains d", "d.name"
	switch {
	case q.Host != "":
		tables, key = "links l JOIN domains d ON d.name = l.domain", "l.domain"
		w.and("l.target = ? AND l.role = ?", string(q.Host), roleHost)
		if q.Contact != "" {
			w.and("d.name IN (SELECT domain FROM links WHERE target = ? AND role IN ("+roles(q.Role)+"))", string(q.Contact))
		}
	case q.Contact != "" && q.Role != "":
		tables, key = "links l JOIN domains d ON d.name = l.domain", "l.domain"
		w.and("l.target = ? AND l.role = ?", string(q.Contact), q.Role)
	case q.Contact != "":
		w.and("d.name IN (SELECT domain FROM links WHERE target = ? AND role IN ("+roles("")+"))", string(q.Contact))
	}
	w.owned("d.", q.Registrar, q.Account)
	w.equal("d.tld", string(q.TLD))
	return tables, key
}

// roles returns the contact roles that r means, as SQL.
func roles(r string) string {
	switch r {
	case "registrant", "admin", "tech", "billing":
		return "'" + r + "'"
	case "":
		return "'registrant', 'admin', 'tech', 'billing'"
	}
	return "''"
}

func (t *domains) List(q store.DomainQuery) ([]registry.Domain, error) {
	var w where
	tables, key := from(q, &w)
	if q.After != "" {
		w.and(key+" > ?", string(q.After))
	}
	text := "SELECT d.doc, d.secret FROM " + tables + w.text() + " ORDER BY " + key + w.limit(q.Limit)
	return many(t.tx, t.scan, text, w.args...)
}

func (t *domains) Count(q store.DomainQuery) (int, error) {
	var w where
	tables, _ := from(q, &w)
	n, err := one(t.tx, scanInt, "SELECT count(*) FROM "+tables+w.text(), w.args...)
	return int(n), err
}
