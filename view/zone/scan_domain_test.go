package zone

import (
	"errors"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestScanReadsDocumentsOfThisAndOlderVersions(t *testing.T) {
	for _, doc := range []string{`{"name":"a.example","phase":"active"}`, `{"v":1,"name":"a.example","phase":"active"}`} {
		if d, err := scanDomain(doc); err != nil || d.Name != "a.example" || d.Phase != registry.Active {
			t.Errorf("%s: got %+v, %v", doc, d, err)
		}
	}
	var newer *registry.DocumentVersionError
	if _, err := scanDomain(`{"v":99,"name":"a.example"}`); !errors.As(err, &newer) || newer.Version != 99 {
		t.Errorf("version 99: got %v", err)
	}
}
