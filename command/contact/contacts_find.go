package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// FindContacts searches the actor's own contacts and returns a page of them in
// handle order, with the total number of matches. A contact matches if it has all
// that is given; comparisons ignore case.
type FindContacts struct {
	Text          string             // part of the name, the handle or the ident's code
	Name          string             // pattern of the name: "%" is any text
	Email         string             // pattern of the e-mail address
	IdentCode     string             // pattern of the ident's code
	ID            registry.ContactID // the handle
	IdentType     registry.IdentType
	IdentCountry  string
	Offset, Limit int  // Limit 0: 100
	SkipTotal     bool // Total is the number of contacts up to the end of the page
}

// ContactPage is one page of a list of Total contacts.
type ContactPage struct {
	Contacts []ContactDetail
	Total    int
}

func (q FindContacts) Answer(s *command.Snapshot) (ContactPage, error) {
	var page ContactPage
	if s.OwnsNothing() {
		return page, nil
	}
	if q.Limit <= 0 {
		q.Limit = 100
	}
	list, total, err := q.load(s)
	if err != nil {
		return page, err
	}
	page.Total = total
	for _, c := range list {
		detail := ContactDetail{Contact: c}
		if detail.Linked, err = IsContactLinked(s, c.ID); err != nil {
			return page, err
		}
		if c.AuthInfo != nil {
			secret, err := s.Unseal(c.AuthInfo, "authinfo", c.ROID)
			if err != nil {
				return page, err
			}
			detail.AuthInfo = string(secret)
		}
		page.Contacts = append(page.Contacts, detail)
	}
	return page, nil
}

func (q FindContacts) load(s *command.Snapshot) (page []registry.Contact, total int, err error) {
	wanted := store.ContactQuery{
		Registrar: s.By.Registrar, Account: s.By.Account, Text: q.Text, NameLike: q.Name, EmailLike: q.Email, IdentLike: q.IdentCode,
		ID: q.ID, IdentType: q.IdentType, IdentCountry: q.IdentCountry, Offset: q.Offset, Limit: q.Limit,
	}
	if page, err = s.Store.Contacts().Page(wanted); err != nil || q.SkipTotal {
		return page, q.Offset + len(page), err
	}
	total, err = s.Store.Contacts().Count(wanted)
	return page, total, err
}
