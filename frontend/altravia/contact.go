package altravia

import (
	"errors"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	contacts "github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var listContactsRoute = rest.HandleQuery("GET /contact", "List your contacts", 200,
	func(struct{}) command.Query[[]string] { return listHandles{} }, dataAnswer[[]string], rest.Doc{
		Tag: contactsTag, ID: "listContacts",
		Description: "The handles of all contacts of the account.",
		Response:    recordedSuccess("GET /contact"),
		Errors:      recordedErrors("GET /contact"),
		Refusals:    emptyRefusals,
	})

// emptyRefusals are the responses to an empty list, which is an error in this API.
var emptyRefusals = map[string]rest.Refusal{"contact-absent": newRefusal(404, 206, emptyDatabase), "name-absent": newRefusal(404, 206, emptyDatabase)}

const emptyDatabase = "your database is empty!"

// listHandles lists the account's contacts, except its own contact, for which
// other dialects register names. An empty list is ErrNoContact.
type listHandles struct{}

func (listHandles) Answer(s *command.Snapshot) ([]string, error) {
	const page = 500
	own, err := ownContact(s)
	if err != nil {
		return nil, err
	}
	var all []string
	for q := (contacts.ListContacts{Limit: page}); ; {
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

// ownContact returns the handle of the account's own contact.
func ownContact(s *command.Snapshot) (registry.ContactID, error) {
	if s.By.Account == "" {
		return "", nil
	}
	a, err := s.FindOwnAccount(s.By.Account)
	return a.Contact, err
}

// accountContact returns a contact of the account other than its own contact, or
// ErrNoContact.
func accountContact(s *command.Snapshot, handle string) (registry.Contact, error) {
	missing := registry.ErrNoContact.On("contact", registry.Truncate(handle))
	c, err := contacts.FindOwnContact(s, registry.ContactID(handle))
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
	Handle string `json:"-" path:"handle" doc:"Handle of the contact" example:"AV-982654609"`
}

var showContactRoute = rest.HandleQuery("GET /contact/{handle}", "Show a contact", 200, showContact,
	func(p contactView) answer[contact] { return dataAnswer(encodeContact(p)) }, rest.Doc{
		Tag: contactsTag, ID: "showContact",
		Description: "One contact of the account.",
		Response:    recordedSuccess("GET /contact/{handle}"),
		Errors:      recordedErrors("GET /contact/{handle}"),
		Refusals:    noContactRefusals,
	})

var noContactRefusals = map[string]rest.Refusal{
	"contact-absent":    newRefusal(404, 207, "contact {name} does not exist in your database!"),
	"not-yours":         newRefusal(404, 207, "contact {name} does not exist in your database!"),
	"unreadable:handle": newRefusal(404, 207, "contact {name} does not exist in your database!"),
}

// A contactView is a contact with the e-mail address of its account.
type contactView struct {
	registry.Contact
	linked bool
	owner  string
}

type contactQuery struct{ handle string }

func showContact(in handled) command.Query[contactView] { return contactQuery{in.Handle} }

func (q contactQuery) Answer(s *command.Snapshot) (contactView, error) {
	c, err := accountContact(s, q.handle)
	if err != nil {
		return contactView{}, err
	}
	info, err := contacts.ContactInfo{ID: c.ID}.Answer(s)
	if err != nil {
		return contactView{}, err
	}
	owner, err := ownerOf(s, c.Account)
	return contactView{info.Contact, info.Linked, owner}, err
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

// The fields that the policy of .it adds to contacts.
const (
	nationality registry.ExtensionField = "nationality"
	entityType  registry.ExtensionField = "entitytype"
	regCode     registry.ExtensionField = "regcode"
	schoolCode  registry.ExtensionField = "schoolcode"
)

// entityTypeOf returns c's entity type; 0: none.
func entityTypeOf(c registry.Contact) int {
	n, _ := strconv.Atoi(c.Ext[entityType])
	return n
}

// entityTypeText returns an entity type as the contact has it.
func entityTypeText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func encodeContact(p contactView) contact {
	street := append(p.Postal.Street[:len(p.Postal.Street):len(p.Postal.Street)], "", "", "")
	out := contact{
		Status: []string{"ok"}, Handle: string(p.ID), Name: p.Postal.Name, Org: p.Postal.Org,
		Street: street[0], Street2: street[1], Street3: street[2],
		City: p.Postal.City, Province: p.Postal.State, Postalcode: p.Postal.PostalCode, Countrycode: p.Postal.Country,
		Voice: p.Voice, Fax: p.Fax, Email: p.Email,
		Nationality: p.Ext[nationality], EntityType: entityTypeOf(p.Contact), RegCode: p.Ext[regCode], SchoolCode: p.Ext[schoolCode],
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
