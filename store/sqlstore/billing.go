package sqlstore

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var invoiceSpec = jsonSpec("invoices", "id", int64(math.MinInt64),
	func(i registry.Invoice) int64 { return i.ID }, intKey,
	[]string{"number", "registrar", "state"},
	func(i registry.Invoice) []any {
		state := string(i.State())
		if i.Reload && i.State() == registry.InvoiceOpen {
			state = "reload"
		}
		return []any{i.Number, string(i.Registrar), state}
	})

type invoices struct {
	table[int64, registry.Invoice]
}

func (t *invoices) ByNumber(n int64) (registry.Invoice, error) { return t.getWhere("number = $1", n) }

func (t *invoices) ByRegistrar(registrar registry.RegistrarID, before int64, limit int) ([]registry.Invoice, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE registrar = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
		string(registrar), before, limitOrDefault(limit))
}

func (t *invoices) HasOpenReload(registrar registry.RegistrarID) (bool, error) {
	n, err := queryOne(t.tx, scanInt, "SELECT count(*) FROM invoices WHERE registrar = $1 AND state = 'reload'", string(registrar))
	return n > 0, err
}

var certificateSpec = func() *tableSpec[int64, registry.Certificate] {
	n := *jsonSpecWithSecret("certificates", "id",
		func(c registry.Certificate) int64 { return c.ID }, intKey,
		[]string{"holder"},
		func(c registry.Certificate) []any { return []any{string(c.User)} },
		func(c registry.Certificate) []byte { return c.Bundle },
		func(c *registry.Certificate, secret []byte) { c.Bundle = secret })
	n.minKey = int64(math.MinInt64)
	return &n
}()

type certificates struct {
	table[int64, registry.Certificate]
}

func (t *certificates) ByUser(user registry.UserID) iter.Seq2[registry.Certificate, error] {
	return seqOf(queryAll(t.tx, t.scan, t.selectSQL+" WHERE holder = $1 ORDER BY id", string(user)))
}

// Statement sums the whole book, since the balance after a line is the sum of
// all lines up to it.
func (t *balances) Statement(q store.StatementQuery) ([]store.StatementLine, int, error) {
	w := where{args: []any{string(q.Book)}}
	if !q.From.IsZero() {
		w.and("e.at >= ?", toMicros(q.From))
	}
	if !q.Until.IsZero() {
		w.and("e.at < ?", toMicros(q.Until))
	}
	if q.Text != "" {
		like := "%" + likeEscape.Replace(strings.ToLower(q.Text)) + "%"
		w.and(`lower(e.memo || ' ' || e.object) LIKE ? ESCAPE '\'`, like)
	}
	switch {
	case q.Credits && !q.Debits:
		w.and("p.amount >= 0")
	case q.Debits && !q.Credits:
		w.and("p.amount < 0")
	}
	from := ` FROM (SELECT entry, currency, amount, CAST(SUM(amount) OVER (ORDER BY entry) AS BIGINT) AS balance FROM
		(SELECT entry, currency, CAST(SUM(amount) AS BIGINT) AS amount FROM postings WHERE book = $1 GROUP BY entry, currency) s) p
		JOIN entries e ON e.id = p.entry` + w.sql()
	n, err := queryOne(t.tx, scanInt, "SELECT count(*)"+from, w.args...)
	if err != nil || n == 0 {
		return nil, 0, err
	}
	text := "SELECT e.id, e.at, e.memo, e.object, p.currency, p.amount, p.balance" + from + " ORDER BY e.id DESC" + w.limit(q.Limit)
	w.args = append(w.args, int64(max(q.Offset, 0)))
	list, err := queryAll(t.tx, scanStatementLine, text+" OFFSET $"+strconv.Itoa(len(w.args)), w.args...)
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

type statistics struct{ tx *Tx }

// CountByRegistrar reads the last change before t of every domain that ever
// existed.
func (s statistics) CountByRegistrar(t time.Time) (map[registry.RegistrarID]int, error) {
	counts := map[registry.RegistrarID]int{}
	err := s.tx.query(func(r Rows) error {
		var doc []byte
		if err := r.Scan(&doc); err != nil {
			return err
		}
		var d struct{ Registrar registry.RegistrarID }
		if err := registry.DecodeDocument(doc, &d); err != nil {
			return err
		}
		counts[d.Registrar]++
		return nil
	}, `SELECT c.after FROM (SELECT max(seq) AS seq FROM changes WHERE kind = 'domain' AND at < $1 GROUP BY ref) l
		JOIN changes c ON c.seq = l.seq WHERE c.after <> ''`, toMicros(t))
	return counts, err
}
