package command

import (
	"fmt"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Holding is a name as a person who is tied to it may see it.
type Holding struct {
	Domain     registry.Domain
	Tie        Tie
	Registrar  registry.Registrar
	Registrant registry.Contact
	Admin      []registry.Contact
	Tech       []registry.Contact
	AuthInfo   string // in plain text; "" unless the tie is that of the registrant or of an administrative contact
	Outzone    time.Time
	Gone       time.Time // as in Domain.Outlook
	Reserved   bool
	CreatedBy  string // "12-ApiUser: best-names", "13-RegistrantUser: Alice Example"; "": unknown
	UpdatedBy  string
}

// HoldingInfo tells about one name that the actor is tied to, in any way; else
// ErrNoName.
type HoldingInfo struct{ UUID string }

func (q HoldingInfo) Answer(s *Snapshot) (Holding, error) {
	p, err := s.person()
	if err != nil {
		return Holding{}, err
	}
	d, err := s.st.Domains().ByUUID(q.UUID)
	if err != nil {
		return Holding{}, absent(err, registry.ErrNoName, "id", q.UUID)
	}
	if d, err = s.present(d); err != nil {
		return Holding{}, err
	}
	tie, err := s.tie(p, d)
	if err != nil {
		return Holding{}, err
	}
	if tie == NoTie || d.Phase == registry.Released {
		return Holding{}, registry.ErrNoName.On("id", clip(q.UUID))
	}
	return new(holdings).of(s, d, tie)
}

// ListHoldings lists the names that the actor is tied to, in name order.
type ListHoldings struct {
	Offset, Limit int
	Tech          TechShown
}

// TechShown says whether names are listed that the actor is tied to as a
// technical contact alone.
type TechShown int

const (
	TechAll  TechShown = iota
	TechNone           // hidden
	TechFew            // shown as long as there are fewer than 3,000 in all
)

const fewNames = 3000 // contract ee, section 1.6

// Held is a page of holdings. Total counts the names of every tie, Count those
// of the ties that were asked for.
type Held struct {
	Total, Count int
	Names        []Holding
}

func (q ListHoldings) Answer(s *Snapshot) (Held, error) {
	var held Held
	p, err := s.person()
	if err != nil {
		return held, err
	}
	names, err := s.names(p, true)
	if err != nil {
		return held, err
	}
	held.Total, held.Count = len(names), len(names)
	if q.Tech == TechNone || q.Tech == TechFew && len(names) >= fewNames {
		if names, err = s.names(p, false); err != nil {
			return held, err
		}
		held.Count = len(names)
	}
	names = names[min(q.Offset, len(names)):]
	known := new(holdings)
	for _, n := range names[:min(q.Limit, len(names))] {
		d, err := s.st.Domains().Get(n)
		if err == nil {
			d, err = s.present(d)
		}
		switch {
		case err != nil:
			return held, err
		case d.Phase == registry.Released: // not written down yet
			continue
		}
		tie, err := s.tie(p, d)
		if err != nil {
			return held, err
		}
		h, err := known.of(s, d, tie)
		if err != nil {
			return held, err
		}
		held.Names = append(held.Names, h)
	}
	return held, nil
}

// holdings remembers what many names have in common.
type holdings struct {
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[string]string
}

func (k *holdings) of(s *Snapshot, d registry.Domain, tie Tie) (Holding, error) {
	if k.contacts == nil {
		k.contacts, k.registrars, k.authors = map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[string]string{}
	}
	p, err := s.Policy(d.Name)
	if err != nil {
		return Holding{}, err
	}
	h := Holding{Domain: d, Tie: tie, Reserved: slices.Contains(p.Reserved, d.Name)}
	h.Outzone, h.Gone = d.Outlook(p)
	if tie == RegistrantTie || tie == AdminTie { // it moves the name to whoever has it
		if h.AuthInfo, err = s.AuthInfo(d); err != nil {
			return h, err
		}
	}
	if h.Registrar, err = remember(k.registrars, d.Registrar, s.Registrar); err != nil {
		return h, err
	}
	contact := func(id registry.ContactID) (registry.Contact, error) {
		return remember(k.contacts, id, func(id registry.ContactID) (registry.Contact, error) {
			c, err := s.st.Contacts().Get(id)
			return c, absent(err, registry.ErrNoContact, "contact", string(id))
		})
	}
	if d.Registrant != "" {
		if h.Registrant, err = contact(d.Registrant); err != nil {
			return h, err
		}
	}
	for _, role := range []struct {
		ids  []registry.ContactID
		list *[]registry.Contact
	}{{d.Admin, &h.Admin}, {d.Tech, &h.Tech}} {
		for _, id := range role.ids {
			c, err := contact(id)
			if err != nil {
				return h, err
			}
			*role.list = append(*role.list, c)
		}
	}
	if h.CreatedBy, err = remember(k.authors, d.CreatedBy, s.author); err != nil {
		return h, err
	}
	h.UpdatedBy, err = remember(k.authors, d.UpdatedBy, s.author)
	return h, err
}

// author says who stands behind what CreatedBy and UpdatedBy keep, as .ee words
// it (contract ee, section 1.2); "" for one who is not a user here.
func (s *Snapshot) author(id string) (string, error) {
	if id == "" {
		return "", nil
	}
	u, err := s.st.Users().Get(registry.UserID(id))
	if there, err := found(err); !there {
		return "", err
	}
	if u.Realm == RegistrantRealm {
		return fmt.Sprintf("%d-RegistrantUser: %s", u.Number, u.Name), nil
	}
	return fmt.Sprintf("%d-ApiUser: %s", u.Number, u.Login), nil
}

func remember[K comparable, V any](known map[K]V, key K, look func(K) (V, error)) (V, error) {
	v, ok := known[key]
	if ok {
		return v, nil
	}
	v, err := look(key)
	if err == nil {
		known[key] = v
	}
	return v, err
}
