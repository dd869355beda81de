package repp

import (
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// The editions of REPP.
const (
	Edition2020 = ee.Edition2020 // the manual
	Edition2026 = ee.Edition2026 // the original's open-source portals
)

// edition returns the edition in the Accept header, or the dialect's default.
func edition(c *rest.Call) ee.Edition { return ee.EditionOf(c, Edition2020, Edition2026) }
