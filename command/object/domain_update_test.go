package object

import (
	"reflect"
	"slices"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// Every field of UpdateDomain gives a value for a part of the domain, or is one of
// those that no status prohibits. A new field must be entered here or in changes.
func TestEveryFieldOfAnUpdateBelongsToAPart(t *testing.T) {
	options := []string{"Name", "CreateHosts", "Verified", "AutoRenew", "Label"}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[UpdateDomain]()) {
		var c UpdateDomain
		switch v := reflect.ValueOf(&c).Elem().FieldByIndex(f.Index); v.Kind() {
		case reflect.Pointer:
			v.Set(reflect.New(f.Type.Elem()))
		case reflect.Slice:
			v.Set(reflect.MakeSlice(f.Type, 1, 1))
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Struct: // an Edit
			v.FieldByName("Add").Set(reflect.MakeSlice(v.FieldByName("Add").Type(), 1, 1))
		}
		if got, want := c.changes().Parts != 0, !slices.Contains(options, f.Name); got != want {
			t.Errorf("%s: is a change of the object: %t, want %t", f.Name, got, want)
		}
	}
}

func TestChangesOfAnUpdate(t *testing.T) {
	registrant := registry.ContactID("a")
	c := UpdateDomain{Registrant: &registrant, DS: command.Edit[registry.DS]{Rem: []registry.DS{{}}}}
	got := c.changes()
	if got.Parts != registry.PartRegistrant|registry.PartDNSSEC || got.Registrant != "a" {
		t.Errorf("%+v", got)
	}
}
