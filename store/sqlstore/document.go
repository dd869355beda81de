package sqlstore

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// jsonSpec returns the spec of a table with the value's document in column doc and
// the searched fields in further columns, whose values index returns.
func jsonSpec[K comparable, V any](table, key string, first any, keyOf func(V) K, arg func(K) any, columns []string, index func(V) []any) *tableSpec[K, V] {
	return tableSpec[K, V]{
		table: table, key: key, minKey: first, keyOf: keyOf, keyArg: arg,
		columns: append(columns, "doc"),
		row: func(v V) ([]any, json.RawMessage, error) {
			doc, err := registry.EncodeDocument(v)
			return append(index(v), string(doc)), doc, err
		},
		selectColumns: "doc",
		scan: func(r Rows) (v V, err error) {
			var doc []byte
			if err = r.Scan(&doc); err == nil {
				err = decodeRow(table, doc, &v, keyOf)
			}
			return v, err
		},
	}.build()
}

// jsonSpecWithSecret is jsonSpec for a value with a secret that its document
// omits: get and set access it, column secret stores it.
func jsonSpecWithSecret[K comparable, V any](table, key string, keyOf func(V) K, arg func(K) any, columns []string, index func(V) []any, get func(V) []byte, set func(*V, []byte)) *tableSpec[K, V] {
	return tableSpec[K, V]{
		table: table, key: key, minKey: "", keyOf: keyOf, keyArg: arg,
		columns: append(columns, "doc", "secret"),
		row: func(v V) ([]any, json.RawMessage, error) {
			doc, err := registry.EncodeDocument(v)
			return append(index(v), string(doc), bytesOrNull(get(v))), doc, err
		},
		selectColumns: "doc, secret",
		scan: func(r Rows) (v V, err error) {
			var doc, secret []byte
			if err = r.Scan(&doc, &secret); err == nil {
				err = decodeRow(table, doc, &v, keyOf)
			}
			set(&v, secret)
			return v, err
		},
	}.build()
}

// decodeRow decodes the document of a row into v. Its error names the row.
func decodeRow[K comparable, V any](table string, doc []byte, v *V, keyOf func(V) K) error {
	err := registry.DecodeDocument(doc, v)
	if err == nil {
		return nil
	}
	var newer *registry.DocumentVersionError
	if errors.As(err, &newer) {
		json.Unmarshal(doc, v) // for the key only
	}
	return fmt.Errorf("%s, row %v: %w", table, keyOf(*v), err)
}

// bytesOrNull returns b as an argument; empty becomes NULL.
func bytesOrNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}
