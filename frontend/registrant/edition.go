package registrant

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// The editions of the Registrant API.
const (
	Edition2018 = ee.Edition2018 // the manual
	Edition2026 = ee.Edition2026 // the original's open-source portal
)

// edition returns the edition in the Accept header, or the dialect's default.
func edition(c *rest.Call) ee.Edition { return ee.EditionOf(c, Edition2018, Edition2026) }

// editionBody is a response body in one of the two editions: S in 2018, H in
// 2026.
type editionBody[S, H any] struct{ body any }

// encodeEdition encodes v in the edition of the request.
func encodeEdition[V, S, H any](c *rest.Call, v V, encode2018 func(V) S, encode2026 func(V) H) editionBody[S, H] {
	if edition(c) == Edition2026 {
		return editionBody[S, H]{encode2026(v)}
	}
	return editionBody[S, H]{encode2018(v)}
}

func (e editionBody[S, H]) MarshalJSON() ([]byte, error) { return json.Marshal(e.body) }

// Schema returns the OpenAPI schema: one of the two editions.
func (editionBody[S, H]) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{r.Schema(reflect.TypeFor[S](), true, ""), r.Schema(reflect.TypeFor[H](), true, "")}}
}
