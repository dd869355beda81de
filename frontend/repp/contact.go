package repp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var contactRoutes = requireRole(registry.RoleEPP,
	listContactsRoute, showContactRoute, checkContactRoute, searchContactsRoute, searchContactRoute,
	createContactRoute, updateContactRoute, deleteContactRoute)

// contactTLD is the TLD whose policy validates contacts when they are created or
// changed.
const contactTLD = "ee"

// contactPath is the path parameter of a call about one contact.
type contactPath struct {
	Code string `path:"code" doc:"Code of the contact" example:"BEST-NAMES:1A2B3C4D"`
}

// contactRow is a contact in edition 2020: a row of the original's database
// table.
type contactRow struct {
	ID          int64                        `json:"id"`
	Code        registry.ContactID           `json:"code" example:"BEST-NAMES:1A2B3C4D"`
	Name        string                       `json:"name"`
	Ident       rest.Opt[string]             `json:"ident"`
	Type        rest.Opt[registry.IdentType] `json:"ident_type" example:"priv"`
	State       rest.Opt[string]             `json:"ident_country_code" example:"EE"`
	Phone       rest.Opt[string]             `json:"phone" example:"+372.5000000"`
	Email       rest.Opt[string]             `json:"email"`
	Fax         rest.Opt[string]             `json:"fax"`
	Street      rest.Opt[string]             `json:"street"`
	City        rest.Opt[string]             `json:"city"`
	Zip         rest.Opt[string]             `json:"zip"`
	Province    rest.Opt[string]             `json:"state"`
	Country     rest.Opt[string]             `json:"country_code"`
	AuthInfo    string                       `json:"auth_info"`
	Statuses    []registry.Status            `json:"statuses"`
	StatusNotes map[string]string            `json:"status_notes"`
	Created     ee.LocalTime                 `json:"created_at"`
	Updated     ee.LocalTime                 `json:"updated_at"`
	UUID        string                       `json:"uuid"`
}

func encodeContactRow(c contact.ContactDetail) contactRow {
	p := c.Contact
	updated := p.Updated
	if updated.IsZero() {
		updated = p.Created
	}
	return contactRow{
		p.Number, p.ID, p.Postal.Name, ee.Nullable(p.Ident.Code), ee.Nullable(p.Ident.Type), ee.Nullable(p.Ident.Country), ee.Nullable(p.Voice), ee.Nullable(p.Email), ee.Nullable(p.Fax),
		ee.Nullable(street(p)), ee.Nullable(p.Postal.City), ee.Nullable(p.Postal.PostalCode), ee.Nullable(p.Postal.State), ee.Nullable(p.Postal.Country),
		c.AuthInfo, ee.ContactStatuses(p, c.Linked), map[string]string{}, ee.LocalTime(p.Created), ee.LocalTime(updated), p.UUID,
	}
}

// contactDetail is a contact in edition 2026.
type contactDetail struct {
	Code      registry.ContactID `json:"code" example:"BEST-NAMES:1A2B3C4D"`
	Name      string             `json:"name"`
	Ident     contactIdent       `json:"ident"`
	Phone     rest.Opt[string]   `json:"phone" example:"+372.5000000"`
	Created   ee.LocalTime       `json:"created_at"`
	AuthInfo  string             `json:"auth_info"`
	Email     rest.Opt[string]   `json:"email"`
	Statuses  map[string]string  `json:"statuses"`
	Disclosed []string           `json:"disclosed_attributes"`
	Registrar registrarName      `json:"registrar"`
	Asked     ee.LocalTime       `json:"ident_request_sent_at"`
	Verified  ee.LocalTime       `json:"verified_at"`
	Check     rest.Opt[string]   `json:"verification_id"`
	Answered  ee.LocalTime       `json:"verification_pending_at"`
	Address   *postal            `json:"address,omitempty"`
	Domains   *[]domainUse       `json:"domains,omitempty" doc:"Domains that use the contact; only when one contact is shown"`
	Count     *int               `json:"domains_count,omitempty"`
}

type contactIdent struct {
	Code    rest.Opt[string]             `json:"code"`
	Type    rest.Opt[registry.IdentType] `json:"type" example:"priv"`
	Country rest.Opt[string]             `json:"country_code" example:"EE"`
}

type postal struct {
	Street  rest.Opt[string] `json:"street"`
	Zip     rest.Opt[string] `json:"zip"`
	City    rest.Opt[string] `json:"city"`
	State   rest.Opt[string] `json:"state"`
	Country rest.Opt[string] `json:"country_code"`
}

type domainUse struct {
	ID        string        `json:"id" doc:"UUID"`
	Name      string        `json:"name"`
	Registrar registrarName `json:"registrar"`
	ValidTo   ee.LocalTime  `json:"valid_to"`
	Roles     []string      `json:"roles"`
}

func encodeContactDetail(c contact.ContactDetail, r registry.Registrar) contactDetail {
	p := c.Contact
	out := contactDetail{
		Code: p.ID, Name: p.Postal.Name, Ident: contactIdent{ee.Nullable(p.Ident.Code), ee.Nullable(p.Ident.Type), ee.Nullable(p.Ident.Country)},
		Phone: ee.Nullable(p.Voice), Created: ee.LocalTime(p.Created), AuthInfo: c.AuthInfo, Email: ee.Nullable(p.Email), Statuses: map[string]string{},
		Disclosed: append([]string{}, p.Disclosure.Publish...), Registrar: registrarName{r.Name, ee.Nullable(r.Website)}, Verified: ee.LocalTime(p.Verified),
		Asked: ee.LocalTime(p.Identity.Requested), Check: encodeChecked(p.Identity).Reference, Answered: encodeChecked(p.Identity).Answered,
	}
	for _, s := range ee.ContactStatuses(p, c.Linked) {
		out.Statuses[string(s)] = ""
	}
	for _, s := range p.Statuses {
		out.Statuses[string(s.Status)] = s.Note
	}
	if p.Postal.City != "" || p.Postal.Country != "" || len(p.Postal.Street) > 0 {
		out.Address = &postal{ee.Nullable(street(p)), ee.Nullable(p.Postal.PostalCode), ee.Nullable(p.Postal.City), ee.Nullable(p.Postal.State), ee.Nullable(p.Postal.Country)}
	}
	return out
}

// street returns the street lines joined with ", ".
func street(p registry.Contact) string { return strings.Join(p.Postal.Street, ", ") }
