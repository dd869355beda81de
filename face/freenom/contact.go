package freenom

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var showContactRoute = rest.Serve("GET /contact/getinfo", "Show contacts", 200, showContacts, rest.Doc{
	Tag:         contacts,
	Description: "One or more contacts of the account, each with the names that it is a contact of: the first thousand of them.",
	Response:    contactAnswer[card]{one(sampleCard), "CONTACTS LISTED", ok},
	Errors:      []rest.Refused{{Fault: registry.ErrNoContact.On("contact", ""), When: "`contact_id` is missing, or no contact of the account."}},
})

var listContactsRoute = rest.Serve("GET /contact/list", "List your contacts", 200, listContacts, rest.Doc{
	Tag:         contacts,
	Description: "All contacts of the account, each with the names that it is a contact of: the first thousand of them. With `contact_id` only those.",
	Response:    contactAnswer[card]{one(sampleCard), "CONTACTS LISTED", ok},
})

// A choosing is a call about some contacts.
type choosing struct {
	IDs []string `json:"contact_id" required:"true" doc:"Contact ID; may be repeated"`
}

// maxChosen is how many contacts may be asked for at once.
const maxChosen = 100

func (in *choosing) Check() error {
	if in.IDs = given(in.IDs); len(in.IDs) == 0 || len(in.IDs) > maxChosen {
		return registry.ErrMissing.On("contact_id", "")
	}
	return nil
}

func showContacts(c *rest.Call, in choosing) (contactAnswer[card], error) {
	cards, err := rest.Ask(c, command.Query[[]card](in))
	if err != nil {
		return contactAnswer[card]{}, err
	}
	return contactAnswer[card]{one(cards...), "CONTACTS LISTED", ok}, nil
}

// Answer looks the contacts up in the order asked for.
func (in choosing) Answer(s *command.Snapshot) ([]card, error) {
	var cards []card
	for _, id := range in.IDs {
		c, err := s.Contact(registry.ContactID(id))
		if err != nil {
			return nil, about(err, "contact_id")
		}
		all, err := cardOf(s, c)
		if err != nil {
			return nil, err
		}
		cards = append(cards, all)
	}
	return cards, nil
}

// A choice is a call about all contacts, or about some: the original's manual
// asks list where it means getinfo.
type choice struct {
	IDs []string `json:"contact_id,omitempty" doc:"Contact ID; may be repeated"`
}

// listContacts writes the list while it reads it, a page at a time.
func listContacts(c *rest.Call, in choice) (contactAnswer[card], error) {
	if ids := given(in.IDs); len(ids) > 0 {
		some := choosing{IDs: ids}
		if err := some.Check(); err != nil {
			return contactAnswer[card]{}, err
		}
		return showContacts(c, some)
	}
	list, err := rest.Ask(c, command.Query[[]card](cardsAfter("")))
	if err != nil {
		return contactAnswer[card]{}, err
	}
	return contactAnswer[card]{func(yield func(card, error) bool) {
		for {
			for _, one := range list {
				if !yield(one, nil) {
					return
				}
			}
			if len(list) < cardsPage {
				return
			}
			if list, err = rest.Ask(c, command.Query[[]card](cardsAfter(list[len(list)-1].ID))); err != nil {
				yield(card{}, err)
				return
			}
		}
	}, "CONTACTS LISTED", ok}, nil
}

// cardsAfter are the account's contacts after one of them.
type cardsAfter string

const cardsPage = 100

func (after cardsAfter) Answer(s *command.Snapshot) ([]card, error) {
	list, err := command.ListContacts{After: registry.ContactID(after), Limit: cardsPage}.Answer(s)
	if err != nil {
		return nil, err
	}
	var cards []card
	for _, c := range list {
		one, err := cardOf(s, c)
		if err != nil {
			return nil, err
		}
		cards = append(cards, one)
	}
	return cards, nil
}

// maxUses is how many names are listed with a contact.
const maxUses = 1000

// cardOf returns a contact with the names that it is a contact of.
func cardOf(s *command.Snapshot, c registry.Contact) (card, error) {
	told := card{contact: tellContact(c), Uses: []use{}}
	for after := name.Name(""); ; {
		list, err := command.ListDomains{DomainQuery: store.DomainQuery{Contact: c.ID, After: after, Limit: 200}}.Answer(s)
		if err != nil {
			return told, err
		}
		for _, d := range list {
			if d.Domain.Phase != registry.Released {
				told.Uses = append(told.Uses, usesOf(d.Domain, c.ID)...)
			}
			after = d.Domain.Name
		}
		if len(list) < 200 || len(told.Uses) >= maxUses {
			return told, nil
		}
	}
}

// usesOf returns what a contact is for a name. These names are in lower case,
// alone of all.
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

// A contactAnswer is what functions about contacts answer.
type contactAnswer[T any] struct {
	Contacts rest.Seq[T] `json:"contact"`
	Result   string      `json:"result"`
	Status   string      `json:"status" example:"OK"`
}

// one is a list that is known already.
func one[T any](all ...T) rest.Seq[T] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// A card is a contact with its names.
type card struct {
	contact
	Uses []use `json:"contact_domain"`
}

// A use is what a contact is for a name.
type use struct {
	Domain string `json:"domainname" example:"test001.tk"`
	Role   string `json:"type" enum:"owner,tech,admin,billing"`
}

// A contact is somebody behind a name.
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

func tellContact(c registry.Contact) contact {
	first, last := c.First, c.Last
	if first == "" && last == "" { // it came from another registrar
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
		Phone: written(c.Voice, c.VoiceAs), Fax: written(c.Fax, c.FaxAs), Email: c.Email,
	}
}

// The manual's example.
var (
	sampleContact = contact{
		ID: "FN0000012", First: "Alice", Last: "Example", Address: "1 Example Street", City: "Exampleton", PostCode: "90001",
		State: "US-CA", Country: "US", Phone: "+1-310-123456", Email: "alice@a.example",
	}
	sampleCard = card{sampleContact, []use{{"test001.tk", "owner"}}}
)
