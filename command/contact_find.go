package command

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// FindContacts lists the actor's own contacts in handle order from an offset
// on, those in whose name, handle or ident Text stands, in either case, and
// that Keep wants; it says how many there are in all.
type FindContacts struct {
	Text          string
	Keep          func(registry.Contact) bool // nil: all
	Offset, Limit int                         // Limit 0: 100
	First         bool                        // stop at Limit: Total is then not known
}

// A ContactPage is a part of a list. Total is the length of the whole.
type ContactPage struct {
	Cards []Card
	Total int
}

func (q FindContacts) Answer(s *Snapshot) (ContactPage, error) {
	var page ContactPage
	if s.nobody() {
		return page, nil
	}
	if q.Limit <= 0 {
		q.Limit = 100
	}
	list, total, err := q.pick(s)
	if err != nil {
		return page, err
	}
	page.Total = total
	for _, c := range list {
		card := Card{Contact: c}
		if card.Linked, err = s.linked(c.ID); err != nil {
			return page, err
		}
		if c.AuthInfo != nil {
			secret, err := s.unseal(c.AuthInfo, "authinfo", c.ROID)
			if err != nil {
				return page, err
			}
			card.AuthInfo = string(secret)
		}
		page.Cards = append(page.Cards, card)
	}
	return page, nil
}

func (q FindContacts) pick(s *Snapshot) (page []registry.Contact, total int, err error) {
	contacts := s.st.Contacts()
	if q.Text == "" && q.Keep == nil {
		if total, err = contacts.Count(s.By.Registrar, s.By.Account); err == nil {
			page, err = contacts.Page(s.By.Registrar, s.By.Account, q.Offset, q.Limit)
		}
		return page, total, err
	}
	const portion = 1000
	for after := registry.ContactID(""); ; {
		list, err := contacts.List(s.By.Registrar, s.By.Account, after, portion)
		if err != nil {
			return nil, 0, err
		}
		for _, c := range list {
			if after = c.ID; !q.wants(c) {
				continue
			}
			if total++; total > q.Offset && len(page) < q.Limit {
				page = append(page, c)
			}
		}
		if len(list) < portion || q.First && len(page) == q.Limit {
			return slices.Clip(page), total, nil
		}
	}
}

func (q FindContacts) wants(c registry.Contact) bool {
	text := strings.ToLower(q.Text)
	found := slices.ContainsFunc([]string{c.Postal.Name, string(c.ID), c.Ident.Code}, func(s string) bool {
		return strings.Contains(strings.ToLower(s), text)
	})
	return found && (q.Keep == nil || q.Keep(c))
}
