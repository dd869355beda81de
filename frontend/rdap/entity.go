package rdap

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// roles maps contact roles to RDAP roles (RFC 9083 section 10.2.4).
var roles = map[registry.ContactRole]string{registry.ContactRegistrant: "registrant", registry.ContactAdmin: "administrative", registry.ContactTech: "technical", registry.ContactBilling: "billing"}

// registrar encodes a registrar, with its abuse contact. Within an object, ICANN's
// profile gives a registrar without an IANA ID the handle "not applicable" (RDAP
// response profile, section 2.4.3).
func (enc encoder) registrar(r registry.Registrar, outermost bool) entity {
	handle := string(r.ID)
	if r.IANA > 0 {
		handle = strconv.Itoa(r.IANA)
	}
	o := entity{
		Class: "entity", Handle: handle, Roles: []string{"registrar"},
		VCard: registrarCard(r),
		Links: []link{enc.link("self", enc.base+"/entity/"+url.PathEscape(handle), mediaType)},
	}
	if enc.profile && !outermost && r.IANA == 0 {
		o.Handle = "not applicable"
	}
	if r.Email != "" || r.Voice != "" {
		o.Entities = []entity{{
			Class: "entity", Roles: []string{"abuse"}, VCard: vcard("Abuse desk of "+r.Name, "group", "", nil, r.Voice, "", r.Email, ""),
		}}
	}
	if r.IANA > 0 {
		o.PublicIDs = []publicID{{"IANA Registrar ID", handle}}
	}
	if about := cmp.Or(r.RDAP, webAddress(r.Website)); about != "" {
		kind := "text/html"
		if r.RDAP != "" {
			kind = mediaType
		}
		o.Links = append(o.Links, link{Value: cmp.Or(r.RDAP, enc.self), Rel: "about", Href: about, Type: kind})
	}
	if outermost {
		o.Events, o.Port43, o.Status = enc.events(r.Created, r.Updated, time.Time{}, time.Time{}), enc.Port43, []string{"active"}
		o.top = enc.top()
	}
	return o
}

func registrarCard(r registry.Registrar) []any {
	var address *registry.Postal
	if r.Address.Country != "" || r.Address.City != "" {
		address = &r.Address
	}
	return vcard(r.Name, "org", "", address, r.Voice, "", r.Email, webAddress(r.Website))
}

// webAddress returns the URL of a registrar's website; https if site has no
// scheme, "" if site is empty.
func webAddress(site string) string {
	if site == "" || strings.Contains(site, "://") {
		return site
	}
	return "https://" + site
}

// contact encodes a contact with its public data. With ICANN's profile a domain's
// contact always has an address, whose redacted parts are empty, and a name that is
// redacted is not replaced.
func (enc encoder) contact(c lookup.Contact) entity {
	p, profile := c.Contact.Postal, enc.profile && c.Role != ""
	fn, kind, org := cmp.Or(p.Name, p.Org), "individual", p.Org
	if profile && slices.Contains(c.Hidden, registry.FieldName) {
		fn = p.Name
	}
	if !c.Person {
		kind = "org"
	}
	address := &p
	if !profile && p.Country == "" && p.City == "" && len(p.Street) == 0 {
		address = nil
	}
	o := entity{
		Class: "entity", Handle: c.Contact.ROID, Roles: []string{roles[c.Role]},
		VCard: vcard(fn, kind, org, address, phoneText(c.Contact.Voice, c.Contact.VoiceExt), phoneText(c.Contact.Fax, c.Contact.FaxExt), c.Contact.Email, ""),
	}
	if c.Role == "" {
		o.Roles = nil
	}
	if o.Handle != "" {
		o.Links = []link{enc.link("self", enc.base+"/entity/"+o.Handle, mediaType)}
	}
	switch {
	case c.Shield:
		o.Remarks = []notice{{Title: "ID Shield", Description: []string{"The holder is not shown; name and address are those of the registrar."}}}
	case len(c.Hidden) > 0:
		o.Remarks = []notice{{Title: "REDACTED FOR PRIVACY", Type: "object redacted due to authorization", Description: []string{"Some of this contact's data is not shown to the public."}}}
	}
	return o
}

// entity encodes a contact that was looked up by its handle.
func (enc encoder) entity(c lookup.Contact) entity {
	o := enc.contact(c)
	o.Status, _ = statuses(statusesOf(c.Contact), nil)
	o.Events, o.Port43 = enc.events(c.Contact.Created, c.Contact.Updated, c.Contact.Transferred, time.Time{}), enc.Port43
	o.top = enc.top()
	for _, f := range mergeAddress(c.Hidden, o) {
		if r, ok := redactionOf(f, "", "$.vcardArray", "Contact"); ok {
			o.Redacted = append(o.Redacted, r.adjustTo(o))
		}
	}
	return o
}

func statusesOf(c registry.Contact) []registry.Status {
	all := []registry.Status{registry.OK}
	for _, s := range c.Statuses {
		all = append(all, s.Status)
	}
	if len(all) > 1 {
		return all[1:]
	}
	return all
}

func phoneText(n, ext string) string {
	if n == "" || ext == "" {
		return n
	}
	return n + ";ext=" + ext
}

// vcard returns a jCard (RFC 7095). It always has fn, even if it is empty (RFC 6350
// section 6.2.1); a nil address and empty texts are left out.
func vcard(fn, kind, org string, address *registry.Postal, voice, fax, email, page string) []any {
	none := map[string]any{}
	props := make([]any, 0, 9)
	props = append(props, []any{"version", none, "text", "4.0"}, []any{"fn", none, "text", fn}, []any{"kind", none, "text", kind})
	if org != "" {
		props = append(props, []any{"org", none, "text", org})
	}
	if address != nil {
		props = append(props, adr(*address))
	}
	if voice != "" {
		props = append(props, []any{"tel", map[string]any{"type": "voice"}, "uri", "tel:" + voice})
	}
	if fax != "" {
		props = append(props, []any{"tel", map[string]any{"type": "fax"}, "uri", "tel:" + fax})
	}
	if email != "" {
		props = append(props, []any{"email", none, "text", email})
	}
	if page != "" {
		props = append(props, []any{"url", none, "uri", page})
	}
	return []any{"vcard", props}
}

// adr returns the jCard property of an address, with the country code in the
// parameter cc (RFC 8605).
func adr(a registry.Postal) []any {
	params := map[string]any{}
	if a.Country != "" {
		params["cc"] = a.Country
	}
	var street any = ""
	switch len(a.Street) {
	case 0:
	case 1:
		street = a.Street[0]
	default:
		street = a.Street
	}
	return []any{"adr", params, "text", []any{"", "", street, a.City, a.State, a.PostalCode, ""}}
}
