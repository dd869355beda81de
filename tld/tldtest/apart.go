package tldtest

import (
	"net/netip"
	"reflect"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// apart makes sure that a and b share no memory: to write on one leaves the
// other alone.
func apart(r *rapid.T, a, b any) {
	var places []uintptr
	walk(reflect.ValueOf(a), func(v reflect.Value) { places = append(places, v.Pointer()) })
	walk(reflect.ValueOf(b), func(v reflect.Value) {
		if slices.Contains(places, v.Pointer()) {
			r.Fatalf("they share the memory of a %v: %+v", v.Type(), v.Interface())
		}
	})
}

// walk calls found with every pointer and every filled slice in v.
func walk(v reflect.Value, found func(v reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			found(v)
			walk(v.Elem(), found)
		}
	case reflect.Slice:
		if v.Len() > 0 {
			found(v)
		}
		for i := range v.Len() {
			walk(v.Index(i), found)
		}
	case reflect.Struct:
		if t := v.Type(); t == instant || t == address { // they point to what nobody writes on
			return
		}
		for i := range v.NumField() {
			walk(v.Field(i), found)
		}
	}
}

var instant, address = reflect.TypeFor[time.Time](), reflect.TypeFor[netip.Addr]()
