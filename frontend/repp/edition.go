package repp

import (
	"mime"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Edition selects the shape of responses, which the original changed without
// changing its version number. It does not affect what a request does.
type Edition string

const (
	Edition2020 Edition = "2020" // the manual
	Edition2026 Edition = "2026" // the original's open-source portals of 2026
)

// edition returns the edition in the Accept header, or the dialect's default.
func edition(c *rest.Call) Edition {
	for accepted := range strings.SplitSeq(strings.Join(c.Request.Header.Values("Accept"), ","), ",") {
		_, params, _ := mime.ParseMediaType(accepted)
		switch e := Edition(params["edition"]); e {
		case Edition2020, Edition2026:
			return e
		}
	}
	return Edition(c.Dialect.Version)
}
