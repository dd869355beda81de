package repp

import "github.com/cadastre-registry/cadastre/face/rest"

var contactRoutes []rest.Route
