package sqlstore

import (
	"encoding/json"
	"time"

	"github.com/cadastre-registry/cadastre/store"
)

var settingSpec = tableSpec[string, store.Setting]{
	table: "settings", key: "name", minKey: "", columns: []string{"value"},
	keyOf: func(s store.Setting) string { return s.Key }, keyArg: textKey[string],
	row:           func(s store.Setting) ([]any, json.RawMessage, error) { return []any{s.Value}, nil, nil },
	selectColumns: "name, value",
	scan:          func(r Rows) (s store.Setting, err error) { return s, r.Scan(&s.Key, &s.Value) },
}.build()

var storedResponseSpec = tableSpec[string, store.StoredResponse]{
	table: "replies", key: "digest", minKey: "", columns: []string{"until", "body"},
	keyOf: func(r store.StoredResponse) string { return r.Key }, keyArg: textKey[string],
	row: func(r store.StoredResponse) ([]any, json.RawMessage, error) {
		return []any{toMicros(r.Expires), append([]byte{}, r.Body...)}, nil, nil
	},
	selectColumns: "digest, until, body",
	scan: func(r Rows) (v store.StoredResponse, err error) {
		var until int64
		err = r.Scan(&v.Key, &until, &v.Body)
		v.Expires = fromMicros(until)
		return v, err
	},
}.build()

type storedResponses struct {
	table[string, store.StoredResponse]
}

func (t *storedResponses) PurgeExpired(before time.Time, limit int) (int, error) {
	n, err := t.tx.exec(`DELETE FROM replies WHERE digest IN (
		SELECT digest FROM replies WHERE until < $1 ORDER BY until LIMIT $2)`, toMicros(before), limitOrDefault(limit))
	t.presence = nil
	return int(n), err
}
