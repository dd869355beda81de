package sqlstore

import (
	"time"

	"github.com/cadastre-registry/cadastre/store"
)

var settingNoun = noun[string, store.Setting]{
	table: "settings", key: "name", first: "", columns: []string{"value"},
	keyOf: func(s store.Setting) string { return s.Key }, arg: text[string],
	row:   func(s store.Setting) ([]any, error) { return []any{s.Value}, nil },
	picks: "name, value",
	scan:  func(r Rows) (s store.Setting, err error) { return s, r.Scan(&s.Key, &s.Value) },
}.ready()

var replyNoun = noun[string, store.Reply]{
	table: "replies", key: "digest", first: "", columns: []string{"until", "body"},
	keyOf: func(r store.Reply) string { return r.Key }, arg: text[string],
	row:   func(r store.Reply) ([]any, error) { return []any{micros(r.Until), append([]byte{}, r.Body...)}, nil },
	picks: "digest, until, body",
	scan: func(r Rows) (v store.Reply, err error) {
		var until int64
		err = r.Scan(&v.Key, &until, &v.Body)
		v.Until = instant(until)
		return v, err
	},
}.ready()

type replies struct {
	table[string, store.Reply]
}

func (t *replies) Purge(before time.Time, limit int) (int, error) {
	n, err := t.tx.exec(`DELETE FROM replies WHERE digest IN (
		SELECT digest FROM replies WHERE until < $1 ORDER BY until LIMIT $2)`, micros(before), atMost(limit))
	t.seen = nil
	return int(n), err
}
