package repp

import (
	"mime"
	"strings"

	"github.com/cadastre-registry/cadastre/face/rest"
)

// An Edition is one of the shapes that answers have had under one version
// number. It decides how something is told, never what is done.
type Edition string

const (
	Seed Edition = "2020" // the manual's
	Head Edition = "2026" // what the open portals of today read
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
