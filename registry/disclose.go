package registry

import "slices"

// Field is a part of a contact that RDAP and WHOIS show or hide.
type Field string

const (
	FieldHandle     Field = "handle" // ID and ROID
	FieldName       Field = "name"
	FieldOrg        Field = "org"
	FieldStreet     Field = "street"
	FieldCity       Field = "city"
	FieldState      Field = "state"
	FieldPostalCode Field = "postal-code"
	FieldCountry    Field = "country"
	FieldVoice      Field = "voice"
	FieldFax        Field = "fax"
	FieldEmail      Field = "email"
	FieldIdent      Field = "ident" // company registration number; a person's is never shown
)

// Fields lists every Field in the order in which the frontends show them.
var Fields = []Field{
	FieldHandle, FieldName, FieldOrg, FieldStreet, FieldCity, FieldState, FieldPostalCode, FieldCountry,
	FieldVoice, FieldFax, FieldEmail, FieldIdent,
}

// Publication is the part of a policy on what RDAP and WHOIS show.
type Publication struct {
	RDAPProfile bool   // RDAP responses follow ICANN's response profile of February 2024
	WHOISLayout string // WHOIS format: "ee", "fr", "it"; "" is that of ICANN's 2013 registrar agreement

	Persons       []Field // shown of a natural person without consent
	Organizations []Field // shown of an organisation; nil: all
	Consent       []Field // shown of a contact that consents; nil: all
}

// MayShow reports whether f is shown of some contact.
func (p Publication) MayShow(f Field) bool {
	return p.Organizations == nil || p.Consent == nil || slices.Contains(slices.Concat(p.Persons, p.Organizations, p.Consent), f)
}

// PublicContact is the part of a contact that RDAP and WHOIS show. Contact
// contains no other data.
type PublicContact struct {
	Contact Contact
	Person  bool
	Shield  bool    // Contact is the registrar's, in place of a shielded holder's
	Hidden  []Field // fields of the contact that were removed
}

// Disclose returns the public part of c under the policy. Public.Persons or
// Public.Organizations gives the fields shown, c.Disclosure adds to them, and a
// withheld field is never shown. Neither is a person's ident.
func (p Policy) Disclose(c Contact) PublicContact {
	person, choice := c.IsPerson(), c.Disclosure
	shown := p.Public.Organizations
	if shown == nil {
		shown = Fields
	}
	if person || choice.Consent != nil && !*choice.Consent {
		shown = p.Public.Persons
	}
	if choice.Consent != nil && *choice.Consent {
		consented := p.Public.Consent
		if consented == nil {
			consented = Fields
		}
		shown = slices.Concat(shown, consented)
	}
	shown = slices.Concat(shown, disclosedFields(choice.Publish))
	withheld := disclosedFields(choice.Withhold)
	may := func(f Field) bool {
		return slices.Contains(shown, f) && !slices.Contains(withheld, f) && !(person && f == FieldIdent)
	}
	public := c.publicContact(person, may)
	for _, f := range p.ContactFields { // their values are never shown, and withheld with their field
		if f.Public != "" && c.Ext[f.Name] != "" && !may(f.Public) && !slices.Contains(public.Hidden, f.Public) {
			public.Hidden = append(public.Hidden, f.Public)
		}
	}
	return public
}

// disclosedFields returns the fields that RFC 5733 section 2.9 calls by words.
func disclosedFields(words []string) (fields []Field) {
	for _, w := range words {
		if w == "addr" {
			fields = append(fields, FieldStreet, FieldCity, FieldState, FieldPostalCode, FieldCountry)
			continue
		}
		fields = append(fields, Field(w))
	}
	return fields
}

// ShieldContact returns the contact shown for every contact of a shielded domain
// that r sponsors.
func ShieldContact(r Registrar) PublicContact {
	a := r.Address
	a.Name, a.Org = r.Name, r.Name
	return PublicContact{Shield: true, Contact: Contact{Registrar: r.ID, Postal: a, Voice: r.Voice, Email: r.Email}}
}

// Intersect returns the fields that both k and other show of one contact. A
// contact used in several TLDs is looked up by handle under the strictest policy.
func (k PublicContact) Intersect(other PublicContact) PublicContact {
	both := k.Contact.publicContact(k.Person, func(f Field) bool {
		return !slices.Contains(k.Hidden, f) && !slices.Contains(other.Hidden, f)
	})
	for _, f := range Fields {
		if !slices.Contains(both.Hidden, f) && (slices.Contains(k.Hidden, f) || slices.Contains(other.Hidden, f)) {
			both.Hidden = append(both.Hidden, f)
		}
	}
	return both
}

// publicContact returns c with the fields that may reports true for, and the rest
// in Hidden.
func (c Contact) publicContact(person bool, may func(Field) bool) PublicContact {
	public := PublicContact{Person: person, Contact: Contact{
		Number: c.Number, Registrar: c.Registrar, Statuses: c.Statuses,
		Created: c.Created, Updated: c.Updated, Transferred: c.Transferred,
	}}
	for _, f := range contactFields {
		switch {
		case !f.has(c):
		case may(f.field):
			f.copy(&public.Contact, c)
		default:
			public.Hidden = append(public.Hidden, f.field)
		}
	}
	return public
}

// contactField reads and copies one Field of a contact.
type contactField struct {
	field Field
	has   func(Contact) bool
	copy  func(to *Contact, from Contact)
}

var contactFields = []contactField{
	{FieldHandle, func(c Contact) bool { return c.ID != "" }, func(to *Contact, c Contact) { to.ID, to.ROID = c.ID, c.ROID }},
	{FieldName, func(c Contact) bool { return c.Postal.Name != "" }, func(to *Contact, c Contact) { to.Postal.Name, to.OtherPostal.Name = c.Postal.Name, c.OtherPostal.Name }},
	{FieldOrg, func(c Contact) bool { return c.Postal.Org != "" }, func(to *Contact, c Contact) { to.Postal.Org, to.OtherPostal.Org = c.Postal.Org, c.OtherPostal.Org }},
	{FieldStreet, func(c Contact) bool { return len(c.Postal.Street) > 0 }, func(to *Contact, c Contact) {
		to.Postal.Street, to.OtherPostal.Street = c.Postal.Street, c.OtherPostal.Street
	}},
	{FieldCity, func(c Contact) bool { return c.Postal.City != "" }, func(to *Contact, c Contact) { to.Postal.City, to.OtherPostal.City = c.Postal.City, c.OtherPostal.City }},
	{FieldState, func(c Contact) bool { return c.Postal.State != "" }, func(to *Contact, c Contact) {
		to.Postal.State, to.OtherPostal.State = c.Postal.State, c.OtherPostal.State
	}},
	{FieldPostalCode, func(c Contact) bool { return c.Postal.PostalCode != "" }, func(to *Contact, c Contact) {
		to.Postal.PostalCode, to.OtherPostal.PostalCode = c.Postal.PostalCode, c.OtherPostal.PostalCode
	}},
	{FieldCountry, func(c Contact) bool { return c.Postal.Country != "" }, func(to *Contact, c Contact) {
		to.Postal.Country, to.OtherPostal.Country = c.Postal.Country, c.OtherPostal.Country
	}},
	{FieldVoice, func(c Contact) bool { return c.Voice != "" }, func(to *Contact, c Contact) { to.Voice, to.VoiceExt = c.Voice, c.VoiceExt }},
	{FieldFax, func(c Contact) bool { return c.Fax != "" }, func(to *Contact, c Contact) { to.Fax, to.FaxExt = c.Fax, c.FaxExt }},
	{FieldEmail, func(c Contact) bool { return c.Email != "" }, func(to *Contact, c Contact) { to.Email = c.Email }},
	{FieldIdent, func(c Contact) bool { return c.Ident.Code != "" }, func(to *Contact, c Contact) { to.Ident = c.Ident }},
}

// ForOthers returns d as the actors that do not own it may see it: without the
// account, the label, the grace periods and the pending request.
func (d Domain) ForOthers() Domain {
	d.Account, d.Label, d.Graces, d.Pending = "", "", nil, nil
	return d
}
