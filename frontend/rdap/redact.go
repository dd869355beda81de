package rdap

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// redactions lists the redacted fields of a domain's contacts (RFC 9537). entities
// are those of the response: the registrar first, then the contacts.
func redactions(d lookup.Domain, entities []entity) (all []redaction) {
	for i, c := range d.Contacts {
		at := i + 1
		path := fmt.Sprintf("$.entities[%d]", at)
		if isOnly(d.Contacts, c.Role) {
			path = fmt.Sprintf("$.entities[?(@.roles[0]=='%s')]", roles[c.Role])
		}
		for _, f := range mergeAddress(redactedFields(d, c, entities[at]), entities[at]) {
			if r, ok := redactionOf(f, path, path+".vcardArray", fieldPrefix[c.Role]); ok {
				all = append(all, r.adjustTo(entities[at]))
			}
		}
	}
	return all
}

// fieldAddress stands for a whole address that is redacted.
const fieldAddress registry.Field = "addr"

// mergeAddress returns the fields with the parts of an address replaced by
// fieldAddress, if o has no address.
func mergeAddress(all []registry.Field, o entity) []registry.Field {
	if _, ok := o.prop("adr"); ok {
		return all
	}
	parts := []registry.Field{registry.FieldStreet, registry.FieldCity, registry.FieldState, registry.FieldPostalCode, registry.FieldCountry}
	isPart := func(f registry.Field) bool { return slices.Contains(parts, f) }
	i := slices.IndexFunc(all, isPart)
	if i < 0 {
		return all
	}
	merged := slices.Clone(all)
	merged[i] = fieldAddress
	return slices.DeleteFunc(merged, isPart)
}

// isOnly reports whether exactly one contact has the role.
func isOnly(all []lookup.Contact, role registry.ContactRole) bool {
	n := 0
	for _, c := range all {
		if c.Role == role {
			n++
		}
	}
	return n == 1
}

// profileFields lists the fields of which ICANN's profile demands either the value or
// its redaction (RDAP response profile, sections 2.7.4 and 2.7.6).
var profileFields = []registry.Field{
	registry.FieldHandle, registry.FieldName, registry.FieldOrg, registry.FieldStreet, registry.FieldCity, registry.FieldPostalCode,
	registry.FieldVoice, registry.FieldEmail,
}

// redactedFields returns the fields of c to list as redacted in its entity o. With the
// profile, absent fields are listed, too, so that the list does not reveal which data
// exists.
func redactedFields(d lookup.Domain, c lookup.Contact, o entity) []registry.Field {
	if !d.Policy.Public.RDAPProfile {
		return c.Hidden
	}
	all := slices.Clone(c.Hidden)
	for _, f := range profileFields {
		if !slices.Contains(all, f) && !o.shows(f, c.Contact) {
			all = append(all, f)
		}
	}
	return all
}

// shows reports whether o, the entity of c, has a value of a field of profileFields.
func (o entity) shows(f registry.Field, c registry.Contact) bool {
	switch f {
	case registry.FieldHandle:
		return o.Handle != ""
	case registry.FieldName:
		fn, _ := o.prop("fn")
		return fn != ""
	case registry.FieldOrg:
		return c.Postal.Org != ""
	case registry.FieldStreet:
		return len(c.Postal.Street) > 0
	case registry.FieldCity:
		return c.Postal.City != ""
	case registry.FieldPostalCode:
		return c.Postal.PostalCode != ""
	case registry.FieldVoice:
		return c.Voice != ""
	}
	return c.Email != ""
}

// fieldPrefix maps roles to the prefix of the names of redacted fields (RFC 9537
// section 6.2).
var fieldPrefix = map[registry.ContactRole]string{registry.ContactRegistrant: "Registrant", registry.ContactAdmin: "Admin", registry.ContactTech: "Tech", registry.ContactBilling: "Billing"}

// ianaNames lists the names of redacted fields in IANA's registry.
var ianaNames = []string{
	"Registry Registrant ID", "Registrant Name", "Registrant Organization", "Registrant Street", "Registrant City", "Registrant Postal Code",
	"Registrant Phone", "Registrant Fax", "Registrant Email", "Registry Tech ID", "Tech Name", "Tech Phone", "Tech Email",
}

// fieldPaths maps fields to their names and to their paths in the entity (in) or
// in its jCard (card).
var fieldPaths = map[registry.Field]struct{ name, in, card string }{
	registry.FieldHandle:     {"ID", ".handle", ""},
	registry.FieldName:       {"Name", "", "[1][?(@[0]=='fn')][3]"},
	registry.FieldOrg:        {"Organization", "", "[1][?(@[0]=='org')]"},
	registry.FieldStreet:     {"Street", "", "[1][?(@[0]=='adr')][3][2]"},
	registry.FieldCity:       {"City", "", "[1][?(@[0]=='adr')][3][3]"},
	registry.FieldState:      {"State/Province", "", "[1][?(@[0]=='adr')][3][4]"},
	registry.FieldPostalCode: {"Postal Code", "", "[1][?(@[0]=='adr')][3][5]"},
	registry.FieldCountry:    {"Country", "", "[1][?(@[0]=='adr')][1].cc"},
	fieldAddress:             {"Address", "", "[1][?(@[0]=='adr')]"},
	registry.FieldVoice:      {"Phone", "", "[1][?(@[1].type=='voice')]"},
	registry.FieldFax:        {"Fax", "", "[1][?(@[1].type=='fax')]"},
	registry.FieldEmail:      {"Email", "", "[1][?(@[0]=='email')]"},
}

// redactionOf returns the redaction of a field by removal. object and card are the
// paths of the entity and of its jCard, owner is the prefix of the name. It
// returns false for a field that RDAP never shows.
func redactionOf(f registry.Field, object, card, owner string) (redaction, bool) {
	where, ok := fieldPaths[f]
	if !ok {
		return redaction{}, false
	}
	name := owner + " " + where.name
	path := card + where.card
	if where.in != "" {
		name, path = "Registry "+owner+" ID", object+where.in
		if object == "" {
			path = "$" + where.in
		}
	}
	r := redaction{Name: redactedName{Description: name}, PrePath: path, PathLang: "jsonpath", Method: "removal", Reason: &redactedName{Description: "Server policy"}}
	if slices.Contains(ianaNames, name) {
		r.Name = redactedName{Type: name}
	}
	if f == registry.FieldName { // a jCard must have fn
		r.PrePath, r.PostPath, r.Method = "", path, "emptyValue"
	}
	return r, true
}

// adjustTo returns r with the method that was used in o: the value may be empty or
// replaced instead of removed.
func (r redaction) adjustTo(o entity) redaction {
	switch {
	case r.Method == "emptyValue":
		if fn, _ := o.prop("fn"); fn != "" {
			r.Method = "replacementValue"
		}
	case len(r.PrePath) > 6 && r.PrePath[len(r.PrePath)-6:len(r.PrePath)-3] == "[3]": // a part of adr
		if _, ok := o.prop("adr"); ok {
			r.PrePath, r.PostPath, r.Method = "", r.PrePath, "emptyValue"
		}
	}
	return r
}

// prop returns the value of a property of o's jCard, if it has one.
func (o entity) prop(name string) (value any, ok bool) {
	for _, p := range o.VCard[1].([]any) {
		if p := p.([]any); p[0] == name {
			return p[3], true
		}
	}
	return nil, false
}
