package tldtest

import (
	"net/netip"
	"reflect"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// checkNoSharedMemory fails if a and b share memory, so that modifying one could
// change the other.
func checkNoSharedMemory(r *rapid.T, a, b any) {
	var pointers []uintptr
	walk(reflect.ValueOf(a), func(v reflect.Value) { pointers = append(pointers, v.Pointer()) })
	walk(reflect.ValueOf(b), func(v reflect.Value) {
		if slices.Contains(pointers, v.Pointer()) {
			r.Fatalf("both share the memory of a %v: %+v", v.Type(), v.Interface())
		}
	})
}

// walk calls found with every non-nil pointer and non-empty slice in v.
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
		if t := v.Type(); t == instant || t == address { // their pointers refer to immutable data
			return
		}
		for i := range v.NumField() {
			walk(v.Field(i), found)
		}
	}
}

var instant, address = reflect.TypeFor[time.Time](), reflect.TypeFor[netip.Addr]()
