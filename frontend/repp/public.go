package repp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

var publicRoutes = []rest.Route{
	rest.HandleFunc("GET /auctions", "List the names at auction", 200, func(*rest.Call, struct{}) (auctions, error) {
		return auctions{0, []auction{}}, nil
	}, rest.Doc{Tag: public, NoAuth: true, Description: "This registry releases names without auctions, so there is none."}),
	rest.HandleQuery("GET /retained_domains", "List the reserved, blocked and disputed names", 200,
		func(in retainedParams) command.Query[[]object.RetainedName] {
			return object.ListRetainedNames{Status: in.status()}
		}, encodeRetained, rest.Doc{
			Tag: public, NoAuth: true,
			Description: "Of one type, or of all if the type is absent or unknown. The response has an ETag: with If-None-Match it is 304 while nothing has changed.",
		}),
}

// auctions and retained have no envelope: they are public, not EPP-like.
type auctions struct {
	Count    int       `json:"count"`
	Auctions []auction `json:"auctions"`
}

type auction struct {
	Name     string `json:"domain_name"`
	Punycode string `json:"punycode_domain_name"`
}

type retainedParams struct {
	Type string `query:"type" enum:"reserved,blocked,disputed"`
}

func (p retainedParams) status() string {
	switch p.Type {
	case "reserved", "blocked", "disputed":
		return p.Type
	}
	return ""
}

type retained struct {
	Count   int              `json:"count"`
	Domains []retainedDomain `json:"domains"`
}

type retainedDomain struct {
	Name     string `json:"name"`
	Status   string `json:"status" enum:"reserved,blocked,disputed"`
	Punycode string `json:"punycode_name"`
}

func encodeRetained(list []object.RetainedName) retained {
	out := retained{Count: len(list), Domains: make([]retainedDomain, len(list))}
	for i, r := range list {
		out.Domains[i] = retainedDomain{r.Name.Unicode(), r.Status, r.Name.String()}
	}
	return out
}
