package repp

import "github.com/cadastre-registry/cadastre/face/rest"

var domainRoutes []rest.Route
