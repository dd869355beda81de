package sqlstore

import "encoding/json"

// jsonSpec returns the spec of a table with the value's JSON in column doc and
// the searched fields in further columns, whose values index returns.
func jsonSpec[K comparable, V any](table, key string, first any, keyOf func(V) K, arg func(K) any, columns []string, index func(V) []any) *tableSpec[K, V] {
	return tableSpec[K, V]{
		table: table, key: key, minKey: first, keyOf: keyOf, keyArg: arg,
		columns: append(columns, "doc"),
		row: func(v V) ([]any, error) {
			doc, err := json.Marshal(v)
			return append(index(v), string(doc)), err
		},
		selectColumns: "doc",
		scan: func(r Rows) (v V, err error) {
			var doc []byte
			if err = r.Scan(&doc); err == nil {
				err = json.Unmarshal(doc, &v)
			}
			return v, err
		},
	}.build()
}

// jsonSpecWithSecret is jsonSpec for a value with a secret that its JSON omits:
// get and set access it, column secret stores it.
func jsonSpecWithSecret[K comparable, V any](table, key string, keyOf func(V) K, arg func(K) any, columns []string, index func(V) []any, get func(V) []byte, set func(*V, []byte)) *tableSpec[K, V] {
	return tableSpec[K, V]{
		table: table, key: key, minKey: "", keyOf: keyOf, keyArg: arg,
		columns: append(columns, "doc", "secret"),
		row: func(v V) ([]any, error) {
			doc, err := json.Marshal(v)
			return append(index(v), string(doc), bytesOrNull(get(v))), err
		},
		selectColumns: "doc, secret",
		scan: func(r Rows) (v V, err error) {
			var doc, secret []byte
			if err = r.Scan(&doc, &secret); err == nil {
				err = json.Unmarshal(doc, &v)
			}
			set(&v, secret)
			return v, err
		},
	}.build()
}

// bytesOrNull returns b as an argument; empty becomes NULL.
func bytesOrNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}
