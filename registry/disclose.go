package registry

import "slices"

// A Field is a part of a contact that the public sees or does not.
type Field string

const (
	FieldHandle     Field = "handle" // which contact it is
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
	FieldIdent      Field = "ident" // number in a register of companies; a person's is never shown
)

// Fields are all that a contact has, in the order in which faces tell them.
var Fields = []Field{
	FieldHandle, FieldName, FieldOrg, FieldStreet, FieldCity, FieldState, FieldPostalCode, FieldCountry,
	FieldVoice, FieldFax, FieldEmail, FieldIdent,
}

// A Publication is what one TLD shows the public, in RDAP and WHOIS.
type Publication struct {
	Profile bool   // answers follow ICANN's RDAP response profile of February 2024
	Layout  string // of WHOIS: "ee", "it"; "" is that of ICANN's 2013 registrar agreement

	Persons       []Field // shown of a natural person without its word
	Organizations []Field // shown of all others; nil: all
	Consent       []Field // shown of who consents to be published; nil: all
}

// A Card is what the public may see of a contact. Contact has nothing else in
// it.
type Card struct {
	Contact Contact
	Person  bool
	Shield  bool    // the sponsor's own address stands in for a holder who is not shown
	Hidden  []Field // what the contact has and the card does not
}

// Disclose returns what the public may see of c here. A person is hidden and an
// organisation shown as the TLD says; c's own word goes before that, and what c
// withholds before all else. Of a person's ident nothing is ever shown.
func (p Policy) Disclose(c Contact) Card {
	person, say := c.Person(), c.Disclosure
	shown := p.Public.Organizations
	if shown == nil {
		shown = Fields
	}
	if person || say.Consent != nil && !*say.Consent {
		shown = p.Public.Persons
	}
	if say.Consent != nil && *say.Consent {
		agreed := p.Public.Consent
		if agreed == nil {
			agreed = Fields
		}
		shown = slices.Concat(shown, agreed)
	}
	shown = slices.Concat(shown, meant(say.Publish))
	withheld := meant(say.Withhold)
	return c.show(person, func(f Field) bool {
		return slices.Contains(shown, f) && !slices.Contains(withheld, f) && !(person && f == FieldIdent)
	})
}

// meant are the fields of RFC 5733's words for them (section 2.9).
func meant(words []string) (fields []Field) {
	for _, w := range words {
		if w == "addr" {
			fields = append(fields, FieldStreet, FieldCity, FieldState, FieldPostalCode, FieldCountry)
			continue
		}
		fields = append(fields, Field(w))
	}
	return fields
}

// ShieldOf returns the card that stands for every contact of a shielded name: r
// is the name's sponsor, whose storefront forwards what comes.
func ShieldOf(r Registrar) Card {
	a := r.Address
	a.Name, a.Org = r.Name, r.Name
	return Card{Shield: true, Contact: Contact{Registrar: r.ID, Postal: a, Voice: r.Voice, Email: r.Email}}
}

// Meet returns what both cards of one contact show: a contact that is in use in
// several TLDs is shown, by its handle, as the strictest of them has it.
func (k Card) Meet(other Card) Card {
	met := k.Contact.show(k.Person, func(f Field) bool {
		return !slices.Contains(k.Hidden, f) && !slices.Contains(other.Hidden, f)
	})
	for _, f := range Fields {
		if !slices.Contains(met.Hidden, f) && (slices.Contains(k.Hidden, f) || slices.Contains(other.Hidden, f)) {
			met.Hidden = append(met.Hidden, f)
		}
	}
	return met
}

// show returns the card with the fields of c that may be seen.
func (c Contact) show(person bool, may func(Field) bool) Card {
	card := Card{Person: person, Contact: Contact{
		Number: c.Number, Registrar: c.Registrar, Statuses: c.Statuses,
		Created: c.Created, Updated: c.Updated, Transferred: c.Transferred,
	}}
	for _, part := range parts {
		switch {
		case !part.has(c):
		case may(part.field):
			part.copy(&card.Contact, c)
		default:
			card.Hidden = append(card.Hidden, part.field)
		}
	}
	return card
}

// A part says where a field stands in a contact.
type part struct {
	field Field
	has   func(Contact) bool
	copy  func(to *Contact, from Contact)
}

var parts = []part{
	{FieldHandle, func(c Contact) bool { return c.ID != "" }, func(to *Contact, c Contact) { to.ID, to.ROID = c.ID, c.ROID }},
	{FieldName, func(c Contact) bool { return c.Postal.Name != "" }, func(to *Contact, c Contact) { to.Postal.Name, to.Other.Name = c.Postal.Name, c.Other.Name }},
	{FieldOrg, func(c Contact) bool { return c.Postal.Org != "" }, func(to *Contact, c Contact) { to.Postal.Org, to.Other.Org = c.Postal.Org, c.Other.Org }},
	{FieldStreet, func(c Contact) bool { return len(c.Postal.Street) > 0 }, func(to *Contact, c Contact) { to.Postal.Street, to.Other.Street = c.Postal.Street, c.Other.Street }},
	{FieldCity, func(c Contact) bool { return c.Postal.City != "" }, func(to *Contact, c Contact) { to.Postal.City, to.Other.City = c.Postal.City, c.Other.City }},
	{FieldState, func(c Contact) bool { return c.Postal.State != "" }, func(to *Contact, c Contact) { to.Postal.State, to.Other.State = c.Postal.State, c.Other.State }},
	{FieldPostalCode, func(c Contact) bool { return c.Postal.PostalCode != "" }, func(to *Contact, c Contact) {
		to.Postal.PostalCode, to.Other.PostalCode = c.Postal.PostalCode, c.Other.PostalCode
	}},
	{FieldCountry, func(c Contact) bool { return c.Postal.Country != "" }, func(to *Contact, c Contact) { to.Postal.Country, to.Other.Country = c.Postal.Country, c.Other.Country }},
	{FieldVoice, func(c Contact) bool { return c.Voice != "" }, func(to *Contact, c Contact) { to.Voice, to.VoiceExt = c.Voice, c.VoiceExt }},
	{FieldFax, func(c Contact) bool { return c.Fax != "" }, func(to *Contact, c Contact) { to.Fax, to.FaxExt = c.Fax, c.FaxExt }},
	{FieldEmail, func(c Contact) bool { return c.Email != "" }, func(to *Contact, c Contact) { to.Email = c.Email }},
	{FieldIdent, func(c Contact) bool { return c.Ident.Code != "" || c.RegCode != "" }, func(to *Contact, c Contact) { to.Ident, to.RegCode = c.Ident, c.RegCode }},
}
