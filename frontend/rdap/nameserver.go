package rdap

import (
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/view/lookup"
)

// nameserver encodes a name server (RFC 9083 section 5.2). If outermost is set, it
// includes the members of the outermost object of a response.
func (enc encoder) nameserver(h lookup.Host, outermost bool) nameserver {
	o := nameserver{
		Class: "nameserver", Handle: h.ROID, LDH: string(h.Name), Unicode: unicodeForm(h.Name), Addresses: addressesOf(h.Addrs),
		Status: []string{"active"}, Events: enc.events(h.Created, h.Updated, h.Transferred, time.Time{}),
		Links: []link{enc.link("self", enc.base+"/nameserver/"+string(h.Name), mediaType)}, Port43: enc.Port43,
	}
	if h.Linked {
		o.Status = append(o.Status, "associated")
	}
	if h.Sponsor.ID != "" {
		o.Entities = []entity{enc.registrar(h.Sponsor, false)}
	}
	if outermost {
		o.top = enc.top()
	}
	return o
}

func addressesOf(all []netip.Addr) *addresses {
	if len(all) == 0 {
		return nil
	}
	var o addresses
	for _, a := range all {
		if a.Is4() {
			o.V4 = append(o.V4, a.String())
		} else {
			o.V6 = append(o.V6, a.String())
		}
	}
	return &o
}
