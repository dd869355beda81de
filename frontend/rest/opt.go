package rest

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// An Opt is a value that may be absent, null or present. Its zero value is
// absent. In an Out its json tag needs omitzero.
type Opt[T any] struct {
	Set   bool // present, possibly null
	Null  bool
	Value T
}

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{Set: true, Value: v} }

// Null returns an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{Set: true, Null: true} }

// IsZero reports whether o is absent.
func (o Opt[T]) IsZero() bool { return !o.Set }

// Or returns the value, or other when o is absent or null.
func (o Opt[T]) Or(other T) T {
	if !o.Set || o.Null {
		return other
	}
	return o.Value
}

// MarshalJSON encodes the value, or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if !o.Set || o.Null {
		return []byte("null"), nil
	}
	return json.Marshal(o.Value)
}

// UnmarshalJSON decodes a value or null.
func (o *Opt[T]) UnmarshalJSON(b []byte) error {
	*o = Opt[T]{Set: true, Null: isNull(b)}
	if o.Null {
		return nil
	}
	return json.Unmarshal(b, &o.Value)
}

// Schema returns the schema of a nullable T. That of any has no type and allows null
// already; that of a struct is a reference, beside which null is an alternative.
func (Opt[T]) Schema(r huma.Registry) *huma.Schema {
	c := *r.Schema(reflect.TypeFor[T](), true, "")
	switch {
	case c.Ref != "":
		return &huma.Schema{AnyOf: []*huma.Schema{&c, {Type: nullType}}}
	case c.Type == huma.TypeArray:
		c.Extensions = map[string]any{nullable: true}
	}
	c.Nullable = c.Type != ""
	return &c
}

// nullType is the type of null in a schema.
const nullType = "null"

// nullable marks nullable arrays, because huma makes all arrays nullable.
const nullable = "x-nullable"

func (o *Opt[T]) pointers() (set, null *bool, value any) { return &o.Set, &o.Null, &o.Value }

func (*Opt[T]) elemType() reflect.Type { return reflect.TypeFor[T]() }

type optional interface {
	pointers() (set, null *bool, value any)
	elemType() reflect.Type
}
