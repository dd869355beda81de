package sqlstore

import (
	"iter"
	"math"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var invoiceSpec = jsonSpec("invoices", "id", int64(math.MinInt64),
	func(i registry.Invoice) int64 { return i.ID }, intKey,
	[]string{"number", "registrar", "state", "total", "issued", "due", "paid", "cancelled"},
	func(i registry.Invoice) []any {
		state := string(i.State())
		if i.Reload && i.State() == registry.InvoiceOpen {
			state = "reload"
		}
		return []any{i.Number, string(i.Registrar), state,
			i.Total().Minor, toMicros(i.Issued), toMicros(i.Due), toMicros(i.Paid), toMicros(i.Cancelled)}
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

func (t *invoices) Page(q store.InvoiceQuery) ([]registry.Invoice, error) {
	w := invoiceConditions(q)
	column, desc := strings.CutPrefix(string(q.Order), "-")
	switch {
	case q.Order == store.InvoicesByIDDesc:
		column = "id DESC"
	case q.Order == store.InvoicesByID:
	case desc:
		column += " DESC, id DESC"
	default:
		column += ", id DESC"
	}
	return queryAll(t.tx, t.scan, t.selectSQL+w.sql()+" ORDER BY "+column+w.limit(q.Limit)+w.offset(q.Offset), w.args...)
}

func (t *invoices) Count(q store.InvoiceQuery) (int, error) {
	w := invoiceConditions(q)
	n, err := queryOne(t.tx, scanInt, "SELECT count(*) FROM invoices"+w.sql(), w.args...)
	return int(n), err
}

func invoiceConditions(q store.InvoiceQuery) (w where) {
	w.and("registrar = ?", string(q.Registrar))
	for _, bound := range []struct {
		cond  string
		value *int64
	}{{"number >= ?", q.MinNumber}, {"number <= ?", q.MaxNumber}, {"total >= ?", q.MinTotal}, {"total <= ?", q.MaxTotal}} {
		if bound.value != nil {
			w.and(bound.cond, *bound.value)
		}
	}
	w.within("issued", q.Issued)
	w.within("due", q.Due)
	w.within("paid", q.Paid)
	switch {
	case q.Cancelled == nil:
	case *q.Cancelled:
		w.and("cancelled <> 0")
	default:
		w.and("cancelled = 0")
	}
	return w
}

// within adds that an instant is in p.
func (w *where) within(column string, p store.Period) {
	if p == (store.Period{}) {
		return
	}
	w.and(column + " <> 0")
	if !p.From.IsZero() {
		w.and(column+" >= ?", toMicros(p.From))
	}
	if !p.Until.IsZero() {
		w.and(column+" < ?", toMicros(p.Until))
	}
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
