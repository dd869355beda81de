package storetest

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// fill sets every field of the value that v points to, recursively, to a nonzero
// value that differs between fields and between seeds.
func fill(v any, seed int) {
	f := filler{seed: seed}
	f.set(reflect.ValueOf(v).Elem())
}

type filler struct{ seed, n int }

func (f *filler) set(v reflect.Value) {
	f.n++
	if !f.setKnown(v) {
		f.setKind(v)
	}
}

// setKnown sets a value of a type that is not filled by its kind.
func (f *filler) setKnown(v reflect.Value) bool {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = noon.Add(time.Duration(f.seed*1000+f.n) * time.Hour)
	case *json.RawMessage:
		*p = json.RawMessage(fmt.Sprintf(`{"n": %d}`, f.n))
	case *netip.Addr:
		*p = netip.AddrFrom4([4]byte{192, 0, 2, byte(f.n)})
	case *netip.Prefix:
		*p = netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(f.n)}), 32)
	case *registry.Term:
		*p = registry.Years(1 + f.n%9)
	default:
		return false
	}
	return true
}

func (f *filler) setKind(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("s%d-%d", f.seed, f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.seed*1000 + f.n))
	case reflect.Uint8:
		v.SetUint(uint64(1 + f.n%200))
	case reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(f.seed*1000 + f.n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.set(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			f.set(v.Index(i))
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.set(key)
		f.set(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			f.set(v.Field(i))
		}
	default:
		panic("storetest: cannot fill " + v.Type().String())
	}
}
