package sqlstore

import "encoding/json"

// jsonSpec returns the spec of a table with the value's JSON in column doc and
// the searched fields in further columns, whose values index returns.
func document[K comparable, V any](table, key string, first any, keyOf func(V) K, arg func(K) any, columns []string, index func(V) []any) *noun[K, V] {
	return noun[K, V]{
		table: table, key: key, first: first, keyOf: keyOf, arg: arg,
		columns: append(columns, "doc"),
		row: func(v V) ([]any, error) {
			doc, err := json.Marshal(v)
			return append(index(v), string(doc)), err
		},
		picks: "doc",
		scan: func(r Rows) (v V, err error) {
			var doc []byte
			if err = r.Scan(&doc); err == nil {
				err = json.Unmarshal(doc, &v)
			}
			return v, err
		},
	}.ready()
}

// jsonSpecWithSecret is jsonSpec for a value with a secret that its JSON omits:
// get and set access it, column secret stores it.
func secretive[K comparable, V any](table, key string, keyOf func(V) K, arg func(K) any, columns []string, index func(V) []any, get func(V) []byte, set func(*V, []byte)) *noun[K, V] {
	return noun[K, V]{
		table: table, key: key, first: "", keyOf: keyOf, arg: arg,
		columns: append(columns, "doc", "secret"),
		row: func(v V) ([]any, error) {
			doc, err := json.Marshal(v)
			return append(index(v), string(doc), blob(get(v))), err
		},
		picks: "doc, secret",
		scan: func(r Rows) (v V, err error) {
			var doc, secret []byte
			if err = r.Scan(&doc, &secret); err == nil {
				err = json.Unmarshal(doc, &v)
			}
			set(&v, secret)
			return v, err
		},
	}.ready()
}

// bytesOrNull returns b as an argument; empty becomes NULL.
func blob(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}
