package repp

import (
	"net/netip"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var addressRoutes = requireRole(registry.RoleSuper,
	rest.HandleQuery("GET /white_ips", "List the addresses that users may connect from", 200,
		func(struct{}) command.Query[accessList] { return accessListQuery{} },
		func(a accessList) answer[addressList] {
			ips := encodeAddresses(a)
			return success(addressList{ips, len(ips)})
		}, addressDoc("While the list has no committed address for the interface api, or the registry does not apply it, users may connect from any address.")),
	rest.HandleFunc("GET /white_ips/{id}", "Show an address", 200, showAddress, addressDoc("With the interfaces that it opens.")),
	rest.HandleFunc("POST /white_ips", "Allow an address", 200, func(c *rest.Call, in addressBody) (answer[addressDone], error) {
		a, err := rest.Do(c, access.AddAccess{Address: in.IP.Address, Interfaces: in.IP.Interfaces})
		return encodeAddressDone(a), err
	}, addressDoc("An IPv4 address or range, an IPv6 address or a /64: 256 addresses in all. One for the interface api has to be committed by the registry. "+
		"Where the registry applies the list, one that leaves out the address of the request is refused: add your own first.")),
	rest.HandleFunc("PUT /white_ips/{id}", "Change an address", 200, func(c *rest.Call, in addressChange) (answer[addressDone], error) {
		a, err := rest.Do(c, access.UpdateAccess{ID: in.ID, Address: in.IP.Address, Interfaces: in.IP.Interfaces})
		return encodeAddressDone(a), err
	}, addressDoc("An address for the interface api has to be committed again.")),
	rest.HandleFunc("DELETE /white_ips/{id}", "Remove an address", 200, func(c *rest.Call, in idPath) (answer[nothing], error) {
		_, err := rest.Do(c, access.RemoveAccess{ID: in.ID})
		return success(nothing{}), err
	}, addressDoc("With effect from the next call on.")),
)

// addressDoc returns the documentation of an address route. An unknown address
// is refused with 404.
func addressDoc(text string) rest.Doc {
	return rest.Doc{Tag: users, Description: text, Refusals: map[string]rest.Refusal{
		"access-absent": refusal(404, 2303, "Object does not exist"),
		"syntax":        refusal(400, 2005, "IP address is invalid [{field}]"),
		"there":         refusal(400, 2302, "Object already exists [{field}]"),
		"too-many":      refusal(400, 2306, "Total number of IPs exceeds the limit of {value}"),
		"own-access":    refusal(400, 2306, "Parameter value policy error: the list would leave out {value}, the address of this request; add it first [address]"),
	}}
}

// interfaces lists what an address or a certificate can be used for.
var interfaces = []registry.Interface{registry.InterfaceAPI, registry.InterfacePortal}

// idPath is the path parameter of a request about one numbered object.
type idPath struct {
	ID int64 `path:"id"`
}

type addressBody struct {
	IP struct {
		Address    string               `json:"address" example:"127.0.0.1"`
		Interfaces []registry.Interface `json:"interfaces" enum:"api,registrar"`
	} `json:"white_ip"`
}

type addressChange struct {
	idPath
	IP struct {
		Address    string               `json:"address,omitempty" example:"2001:db8::/64"`
		Interfaces []registry.Interface `json:"interfaces,omitempty" enum:"api,registrar"`
	} `json:"white_ip"`
}

type addressList struct {
	IPs   []whiteIP `json:"ips"`
	Count int       `json:"count"`
}

type whiteIP struct {
	ID         int64                `json:"id"`
	Registrar  int64                `json:"registrar_id"`
	IPv4       rest.Opt[string]     `json:"ipv4"`
	IPv6       rest.Opt[string]     `json:"ipv6"`
	Interfaces []registry.Interface `json:"interfaces"`
	Created    ee.LocalTime         `json:"created_at"`
	Updated    ee.LocalTime         `json:"updated_at"`
	Creator    rest.Opt[string]     `json:"creator_str"`
	Updator    rest.Opt[string]     `json:"updator_str"`
	Committed  bool                 `json:"committed" doc:"Whether the registry has approved it; always true for the interface registrar alone"`
}

// accessList is a registrar with its address list. authors holds the users who
// may have created or changed an entry.
type accessList struct {
	registrar registry.Registrar
	authors   access.RegistrarUser
}

type accessListQuery struct{}

func (accessListQuery) Answer(s *command.Snapshot) (a accessList, err error) {
	if a.registrar, err = (access.ListAccess{}).Answer(s); err != nil {
		return a, err
	}
	members, err := access.ListRegistrarUsers{}.Answer(s)
	if len(members) > 0 {
		a.authors = members[0]
	}
	return a, err
}

func encodeAddresses(list accessList) []whiteIP {
	all := make([]whiteIP, len(list.registrar.Access))
	for i, a := range list.registrar.Access {
		all[i] = encodeAddress(a, list)
	}
	return all
}

func encodeAddress(a registry.Access, list accessList) whiteIP {
	ip := whiteIP{
		ID: a.ID, Registrar: list.registrar.Number, IPv4: rest.Null[string](), IPv6: rest.Null[string](), Interfaces: a.Interfaces,
		Created: ee.LocalTime(a.Created), Updated: ee.LocalTime(a.Updated), Creator: authorOf(list.authors, a.CreatedBy), Updator: authorOf(list.authors, a.UpdatedBy),
		Committed: !a.Waiting,
	}
	if a.Updated.IsZero() {
		ip.Updated = ip.Created
	}
	if text := rest.Some(prefixText(a.Prefix)); a.Prefix.Addr().Is4() {
		ip.IPv4 = text
	} else {
		ip.IPv6 = text
	}
	return ip
}

func prefixText(p netip.Prefix) string {
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

type addressShown struct {
	IP         whiteIP              `json:"ip"`
	Interfaces []registry.Interface `json:"interfaces"`
}

func showAddress(c *rest.Call, in idPath) (answer[addressShown], error) {
	a, err := rest.Ask(c, access.AccessInfo{ID: in.ID})
	if err != nil {
		return answer[addressShown]{}, err
	}
	list, err := rest.Ask(c, accessListQuery{})
	return success(addressShown{encodeAddress(a, list), interfaces}), err
}

type addressDone struct {
	IP identified `json:"ip"`
}

type identified struct {
	ID int64 `json:"id"`
}

func encodeAddressDone(a registry.Access) answer[addressDone] {
	return success(addressDone{identified{a.ID}})
}
