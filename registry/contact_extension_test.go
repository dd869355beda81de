package registry_test

import (
	"maps"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestExtensionsAreNotChangedInPlace(t *testing.T) {
	old := registry.Extension{"a": "1", "b": "2"}
	got := old.Merge(registry.Extension{"a": "", "c": "3"})
	if want := (registry.Extension{"b": "2", "c": "3"}); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if want := (registry.Extension{"a": "1", "b": "2"}); !maps.Equal(old, want) {
		t.Errorf("the old value became %v", old)
	}
	if got := old.With("a", "").With("b", ""); got != nil {
		t.Errorf("without values: %v, want nil", got)
	}
	if got := registry.Extension(nil).With("a", "1"); got["a"] != "1" {
		t.Errorf("of nil: %v", got)
	}
}

func TestThePolicyChecksAndReadsItsContactFields(t *testing.T) {
	yes := true
	p := registry.Policy{ContactFields: []registry.ContactField{{
		Name: "kind", Public: registry.FieldIdent,
		Check: func(v string) error {
			if v != "person" {
				return registry.ErrRange.On("kind", v)
			}
			return nil
		},
		NaturalPerson: func(string) *bool { return &yes },
	}}}
	all := []registry.Policy{{}, p}
	c := registry.Contact{Postal: registry.Postal{Org: "Example Works"}, Ext: registry.Extension{"kind": "person", "of another": "x"}}
	c, err := c.WithExtension(all)
	if err != nil || !c.IsPerson() {
		t.Errorf("a person: %v, %v", c.IsPerson(), err)
	}
	if hidden := p.Disclose(c).Hidden; len(hidden) == 0 || hidden[len(hidden)-1] != registry.FieldIdent {
		t.Errorf("hidden are %v, want the ident too", hidden)
	}
	c.Ext = c.Ext.With("kind", "")
	if c, err = c.WithExtension(all); err != nil || c.IsPerson() {
		t.Errorf("without the field: %v, %v", c.IsPerson(), err)
	}
	c.Ext = c.Ext.With("kind", "ship")
	_, err = c.WithExtension(all)
	checkField(t, "a wrong value", err, registry.ErrRange, "kind")
}

func TestContactsOfOlderDocumentsKeepTheirFields(t *testing.T) {
	for _, doc := range []string{
		`{"id":"c-1","entity_type":1,"nationality":"IT","reg_code":"1","school_code":"2","voice_as":"3","fax_as":"4"}`,
		`{"v":1,"id":"c-1","entity_type":1,"nationality":"IT","reg_code":"1","school_code":"2","voice_as":"3","fax_as":"4"}`,
		`{"v":2,"id":"c-1","natural_person":true,"ext":{"entitytype":"1","nationality":"IT","regcode":"1","schoolcode":"2","voice_as":"3","fax_as":"4"}}`,
	} {
		var c registry.Contact
		if err := registry.DecodeDocument([]byte(doc), &c); err != nil {
			t.Fatal(err)
		}
		want := registry.Extension{"entitytype": "1", "nationality": "IT", "regcode": "1", "schoolcode": "2", "voice_as": "3", "fax_as": "4"}
		if !maps.Equal(c.Ext, want) || c.NaturalPerson == nil || !*c.NaturalPerson {
			t.Errorf("%s: got %v, %v", doc, c.Ext, c.NaturalPerson)
		}
	}
}
