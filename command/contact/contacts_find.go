package contact

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// FindContacts searches the actor's own contacts and returns a page of them in
// handle order, with the total number of matches. A contact matches if its name,
// handle or ident contains Text, ignoring case, and Filter accepts it.
type FindContacts struct {
	Text          string
	Filter        func(registry.Contact) bool // nil: accept all
	Offset, Limit int                         // Limit 0: 100
	SkipTotal     bool                        // stop at Limit; Total is then not the full count
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
	contacts := s.Store.Contacts()
	if q.Text == "" && q.Filter == nil {
		if total, err = contacts.Count(s.By.Registrar, s.By.Account); err == nil {
			page, err = contacts.Page(s.By.Registrar, s.By.Account, q.Offset, q.Limit)
		}
		return page, total, err
	}
	const batch = 1000
	for after := registry.ContactID(""); ; {
		list, err := contacts.List(s.By.Registrar, s.By.Account, after, batch)
		if err != nil {
			return nil, 0, err
		}
		for _, c := range list {
			if after = c.ID; !q.matches(c) {
				continue
			}
			if total++; total > q.Offset && len(page) < q.Limit {
				page = append(page, c)
			}
		}
		if len(list) < batch || q.SkipTotal && len(page) == q.Limit {
			return slices.Clip(page), total, nil
		}
	}
}

func (q FindContacts) matches(c registry.Contact) bool {
	text := strings.ToLower(q.Text)
	found := slices.ContainsFunc([]string{c.Postal.Name, string(c.ID), c.Ident.Code}, func(s string) bool {
		return strings.Contains(strings.ToLower(s), text)
	})
	return found && (q.Filter == nil || q.Filter(c))
}
