package registry

import "time"

// ContactID is a contact's handle: 3 to 16 characters in RFC 5733, longer
// where a dialect prefixes it with the registrar's code.
type ContactID string

// ContactRole is the role of a contact in a domain.
type ContactRole string

const (
	ContactRegistrant ContactRole = "registrant"
	ContactAdmin      ContactRole = "admin"
	ContactTech       ContactRole = "tech"
	ContactBilling    ContactRole = "billing"
)

// Postal is a postal address with name and organisation (RFC 5733 section 2.4).
type Postal struct {
	Name       string   `json:"name,omitempty"`
	Org        string   `json:"org,omitempty"`
	Street     []string `json:"street,omitempty"` // at most three lines
	City       string   `json:"city,omitempty"`
	State      string   `json:"state,omitempty"` // sp: state or province; "MI" in Italy, "US-CA" in ISO 3166-2
	PostalCode string   `json:"postal_code,omitempty"`
	Country    string   `json:"country,omitempty"` // ISO 3166-1 alpha-2, upper case
}

// Contact is a person or an organisation (RFC 5733), with an identity in a
// national register and the fields that policies add.
type Contact struct {
	ID        ContactID   `json:"id"`
	ROID      string      `json:"roid"`
	Number    int64       `json:"number"`
	UUID      string      `json:"uuid"`
	Registrar RegistrarID `json:"registrar"`
	Account   AccountID   `json:"account,omitempty"`

	Postal      Postal `json:"postal"`
	PostalForm  string `json:"form,omitempty"` // type of Postal: "loc" or "int" (ASCII only); "" is "loc"
	OtherPostal Postal `json:"other,omitzero"` // the same address in the other form, if given

	Title  string `json:"title,omitempty"` // parts of Postal.Name, where a dialect has them
	First  string `json:"first,omitempty"`
	Middle string `json:"middle,omitempty"`
	Last   string `json:"last,omitempty"`

	Voice    string `json:"voice,omitempty"` // "+39.0212345678" (ITU E.164, RFC 5733 section 2.5)
	VoiceExt string `json:"voice_ext,omitempty"`
	Fax      string `json:"fax,omitempty"`
	FaxExt   string `json:"fax_ext,omitempty"`
	Email    string `json:"email,omitempty"`

	Ident         Ident     `json:"ident,omitzero"`
	Ext           Extension `json:"ext,omitempty"`            // fields that policies add (Policy.ContactFields)
	NaturalPerson *bool     `json:"natural_person,omitempty"` // what Ext says; nil: nothing

	Disclosure Disclosure    `json:"disclosure,omitzero"`
	Statuses   []StatusEntry `json:"statuses,omitempty"` // as set; AllStatuses adds the derived ones
	Verified   time.Time     `json:"verified,omitzero"`
	Identity   Verification  `json:"identity,omitzero"` // state of the eID verification

	Created     time.Time `json:"created"`
	CreatedBy   Author    `json:"created_by,omitzero"`
	Updated     time.Time `json:"updated,omitzero"`
	UpdatedBy   Author    `json:"updated_by,omitzero"`
	Transferred time.Time `json:"transferred,omitzero"`
	Transfer    *Transfer `json:"transfer,omitempty"`

	AuthInfo []byte `json:"-"` // encrypted; nil: none. Never in the change log
}

// Ident identifies a person or company in a national register (.ee).
type Ident struct {
	Code    string    `json:"code"`
	Type    IdentType `json:"type"`
	Country string    `json:"country"` // ISO 3166-1 alpha-2
}

// IdentType is the type of an Ident's code.
type IdentType string

const (
	IdentPerson   IdentType = "priv"     // a national identification number
	IdentOrg      IdentType = "org"      // a number in a trade register
	IdentBirthday IdentType = "birthday" // YYYY-MM-DD
)

// Disclosure is a contact's choice of the fields that RDAP and WHOIS show. The
// zero Disclosure leaves it to the TLD's policy.
type Disclosure struct {
	Publish  []string `json:"publish,omitempty"`  // shown although the policy hides: "name", "org", "addr", "voice", "fax", "email"
	Withhold []string `json:"withhold,omitempty"` // hidden although the policy shows
	Consent  *bool    `json:"consent,omitempty"`  // .it: consentforpublishing; .ee: registrant_publishable
}

// IsPerson reports whether c is a natural person, judged by ident type, extension,
// or the absence of an organisation. A person's data is hidden by default.
func (c Contact) IsPerson() bool {
	switch {
	case c.Ident.Type != "":
		return c.Ident.Type != IdentOrg
	case c.NaturalPerson != nil:
		return *c.NaturalPerson
	}
	return c.Postal.Org == ""
}
