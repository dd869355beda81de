package storetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cadastre-registry/cadastre/store"
)

// wantEqual reports the difference between got and want as a test error.
func wantEqual(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{}), sameJSON); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// sameJSON compares raw JSON without its white space, which a store may drop.
var sameJSON = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type() == reflect.TypeFor[json.RawMessage]() },
	cmp.Comparer(func(a, b json.RawMessage) bool {
		if len(a) == 0 || len(b) == 0 {
			return len(a) == len(b)
		}
		var x, y bytes.Buffer
		return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
	}))

// wantNotFound reports a test error unless err is store.ErrNotFound.
func wantNotFound(t testing.TB, what string, err error) {
	t.Helper()
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%s: got %v, want not found", what, err)
	}
}

// keysOf returns the keys of vs, in their order.
func keysOf[V any, K any](vs []V, key func(V) K) []K {
	keys := make([]K, len(vs))
	for i, v := range vs {
		keys[i] = key(v)
	}
	return keys
}
