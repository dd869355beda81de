package registrant

import (
	"encoding/json"
	"mime"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/face/rest"
)

// An Edition is one of the shapes that answers have had under one version
// number. It decides how something is told, never what is done.
type Edition string

const (
	Seed Edition = "2018" // the manual's
	Head Edition = "2026" // what the open portal of today reads
)

// edition returns what the caller asked for in Accept, or the dialect's own.
func edition(c *rest.Call) Edition {
	for accepted := range strings.SplitSeq(strings.Join(c.Request.Header.Values("Accept"), ","), ",") {
		_, params, _ := mime.ParseMediaType(accepted)
		switch e := Edition(params["edition"]); e {
		case Seed, Head:
			return e
		}
	}
	return Edition(c.Dialect.Version)
}

// An either is an answer in one of the editions.
type either[S, H any] struct{ answer any }

// telling tells v in the edition that the caller wants.
func telling[V, S, H any](c *rest.Call, v V, seed func(V) S, head func(V) H) either[S, H] {
	if edition(c) == Head {
		return either[S, H]{head(v)}
	}
	return either[S, H]{seed(v)}
}

func (e either[S, H]) MarshalJSON() ([]byte, error) { return json.Marshal(e.answer) }

// Schema describes both.
func (either[S, H]) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{r.Schema(reflect.TypeFor[S](), true, ""), r.Schema(reflect.TypeFor[H](), true, "")}}
}
