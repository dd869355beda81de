package registry_test

import (
	"encoding/json"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestAuthorsAreStoredAsText(t *testing.T) {
	for text, want := range map[string]registry.Author{
		`"12-CAD@best-names"`: {Registrar: "best-names", User: "12-CAD"},
		`"best-names"`:        {Registrar: "best-names"},
		`"12-CAD"`:            {User: "12-CAD"}, // of a row without the registrar
		`""`:                  {},
	} {
		var got registry.Author
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", text, got, err, want)
		}
		if out, err := json.Marshal(want); err != nil || string(out) != text {
			t.Errorf("%+v: %s, %v, want %s", want, out, err, text)
		}
	}
}
