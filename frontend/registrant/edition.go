package registrant

import (
	"encoding/json"
	"mime"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Edition selects the shape of responses, which the original changed without
// changing its version number. It does not affect what a request does.
type Edition string

const (
	Edition2018 Edition = "2018" // the manual
	Edition2026 Edition = "2026" // the original's open-source portal of 2026
)

// edition returns the edition in the Accept header, or the dialect's default.
func edition(c *rest.Call) Edition {
	for accepted := range strings.SplitSeq(strings.Join(c.Request.Header.Values("Accept"), ","), ",") {
		_, params, _ := mime.ParseMediaType(accepted)
		switch e := Edition(params["edition"]); e {
		case Edition2018, Edition2026:
			return e
		}
	}
	return Edition(c.Dialect.Version)
}

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
