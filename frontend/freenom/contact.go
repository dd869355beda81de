package freenom

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	contacts "github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var showContactRoute = rest.HandleFunc("GET /contact/getinfo", "Show contacts", 200, showContacts, rest.Doc{
	Tag:         contactsTag,
	Description: "One or more contacts of the account, each with the names that use it, at most 1000.",
	Response:    contactAnswer[card]{seqOf(sampleCard), "CONTACTS LISTED", ok},
	Errors:      []rest.ErrorDoc{{Fault: registry.ErrNoContact.On("contact", ""), Description: "`contact_id` is missing, or not a contact of the account."}},
})

var listContactsRoute = rest.HandleFunc("GET /contact/list", "List your contacts", 200, listContacts, rest.Doc{
	Tag:         contactsTag,
	Description: "All contacts of the account, each with the names that use it, at most 1000. With `contact_id` only the given contacts.",
	Response:    contactAnswer[card]{seqOf(sampleCard), "CONTACTS LISTED", ok},
})

// A contactSelection is a request for the given contacts.
type contactSelection struct {
	IDs []string `json:"contact_id" required:"true" doc:"Contact ID; may be repeated"`
}

// maxSelected is the maximum number of contacts in a contactSelection.
const maxSelected = 100

func (in *contactSelection) Check() error {
	if in.IDs = nonEmpty(in.IDs); len(in.IDs) == 0 || len(in.IDs) > maxSelected {
		return registry.ErrMissing.On("contact_id", "")
	}
	return nil
}

func showContacts(c *rest.Call, in contactSelection) (contactAnswer[card], error) {
	cards, err := rest.Ask(c, command.Query[[]card](in))
	if err != nil {
		return contactAnswer[card]{}, err
	}
	return contactAnswer[card]{seqOf(cards...), "CONTACTS LISTED", ok}, nil
}

// Answer returns the contacts in the order of the request.
func (in contactSelection) Answer(s *command.Snapshot) ([]card, error) {
	var cards []card
	for _, id := range in.IDs {
		c, err := contacts.FindOwnContact(s, registry.ContactID(id))
		if err != nil {
			return nil, onParam(err, "contact_id")
		}
		entry, err := loadCard(s, c)
		if err != nil {
			return nil, err
		}
		cards = append(cards, entry)
	}
	return cards, nil
}

// A contactFilter is a request for all contacts or, if given, for some: an example
// of the manual calls list with contact_id, where getinfo is meant.
type contactFilter struct {
	IDs []string `json:"contact_id,omitempty" doc:"Contact ID; may be repeated"`
}

// listContacts streams the list; it reads one page per transaction.
func listContacts(c *rest.Call, in contactFilter) (contactAnswer[card], error) {
	if ids := nonEmpty(in.IDs); len(ids) > 0 {
		selection := contactSelection{IDs: ids}
		if err := selection.Check(); err != nil {
			return contactAnswer[card]{}, err
		}
		return showContacts(c, selection)
	}
	list, err := rest.Ask(c, command.Query[[]card](contactPage("")))
	if err != nil {
		return contactAnswer[card]{}, err
	}
	return contactAnswer[card]{func(yield func(card, error) bool) {
		for {
			for _, entry := range list {
				if !yield(entry, nil) {
					return
				}
			}
			if len(list) < contactPageSize {
				return
			}
			if list, err = rest.Ask(c, command.Query[[]card](contactPage(list[len(list)-1].ID))); err != nil {
				yield(card{}, err)
				return
			}
		}
	}, "CONTACTS LISTED", ok}, nil
}

// A contactPage is the query for a page of the account's contacts after one of them;
// "" for the first page.
type contactPage string

// contactPageSize is the number of contacts per page.
const contactPageSize = 100

func (after contactPage) Answer(s *command.Snapshot) ([]card, error) {
	list, err := contacts.ListContacts{After: registry.ContactID(after), Limit: contactPageSize}.Answer(s)
	if err != nil {
		return nil, err
	}
	var cards []card
	for _, c := range list {
		entry, err := loadCard(s, c)
		if err != nil {
			return nil, err
		}
		cards = append(cards, entry)
	}
	return cards, nil
}

// maxUses is the number of names after which no more are read for a contact.
const maxUses = 1000

// loadCard returns a contact with the names that use it.
func loadCard(s *command.Snapshot, c registry.Contact) (card, error) {
	out := card{contact: encodeContact(c), Uses: []use{}}
	for after := name.Name(""); ; {
		list, err := object.ListDomains{DomainFilter: object.DomainFilter{Contact: c.ID, After: after, Limit: 200}}.Answer(s)
		if err != nil {
			return out, err
		}
		for _, d := range list {
			out.Uses = append(out.Uses, usesOf(d.Domain, c.ID)...)
			after = d.Domain.Name
		}
		if len(list) < 200 || len(out.Uses) >= maxUses {
			return out, nil
		}
	}
}

// usesOf returns the roles of a contact in a domain. Only here the API returns names
// in lower case.
func usesOf(d registry.Domain, id registry.ContactID) (uses []use) {
	for _, role := range []struct {
		name string
		ids  []registry.ContactID
	}{{"owner", []registry.ContactID{d.Registrant}}, {"tech", d.Tech}, {"admin", d.Admin}, {"billing", d.Billing}} {
		for _, held := range role.ids {
			if held == id {
				uses = append(uses, use{string(d.Name), role.name})
			}
		}
	}
	return uses
}

// A contactAnswer is the response of functions about contacts.
type contactAnswer[T any] struct {
	Contacts rest.Seq[T] `json:"contact"`
	Result   string      `json:"result"`
	Status   string      `json:"status" example:"OK"`
}

// seqOf returns a Seq of the given values.
func seqOf[T any](all ...T) rest.Seq[T] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// A card is a contact with the names that use it.
type card struct {
	contact
	Uses []use `json:"contact_domain"`
}

// A use is the role of a contact in a domain.
type use struct {
	Domain string `json:"domainname" example:"test001.tk"`
	Role   string `json:"type" enum:"owner,tech,admin,billing"`
}

// A contact is a contact in responses.
type contact struct {
	ID       string `json:"contact_id"`
	Title    string `json:"contact_title"`
	First    string `json:"contact_firstname"`
	Middle   string `json:"contact_middlename"`
	Last     string `json:"contact_lastname"`
	Org      string `json:"contact_organization"`
	Address  string `json:"contact_address"`
	City     string `json:"contact_city"`
	PostCode string `json:"contact_zipcode"`
	State    string `json:"contact_statecode" doc:"ISO 3166-2"`
	Country  string `json:"contact_countrycode" doc:"ISO 3166-1 alpha-2"`
	Phone    string `json:"contact_phone"`
	Fax      string `json:"contact_fax"`
	Email    string `json:"contact_email"`
}

func encodeContact(c registry.Contact) contact {
	first, last := c.First, c.Last
	if first == "" && last == "" { // created through another frontend
		if i := strings.LastIndexByte(c.Postal.Name, ' '); i > 0 {
			first, last = c.Postal.Name[:i], c.Postal.Name[i+1:]
		} else {
			last = c.Postal.Name
		}
	}
	return contact{
		ID: string(c.ID), Title: c.Title, First: first, Middle: c.Middle, Last: last, Org: c.Postal.Org,
		Address: strings.Join(c.Postal.Street, ", "), City: c.Postal.City, PostCode: c.Postal.PostalCode,
		State: c.Postal.State, Country: c.Postal.Country,
		Phone: formatPhone(c.Voice, c.Ext[phoneAs]), Fax: formatPhone(c.Fax, c.Ext[faxAs]), Email: c.Email,
	}
}

// Examples from the original's manual.
var (
	sampleContact = contact{
		ID: "FN0000012", First: "Alice", Last: "Example", Address: "1 Example Street", City: "Exampleton", PostCode: "90001",
		State: "US-CA", Country: "US", Phone: "+1-310-123456", Email: "alice@a.example",
	}
	sampleCard = card{sampleContact, []use{{"test001.tk", "owner"}}}
)
