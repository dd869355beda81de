package altravia

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var listContactsRoute = rest.Answer("GET /contact", "List your contacts", 200,
	func(struct{}) command.Query[[]string] { return handles{} }, shown[[]string], rest.Doc{
		Tag: contacts, ID: "listContacts",
		Description: "The handles of all contacts of the account.",
		Response:    recorded("GET /contact"),
		Errors:      refused("GET /contact"),
		Refusals:    empty,
	})

// emptyRefusals are the responses to an empty list, which is an error in this API.
var empty = map[string]rest.Refusal{"contact-absent": no(404, 206, emptyDatabase), "name-absent": no(404, 206, emptyDatabase)}

const emptyDatabase = "your database is empty!"

// listHandles lists the account's contacts, except its own contact, for which
// other dialects register names. An empty list is ErrNoContact.
type handles struct{}

func (handles) Answer(s *command.Snapshot) ([]string, error) {
	const page = 500
	own, err := ownContact(s)
	if err != nil {
		return nil, err
	}
	var all []string
	for q := (command.ListContacts{Limit: page}); ; {
		list, err := q.Answer(s)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if c.ID != own {
				all = append(all, string(c.ID))
			}
		}
		if len(list) < page {
			break
		}
		q.After = list[page-1].ID
	}
	if len(all) == 0 {
		return nil, registry.ErrNoContact
	}
	return all, nil
}

// findPersonalContact returns the handle of the account's own contact.
func ownContact(s *command.Snapshot) (registry.ContactID, error) {
	if s.By.Account == "" {
		return "", nil
	}
	a, err := s.FindOwnAccount(s.By.Account)
	return a.Contact, err
}

// accountContact returns a contact of the account other than its own contact, or
// ErrNoContact.
func theirs(s *command.Snapshot, handle string) (registry.Contact, error) {
	missing := registry.ErrNoContact.On("contact", clip(handle))
	c, err := s.FindOwnContact(registry.ContactID(handle))
	if errors.Is(err, registry.ErrNotYours) || errors.Is(err, registry.ErrNoContact) {
		return c, missing
	} else if err != nil {
		return c, err
	}
	own, err := ownContact(s)
	if err == nil && c.ID == own {
		err = missing
	}
	return c, err
}

// A handled is a request for one contact.
type handled struct {
	Handle string `json:"-" path:"handle" doc:"Handle of the contact" example:"AV-000000029"`
}

var showContactRoute = rest.Answer("GET /contact/{handle}", "Show a contact", 200, showContact,
	func(p person) answer[contact] { return shown(tellContact(p)) }, rest.Doc{
		Tag: contacts, ID: "showContact",
		Description: "One contact of the account.",
		Response:    recorded("GET /contact/{handle}"),
		Errors:      refused("GET /contact/{handle}"),
		Refusals:    noContact,
	})

var noContact = map[string]rest.Refusal{
	"contact-absent":    no(404, 207, "contact {name} does not exist in your database!"),
	"not-yours":         no(404, 207, "contact {name} does not exist in your database!"),
	"unreadable:handle": no(404, 207, "contact {name} does not exist in your database!"),
}

// A contactView is a contact with the e-mail address of its account.
type person struct {
	registry.Contact
	linked bool
	owner  string
}

type oneContact struct{ handle string }

func showContact(in handled) command.Query[person] { return oneContact{in.Handle} }

func (q oneContact) Answer(s *command.Snapshot) (person, error) {
	c, err := theirs(s, q.handle)
	if err != nil {
		return person{}, err
	}
	info, err := command.ContactInfo{ID: c.ID}.Answer(s)
	if err != nil {
		return person{}, err
	}
	owner, err := ownerOf(s, c.Account)
	return person{info.Contact, info.Linked, owner}, err
}

// ownerOf returns the e-mail address of an account.
func ownerOf(s *command.Snapshot, id registry.AccountID) (string, error) {
	if id == "" {
		return "", nil
	}
	a, err := s.FindOwnAccount(id)
	return a.Email, err
}

// A contact is the Contact_Object of the original. Absent values are empty.
type contact struct {
	Status      []string `json:"status" enum:"ok,linked" doc:"linked: a name uses it"`
	Handle      string   `json:"handle"`
	Name        string   `json:"name"`
	Org         string   `json:"org"`
	Street      string   `json:"street"`
	Street2     string   `json:"street2"`
	Street3     string   `json:"street3"`
	City        string   `json:"city"`
	Province    string   `json:"province"`
	Postalcode  string   `json:"postalcode"`
	Countrycode string   `json:"countrycode"`
	Voice       string   `json:"voice"`
	Fax         string   `json:"fax"`
	Email       string   `json:"email"`
	Authinfo    string   `json:"authinfo"`
	Consent     int      `json:"consentforpublishing" enum:"0,1"`
	Nationality string   `json:"nationalitycode"`
	EntityType  int      `json:"entitytype" enum:"0,1,2,3,4,5,6,7"`
	RegCode     string   `json:"regcode"`
	SchoolCode  string   `json:"schoolcode"`
	Owner       string   `json:"owner" doc:"E-mail address of the account"`
	Timestamp   int64    `json:"timestamp" doc:"Of the last change, in Unix seconds"`
}

func tellContact(p person) contact {
	street := append(p.Postal.Street[:len(p.Postal.Street):len(p.Postal.Street)], "", "", "")
	out := contact{
		Status: []string{"ok"}, Handle: string(p.ID), Name: p.Postal.Name, Org: p.Postal.Org,
		Street: street[0], Street2: street[1], Street3: street[2],
		City: p.Postal.City, Province: p.Postal.State, Postalcode: p.Postal.PostalCode, Countrycode: p.Postal.Country,
		Voice: p.Voice, Fax: p.Fax, Email: p.Email,
		Nationality: p.Nationality, EntityType: p.EntityType, RegCode: p.RegCode, SchoolCode: p.SchoolCode,
		Owner: p.owner, Timestamp: p.Created.Unix(),
	}
	if !p.Updated.IsZero() {
		out.Timestamp = p.Updated.Unix()
	}
	if p.linked {
		out.Status = append(out.Status, "linked")
	}
	if p.Disclosure.Consent != nil && *p.Disclosure.Consent {
		out.Consent = 1
	}
	return out
}
