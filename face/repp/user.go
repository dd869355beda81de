package repp

import "github.com/cadastre-registry/cadastre/face/rest"

var userRoutes []rest.Route
