package ee

import (
	"mime"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Edition selects the shape of responses, which the original changed without
// changing its version number. It does not affect what a request does.
type Edition string

// The editions of the two dialects. Each has its manual's, which is the default,
// and that of 2026.
const (
	Edition2018 Edition = "2018" // the Registrant API's manual
	Edition2020 Edition = "2020" // REPP's manual
	Edition2026 Edition = "2026" // the original's open-source portals of 2026
)

// EditionOf returns the first of the given editions that the Accept header names,
// as in "application/json; edition=2026". If there is none, it returns that of 2026
// to the registrars' portal, which names itself in the header Requester
// (docs/contracts/ee.md section 6), and the dialect's default to others.
func EditionOf(c *rest.Call, editions ...Edition) Edition {
	for accepted := range strings.SplitSeq(strings.Join(c.Request.Header.Values("Accept"), ","), ",") {
		_, params, _ := mime.ParseMediaType(accepted)
		if e := Edition(params["edition"]); slices.Contains(editions, e) {
			return e
		}
	}
	switch c.Request.Header.Get("Requester") {
	case "webclient", "tara":
		return Edition2026
	}
	return Edition(c.Dialect.Version)
}
