package sqlstore

import (
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A where collects conditions and their arguments. Equal conditions give equal
// text, so that the number of prepared statements is bounded.
type where struct {
	conds []string
	args  []any
}

// and adds a condition; each ? in it stands for the next of args.
func (w *where) and(cond string, args ...any) {
	for _, a := range args {
		w.args = append(w.args, a)
		cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(w.args)), 1)
	}
	w.conds = append(w.conds, cond)
}

// equal adds column = v; an empty v adds nothing.
func (w *where) equal(column, v string) {
	if v != "" {
		w.and(column+" = ?", v)
	}
}

// ownedBy adds that registrar and account own the row; an empty one adds
// nothing. Column names are prefixed with prefix.
func (w *where) ownedBy(prefix string, registrar registry.RegistrarID, account registry.AccountID) {
	w.equal(prefix+"registrar", string(registrar))
	if account != "" {
		w.and(prefix+"account = ? AND "+prefix+"account <> ''", string(account))
	}
}

// sql returns the WHERE clause, or "" without conditions.
func (w *where) sql() string {
	if len(w.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conds, " AND ")
}

// offset returns an OFFSET clause.
func (w *where) offset(n int) string {
	w.args = append(w.args, int64(max(n, 0)))
	return " OFFSET $" + strconv.Itoa(len(w.args))
}

// limit returns a LIMIT clause.
func (w *where) limit(n int) string {
	w.args = append(w.args, limitOrDefault(n))
	return " LIMIT $" + strconv.Itoa(len(w.args))
}

// domainTables returns the FROM list for q and the column with the domain
// names, and adds q's conditions to w. A query by host or contact starts from
// links, so that it walks an index.
func domainTables(q store.DomainQuery, w *where) (tables, key string) {
	tables, key = "domains d", "d.name"
	joinLinks := func(target string, roles int64) {
		if key == "d.name" {
			// CROSS JOIN fixes the join order in SQLite; PostgreSQL sees a plain join.
			tables, key = "links l CROSS JOIN domains d", "l.domain"
			w.and("d.name = l.domain AND l.target = ? AND l.roles & ? <> 0", target, roles)
			return
		}
		w.and("EXISTS (SELECT 1 FROM links m WHERE m.target = ? AND m.domain = l.domain AND m.roles & ? <> 0)", target, roles)
	}
	if q.Host != "" {
		joinLinks(string(q.Host), roleHost)
	}
	if q.Contact != "" {
		joinLinks(string(q.Contact), roleBits(q.Role))
	}
	w.ownedBy("d.", q.Registrar, q.Account)
	w.equal("d.tld", string(q.TLD))
	if q.IdentCode != "" {
		w.and(`d.name IN (SELECT i.domain FROM contacts c CROSS JOIN links i
			WHERE i.target = c.id AND i.roles & ? <> 0 AND c.ident_code = ? AND c.ident_code <> '')`, int64(anyContact), q.IdentCode)
	}
	if q.NameLike != "" {
		w.and(key+" LIKE ? ESCAPE '!'", strings.ReplaceAll(strings.ToLower(q.NameLike), "!", "!!"))
	}
	if len(q.Statuses)+len(q.Except) > 0 {
		w.hasStatuses(key, q)
	}
	if !q.ExpiresFrom.IsZero() {
		w.and("d.expires >= ?", toMicros(q.ExpiresFrom))
	}
	if !q.ExpiresUntil.IsZero() {
		w.and("d.expires <= ?", toMicros(q.ExpiresUntil))
	}
	return tables, key
}

// hasStatuses adds the conditions of q.Statuses, q.Except and q.Also. No statuses are a
// condition that holds for every row.
func (w *where) hasStatuses(key string, q store.DomainQuery) {
	bits := statusBits(q.Statuses)
	cond, args := "d.statuses & ? = ?", []any{bits, bits}
	for _, list := range []struct {
		names []name.Name
		text  string
	}{{q.Except, " AND " + key + " NOT IN ("}, {q.Also, " OR " + key + " IN ("}} {
		if len(list.names) == 0 {
			continue
		}
		width := 16
		for width < len(list.names) {
			width *= 4
		}
		cond = "(" + cond + list.text + strings.Repeat("?, ", width-1) + "?))"
		for i := range width { // filled up with the last name, so that the number of texts is bounded
			args = append(args, string(list.names[min(i, len(list.names)-1)]))
		}
	}
	w.and(cond, args...)
}

// roleBits returns the bit of a contact role: all bits for "", none for an
// unknown role.
func roleBits(r registry.ContactRole) int64 {
	switch r {
	case "":
		return anyContact
	case registry.ContactRegistrant:
		return roleRegistrant
	case registry.ContactAdmin:
		return roleAdmin
	case registry.ContactTech:
		return roleTech
	case registry.ContactBilling:
		return roleBilling
	}
	return 0
}

func (t *domains) List(q store.DomainQuery) ([]registry.Domain, error) {
	var w where
	tables, key := domainTables(q, &w)
	if q.After != "" {
		w.and(key+" > ?", string(q.After))
	}
	if q.Offset > 0 || q.Order != store.ByName {
		// The inner query reads names from an index, so that skipped rows are not
		// read.
		text := "SELECT d.doc, d.secret FROM (SELECT " + key + " AS name FROM " + tables + w.sql() +
			" ORDER BY " + orderBy(q.Order, key) + w.limit(q.Limit) + w.offset(q.Offset) +
			") p JOIN domains d ON d.name = p.name ORDER BY " + orderBy(q.Order, "d.name")
		return queryAll(t.tx, t.scan, text, w.args...)
	}
	text := "SELECT d.doc, d.secret FROM " + tables + w.sql() + " ORDER BY " + key + w.limit(q.Limit)
	return queryAll(t.tx, t.scan, text, w.args...)
}

// orderBy returns the ORDER BY list of o; key is the column with the names.
func orderBy(o store.SortOrder, key string) string {
	switch o {
	case store.ByNameDesc:
		return key + " DESC"
	case store.ByExpiry:
		return "d.expires, d.number DESC, " + key
	case store.ByExpiryDesc:
		return "d.expires DESC, d.number, " + key + " DESC"
	case store.ByCreated:
		return "d.number, " + key
	case store.ByCreatedDesc:
		return "d.number DESC, " + key
	}
	return key
}

func (t *domains) Count(q store.DomainQuery) (int, error) {
	var w where
	tables, _ := domainTables(q, &w)
	n, err := queryOne(t.tx, scanInt, "SELECT count(*) FROM "+tables+w.sql(), w.args...)
	return int(n), err
}
