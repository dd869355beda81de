package sqlstore

import (
	"strings"

	"github.com/cadastre-registry/cadastre/store"
)

// Statement reads the sums and balances that Post has kept with the postings.
func (t *balances) Statement(q store.StatementQuery) ([]store.StatementLine, int, error) {
	var w where
	w.and("p.book = ?", string(q.Book))
	w.and("p.moved IS NOT NULL")
	if !q.From.IsZero() {
		w.and("p.at >= ?", toMicros(q.From))
	}
	if !q.Until.IsZero() {
		w.and("p.at < ?", toMicros(q.Until))
	}
	switch {
	case q.Credits && !q.Debits:
		w.and("p.moved >= 0")
	case q.Debits && !q.Credits:
		w.and("p.moved < 0")
	}
	counted := "postings p"
	if q.Text != "" {
		counted = "postings p CROSS JOIN entries e"
		like := "%" + likeEscape.Replace(strings.ToLower(q.Text)) + "%"
		w.and(`e.id = p.entry AND lower(e.memo || ' ' || e.object) LIKE ? ESCAPE '\'`, like)
	}
	n, err := queryOne(t.tx, scanInt, "SELECT count(*) FROM "+counted+w.sql(), w.args...)
	if err != nil || n == 0 {
		return nil, 0, err
	}
	if q.Text == "" {
		w.and("e.id = p.entry")
	}
	text := "SELECT p.entry, p.at, e.memo, e.object, p.currency, p.moved, p.balance FROM postings p CROSS JOIN entries e" + w.sql() +
		" ORDER BY p.entry DESC" + w.limit(q.Limit) + w.offset(q.Offset)
	list, err := queryAll(t.tx, scanStatementLine, text, w.args...)
	return list, int(n), err
}

// likeEscape escapes the wildcards of LIKE.
var likeEscape = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

func scanStatementLine(r Rows) (m store.StatementLine, err error) {
	var at int64
	var currency string
	err = r.Scan(&m.Entry, &at, &m.Memo, &m.Object, &currency, &m.Amount.Minor, &m.Balance.Minor)
	m.At, m.Amount.Currency, m.Balance.Currency = fromMicros(at), currency, currency
	return m, err
}
