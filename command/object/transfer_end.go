package object

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/registry"
)

// TransferResult is a transfer with its domain and the price that the gaining
// side has paid.
type TransferResult struct {
	Transfer registry.Transfer
	Domain   registry.Domain
	Price    registry.Price
}

// EndTransfer ends the pending transfer of d with a state, and saves the domain.
func EndTransfer(t *command.Tx, d registry.Domain, state registry.TransferState, reason string, price registry.Price) (TransferResult, error) {
	p, err := t.FindPolicy(d.Name)
	if err != nil {
		return TransferResult{}, err
	}
	after, err := d.EndTransfer(state, t.Now, p)
	if err != nil {
		return TransferResult{}, err
	}
	after.Transfer.Reason = reason
	if after, err = applyTransferOutcome(t, d, after); err != nil {
		return TransferResult{}, err
	}
	verb := registry.VerbTransfer
	if !state.Approved() {
		verb = registry.VerbTransferCancel
	}
	return TransferResult{*after.Transfer, after, price}, command.SaveDomain(t, verb, d, after)
}

// applyTransferOutcome does what the end of a transfer implies: refunds, the move of
// contacts and hosts, messages to both sides. It returns the domain to be saved.
func applyTransferOutcome(t *command.Tx, before, after registry.Domain) (registry.Domain, error) {
	tr := *after.Transfer
	var err error
	if tr.State.Approved() {
		after, err = handOverDomain(t, before, after)
	} else {
		err = ledger.Refund(t, tr.Gaining, tr.GainingAccount, tr.PaidPrice(), "transfer refused", string(after.Name))
	}
	if err != nil {
		return after, err
	}
	if err := t.Store.Transfers().Put(tr); err != nil {
		return after, err
	}
	return after, command.QueueTransferMessages(t, tr)
}

// handOverDomain returns after as its gaining sponsor gets it: with the gaining
// side's own contacts, a new authInfo, and without the losing side's label.
func handOverDomain(t *command.Tx, before, after registry.Domain) (registry.Domain, error) {
	tr := *after.Transfer
	if g, ok := before.UndoneAutoRenew(tr.Acted); ok {
		if err := refundGrace(t, before, g); err != nil {
			return after, err
		}
	}
	after, err := handOverContacts(t, before, after.Clone())
	if err != nil {
		return after, err
	}
	if after.Hosted && after.Registrar != before.Registrar {
		after.Hosted = false // the losing storefront's servers; the gaining one has its own, or none
		if after, err = useStorefrontNS(t, after); err != nil {
			return after, err
		}
	}
	after.Label = ""
	if _, err := setAuthInfo(t, &after, registry.Policy{}, ""); err != nil {
		return after, err
	}
	return after, handOverHosts(t, after)
}

// handOverContacts returns d, which a transfer made of before, with contacts of the
// gaining side in place of all others.
func handOverContacts(t *command.Tx, before, d registry.Domain) (registry.Domain, error) {
	tr := *d.Transfer
	if _, err := t.Store.Contacts().Get(d.Registrant); err != nil { // deleted since the request
		if _, err := command.IsFound(err); err != nil {
			return d, err
		}
		d.Registrant = before.Registrant
	}
	registrant, err := copyForeignContacts(t, tr, idList(d.Registrant))
	if err != nil {
		return d, err
	}
	d.Registrant = ""
	if len(registrant) > 0 {
		d.Registrant = registrant[0]
	}
	for _, ids := range []*[]registry.ContactID{&d.Admin, &d.Tech, &d.Billing} {
		if tr.ReplaceContacts && len(*ids) > 0 {
			*ids = registrant
			continue
		}
		if *ids, err = copyForeignContacts(t, tr, *ids); err != nil {
			return d, err
		}
	}
	return d, nil
}

// handOverHosts gives the subordinate hosts of a transferred domain to its sponsor
// (RFC 5732 section 1.1).
func handOverHosts(t *command.Tx, d registry.Domain) error {
	hosts, err := t.Store.Hosts().SubordinateTo(d.Name)
	if err != nil {
		return err
	}
	for _, h := range hosts {
		h.Registrar, h.Account, h.Transferred = d.Registrar, d.Account, d.Transfer.Acted
		if err := host.SaveHost(t, registry.VerbTransfer, h); err != nil {
			return err
		}
	}
	return nil
}

// copyForeignContacts returns ids with contacts of other sponsors replaced by copies
// that belong to the gaining side.
func copyForeignContacts(t *command.Tx, tr registry.Transfer, ids []registry.ContactID) ([]registry.ContactID, error) {
	var own []registry.ContactID
	for _, id := range ids {
		c, err := t.Store.Contacts().Get(id)
		if err != nil {
			return nil, command.NotFoundAs(err, registry.ErrNoContact, "contact", string(id))
		}
		if c.Registrar != tr.Gaining || c.Account != tr.GainingAccount && tr.GainingAccount != "" {
			if c, err = copyContact(t, tr, c); err != nil {
				return nil, err
			}
		}
		if !slices.Contains(own, c.ID) {
			own = append(own, c.ID)
		}
	}
	return own, nil
}

// copyContact returns a contact of the gaining side with the content of c. The UUID
// of a copy is derived from its content and owner, so that a later transfer of
// another domain with the same contact finds the copy again.
func copyContact(t *command.Tx, tr registry.Transfer, c registry.Contact) (registry.Contact, error) {
	text, err := json.Marshal(contactContent(c))
	if err != nil {
		return c, fmt.Errorf("contact: %w", err)
	}
	id, err := t.NewObjectIDs()
	if err != nil {
		return c, err
	}
	uuid := deriveUUID(t, fmt.Sprintf("%s\x00%s\x00%s", tr.Gaining, tr.GainingAccount, text))
	old, err := t.Store.Contacts().ByUUID(uuid)
	exists, err := command.IsFound(err)
	if err != nil {
		return c, err
	}
	if exists {
		if same, err := json.Marshal(contactContent(old)); err == nil && string(same) == string(text) {
			return old, nil
		}
		uuid = id.UUID // the earlier copy was changed since
	}
	n := contactContent(c)
	if prefix := HandlePrefix(c.Registrar); strings.HasPrefix(string(c.ID), prefix) {
		if n.ID, err = contact.PickContactID(t, HandlePrefix(tr.Gaining)); err != nil {
			return c, err
		}
	} else if n.ID, err = newHandleLike(t, c.ID); err != nil {
		return c, err
	}
	n.ROID, n.Number, n.UUID, n.Registrar, n.Account = id.ROID, id.Number, uuid, tr.Gaining, tr.GainingAccount
	n.Created, n.CreatedBy = t.Now, t.By.Author()
	n.AuthInfo = t.Seal([]byte(command.NewAuthInfo(t.Runner)), "authinfo", n.ROID)
	return n, contact.SaveContact(t, registry.VerbCreate, n)
}

// contactContent returns the data of c about the person or company, without its
// identifiers, owner and history.
func contactContent(c registry.Contact) registry.Contact {
	return registry.Contact{
		Postal: c.Postal, PostalForm: c.PostalForm, OtherPostal: c.OtherPostal, Title: c.Title, First: c.First, Middle: c.Middle, Last: c.Last,
		Voice: c.Voice, VoiceExt: c.VoiceExt, Fax: c.Fax, FaxExt: c.FaxExt, Email: c.Email,
		Ident: c.Ident, Ext: c.Ext, NaturalPerson: c.NaturalPerson,
		Disclosure: c.Disclosure,
	}
}

// deriveUUID returns a UUID of version 8 (RFC 9562 section 5.8) that is an HMAC of
// text with the environment's key.
func deriveUUID(t *command.Tx, text string) string {
	mac := hmac.New(sha256.New, t.Runner.Key.Derive("contact uuid"))
	mac.Write([]byte(text))
	u := mac.Sum(nil)
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

// HandlePrefix returns the prefix of a registrar's contact handles, in dialects that
// have one: "BEST-NAMES:".
func HandlePrefix(r registry.RegistrarID) string { return strings.ToUpper(string(r)) + ":" }

// newHandleLike returns an unused handle with the letters of id and a new number with as
// many digits, which is random if it has at least seven: AV-123456789 becomes AV-571283940,
// AV-12 the next object's number. It has at most 16 characters (RFC 5733).
func newHandleLike(t *command.Tx, id registry.ContactID) (registry.ContactID, error) {
	letters := strings.TrimRight(string(id), "0123456789")
	digits := len(id) - len(letters)
	if digits >= 7 && len(id) <= 16 {
		return contact.PickNumberedID(t, letters, digits)
	}
	for {
		n, err := t.Store.NextID()
		if err != nil {
			return "", err
		}
		number := fmt.Sprintf("%0*d", max(digits, 2), n)
		free := registry.ContactID(letters[:min(len(letters), max(16-len(number), 0))] + number)
		if _, err := t.Store.Contacts().Get(free); err != nil {
			_, err := command.IsFound(err)
			return free, err
		}
	}
}
