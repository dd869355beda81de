package contact

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateContact creates a contact of the actor (RFC 5733 section 3.2.1).
type CreateContact struct {
	Contact    registry.Contact // ROID, dates and sponsor are set by Run
	Prefix     string           // for an empty Contact.ID: the handle is Prefix and a number
	Digits     int              // use a random number of so many digits, at most 18, that does not tell how many objects there are; 0: the object's number
	Hex        bool             // use eight random hex digits instead of the number
	Complete   bool             // fill the fields that the frontend does not have (Policy.CompleteContact)
	TLD        name.Name        // TLD whose contact rules apply now; "": none, they apply when a domain uses it
	EmptyVoice bool             // the request has a telephone number that is empty: refused where a TLD publishes it
	AuthInfo   string           // "": generated, unless NoAuthInfo. A contact's may be weak: a transfer of it gains little
	NoAuthInfo bool             // AuthInfo "" means none (RFC 9154 section 4.3)
}

// NewContact is a created contact with its authInfo in plain text.
type NewContact struct {
	Contact  registry.Contact
	AuthInfo string
}

func (c CreateContact) Run(t *command.Tx) (NewContact, error) {
	n, err := c.draft(t)
	if err != nil {
		return NewContact{}, err
	}
	if err := n.Check(); err != nil {
		return NewContact{}, err
	}
	if n, err = n.WithExtension(policies(t)); err != nil {
		return NewContact{}, err
	}
	if err := c.checkDraft(t, n); err != nil {
		return NewContact{}, err
	}
	secret := c.AuthInfo
	if secret == "" && !c.NoAuthInfo {
		secret = command.NewAuthInfo(t.Runner)
	}
	if secret != "" {
		n.AuthInfo = t.Seal([]byte(secret), "authinfo", n.ROID)
	}
	return NewContact{n, secret}, SaveContact(t, registry.VerbCreate, n)
}

// draft returns the contact with its identifiers and sponsor, before it is checked.
func (c CreateContact) draft(t *command.Tx) (registry.Contact, error) {
	n := c.Contact.Normalize()
	id, err := t.NewObjectIDs()
	if err != nil {
		return n, err
	}
	switch {
	case n.ID == "" && c.Hex:
		if n.ID, err = PickContactID(t, c.Prefix); err != nil {
			return n, err
		}
	case n.ID == "" && c.Digits > 0:
		if n.ID, err = PickNumberedID(t, c.Prefix, c.Digits); err != nil {
			return n, err
		}
	case n.ID == "":
		n.ID = registry.ContactID(fmt.Sprintf("%s%02d", c.Prefix, id.Number)) // RFC 5733: a handle has at least three characters
	}
	n.ROID, n.Number, n.UUID = id.ROID, id.Number, id.UUID
	n.Registrar, n.Account = t.By.Registrar, t.By.Account
	n.Created, n.CreatedBy = t.Now, t.By.Author()
	if c.Complete {
		for _, p := range t.Runner.Policies {
			if p.CompleteContact != nil {
				n = p.CompleteContact(n)
			}
		}
	}
	return stripPostal(t, n, c.TLD), nil
}

// checkDraft checks the new contact n: its statuses, the contact rules of c.TLD, and
// that its handle is not in use (ErrContactTaken).
func (c CreateContact) checkDraft(t *command.Tx, n registry.Contact) error {
	if c.EmptyVoice && slices.ContainsFunc(policies(t), func(p registry.Policy) bool { return p.Public.MayShow(registry.FieldVoice) }) {
		return registry.ErrSyntax.On("voice", "")
	}
	for _, s := range n.Statuses {
		if !t.By.CanSetStatus(s.Status) {
			return registry.ErrStatusClient.On("status", string(s.Status))
		}
	}
	if err := checkContactFor(t, c.TLD, registry.Contact{}, n); err != nil {
		return err
	}
	_, err := t.Store.Contacts().Get(n.ID)
	if err == nil {
		return registry.ErrContactTaken.On("id", string(n.ID))
	}
	_, err = command.IsFound(err)
	return err
}

// policies returns the policies of the environment's TLDs.
func policies(t *command.Tx) []registry.Policy {
	return slices.Collect(maps.Values(t.Runner.Policies))
}

// PickContactID returns an unused handle: prefix and eight random hex digits.
func PickContactID(t *command.Tx, prefix string) (registry.ContactID, error) {
	return pickUnused(t, func() string { return fmt.Sprintf("%s%08X", prefix, t.Runner.RandomBytes(4)) })
}

// PickNumberedID returns an unused handle: prefix and a random number of so many digits,
// of which the first is not 0.
func PickNumberedID(t *command.Tx, prefix string, digits int) (registry.ContactID, error) {
	least := uint64(1)
	for range digits - 1 {
		least *= 10
	}
	return pickUnused(t, func() string {
		return prefix + strconv.FormatUint(least+binary.BigEndian.Uint64(t.Runner.RandomBytes(8))%(9*least), 10)
	})
}

// pickUnused returns the first of the handles that draw returns which no contact has.
func pickUnused(t *command.Tx, draw func() string) (registry.ContactID, error) {
	for {
		id := registry.ContactID(draw())
		_, err := t.Store.Contacts().Get(id)
		if exists, err := command.IsFound(err); !exists {
			return id, err
		}
	}
}

// stripPostal returns c with only the names of its postal addresses if tld's
// policy keeps no postal addresses, else c.
func stripPostal(t *command.Tx, c registry.Contact, tld name.Name) registry.Contact {
	if t.Runner.Policies[tld].NoPostal {
		c.Postal = registry.Postal{Name: c.Postal.Name, Org: c.Postal.Org}
		c.OtherPostal = registry.Postal{Name: c.OtherPostal.Name, Org: c.OtherPostal.Org}
	}
	return c
}

// checkContactFor checks a created or changed contact against the contact rules
// of tld, without a role. before is the zero Contact for a new one.
func checkContactFor(t *command.Tx, tld name.Name, before, after registry.Contact) error {
	p := t.Runner.Policies[tld]
	if p.CheckContactChange != nil && before.ID != "" {
		if err := p.CheckContactChange(before, after, ""); err != nil {
			return err
		}
	}
	if p.CheckContact != nil {
		return p.CheckContact(after, "", t.Now)
	}
	return nil
}

// SaveContact writes a contact with a line of the change log under verb, and queues the
// message that its sponsor gets if another party made the change.
func SaveContact(t *command.Tx, verb registry.Verb, c registry.Contact) error {
	if err := t.QueueSponsorMessage(c.Registrar, verb, registry.KindContact, string(c.ID), c); err != nil {
		return err
	}
	return command.Save(t, t.Store.Contacts(), c, verb, registry.KindContact, string(c.ID))
}
