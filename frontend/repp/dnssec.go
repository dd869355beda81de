package repp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var keyRoutes = []rest.Route{
	rest.HandleFunc("GET /domains/{name}/dnssec", "List the DNSSEC keys of a domain", 200, listKeys, rest.Doc{
		Tag: domains, Description: "As DNSKEY records have them (RFC 4034 section 2).",
	}),
	rest.HandleFunc("POST /domains/{name}/dnssec", "Add DNSSEC keys to a domain", 200,
		func(c *rest.Call, in keysBody) (answer[nameOnly], error) {
			return applyUpdate(c, in.Name, object.UpdateDomain{Keys: command.Edit[registry.Key]{Add: in.keys()}})
		}, rest.Doc{Tag: domains, Description: "The registry computes the DS records of the keys."}),
	rest.HandleFunc("DELETE /domains/{name}/dnssec", "Remove DNSSEC keys from a domain", 200,
		func(c *rest.Call, in keysBody) (answer[nameOnly], error) {
			return applyUpdate(c, in.Name, object.UpdateDomain{Keys: command.Edit[registry.Key]{Rem: in.keys()}})
		}, rest.Doc{Tag: domains, Description: "Each key is named by all of its members.", Refusals: map[string]rest.Refusal{"not-there": refusal(404, 2303, "Object does not exist")}}),
}

// givenKey is a DNSKEY in a request.
type givenKey struct {
	Flags     int    `json:"flags" lax:"true" example:"257"`
	Algorithm int    `json:"alg" lax:"true" example:"13"`
	Protocol  int    `json:"protocol" lax:"true" example:"3"`
	PublicKey string `json:"public_key"`
	Action    string `json:"action,omitempty" enum:"add,rem" doc:"In PUT /domains/{name}: add or remove it"`
}

func (k givenKey) key() registry.Key {
	return registry.Key{Flags: k.Flags, Protocol: k.Protocol, Algorithm: k.Algorithm, PublicKey: strings.Join(strings.Fields(k.PublicKey), "")}
}

type keysBody struct {
	domainPath
	Keys []givenKey `json:"dns_keys"`
}

func (in keysBody) keys() (all []registry.Key) {
	for _, k := range in.Keys {
		all = append(all, k.key())
	}
	return all
}

type keyList struct {
	Keys []plainKey `json:"dns_keys"`
}

type plainKey struct {
	Flags     int    `json:"flags" example:"257"`
	Algorithm int    `json:"alg" example:"13"`
	Protocol  int    `json:"protocol" example:"3"`
	PublicKey string `json:"public_key"`
}

func listKeys(c *rest.Call, in domainPath) (answer[keyList], error) {
	d, err := ownDomain(c, in.Name)
	out := keyList{[]plainKey{}}
	for _, k := range d.DNSSEC.Keys {
		out.Keys = append(out.Keys, plainKey{k.Flags, k.Algorithm, k.Protocol, k.PublicKey})
	}
	return success(out), err
}
