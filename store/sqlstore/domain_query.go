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
// in order: a query by host or by contact walks along the links.
func from(q store.DomainQuery, w *where) (tables, key string) {
	tables, key = "domains d", "d.name"
	walk := func(target string, roles int64) {
		if key == "d.name" {
			// CROSS JOIN has SQLite walk the links first; PostgreSQL sees a plain join.
			tables, key = "links l CROSS JOIN domains d", "l.domain"
			w.and("d.name = l.domain AND l.target = ? AND l.roles & ? <> 0", target, roles)
			return
		}
		w.and("EXISTS (SELECT 1 FROM links m WHERE m.target = ? AND m.domain = l.domain AND m.roles & ? <> 0)", target, roles)
	}
	if q.Host != "" {
		walk(string(q.Host), roleHost)
	}
	if q.Contact != "" {
		walk(string(q.Contact), roleBits(q.Role))
	}
	w.owned("d.", q.Registrar, q.Account)
	w.equal("d.tld", string(q.TLD))
	return tables, key
}

// roleBits returns the contact roles that r means: any if it is empty, none if
// it is not one.
func roleBits(r string) int64 {
	switch r {
	case "":
		return anyContact
	case "registrant":
		return roleRegistrant
	case "admin":
		return roleAdmin
	case "tech":
		return roleTech
	case "billing":
		return roleBilling
	}
	return 0
}

func (t *domains) List(q store.DomainQuery) ([]registry.Domain, error) {
	var w where
	tables, key := from(q, &w)
	if q.After != "" {
		w.and(key+" > ?", string(q.After))
	}
	text := "SELECT d.doc, d.secret FROM " + tables + w.text() + " ORDER BY " + key + w.limit(q.Limit)
	if q.Offset > 0 {
		w.args = append(w.args, int64(q.Offset))
		text += " OFFSET $" + strconv.Itoa(len(w.args))
	}
	return many(t.tx, t.scan, text, w.args...)
}

func (t *domains) Count(q store.DomainQuery) (int, error) {
	var w where
	tables, _ := from(q, &w)
	n, err := one(t.tx, scanInt, "SELECT count(*) FROM "+tables+w.text(), w.args...)
	return int(n), err
}
