package command

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// endTransfer ends the pending transfer of d with a state, and saves the domain.
func (t *Tx) endTransfer(d registry.Domain, state registry.TransferState, reason string, price registry.Price) (TransferResult, error) {
	p, err := t.FindPolicy(d.Name)
	if err != nil {
		return TransferResult{}, err
	}
	after, err := d.EndTransfer(state, t.Now, p)
	if err != nil {
		return TransferResult{}, err
	}
	after.Transfer.Reason = reason
	if after, err = t.applyTransferOutcome(d, after); err != nil {
		return TransferResult{}, err
	}
	verb := "transfer"
	if !state.Approved() {
		verb = "transfer-cancel"
	}
	return TransferResult{*after.Transfer, after, price}, t.saveDomain(verb, d, after)
}

// applyTransferOutcome does what the end of a transfer implies: refunds, the move of
// contacts and hosts, messages to both sides. It returns the domain to be saved.
func (t *Tx) applyTransferOutcome(before, after registry.Domain) (registry.Domain, error) {
	tr := *after.Transfer
	var err error
	if tr.State.Approved() {
		after, err = t.handOverDomain(before, after)
	} else {
		err = t.refund(tr.Gaining, tr.GainingAccount, paidPrice(tr), "transfer refused", string(after.Name))
	}
	if err != nil {
		return after, err
	}
	if err := t.st.Transfers().Put(tr); err != nil {
		return after, err
	}
	return after, t.queueTransferMessages(tr)
}

// handOverDomain returns after as its gaining sponsor gets it: with the gaining
// side's own contacts, a new newAuthInfo, and without the losing side's label.
func (t *Tx) handOverDomain(before, after registry.Domain) (registry.Domain, error) {
	tr := *after.Transfer
	if g, ok := before.UndoneAutoRenew(tr.Acted); ok {
		if err := t.refundGrace(before, g); err != nil {
			return after, err
		}
	}
	after = after.Clone()
	if _, err := t.st.Contacts().Get(after.Registrant); err != nil { // deleted since the request
		if _, err := isFound(err); err != nil {
			return after, err
		}
		after.Registrant = before.Registrant
	}
	registrant, err := t.copyForeignContacts(tr, idList(after.Registrant))
	if err != nil {
		return after, err
	}
	after.Registrant = ""
	if len(registrant) > 0 {
		after.Registrant = registrant[0]
	}
	for _, ids := range []*[]registry.ContactID{&after.Admin, &after.Tech, &after.Billing} {
		if tr.ReplaceContacts && len(*ids) > 0 {
			*ids = registrant
			continue
		}
		if *ids, err = t.copyForeignContacts(tr, *ids); err != nil {
			return after, err
		}
	}
	if after.Hosted && after.Registrar != before.Registrar {
		after.Hosted = false // the losing storefront's servers; the gaining one has its own, or none
		if after, err = t.useStorefrontNS(after); err != nil {
			return after, err
		}
	}
	after.Label = ""
	if _, err := t.setAuthInfo(&after, registry.Policy{}, ""); err != nil {
		return after, err
	}
	hosts, err := t.st.Hosts().SubordinateTo(after.Name)
	if err != nil {
		return after, err
	}
	for _, h := range hosts { // subordinate hosts go with their domain (RFC 5732 section 1.1)
		h.Registrar, h.Account, h.Transferred = after.Registrar, after.Account, tr.Acted
		if err := t.saveHost("transfer", h); err != nil {
			return after, err
		}
	}
	return after, nil
}

// copyForeignContacts returns ids with contacts of other sponsors replaced by copies
// that belong to the gaining side.
func (t *Tx) copyForeignContacts(tr registry.Transfer, ids []registry.ContactID) ([]registry.ContactID, error) {
	var own []registry.ContactID
	for _, id := range ids {
		c, err := t.st.Contacts().Get(id)
		if err != nil {
			return nil, notFoundAs(err, registry.ErrNoContact, "contact", string(id))
		}
		if c.Registrar != tr.Gaining || c.Account != tr.GainingAccount && tr.GainingAccount != "" {
			if c, err = t.copyContact(tr, c); err != nil {
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
func (t *Tx) copyContact(tr registry.Transfer, c registry.Contact) (registry.Contact, error) {
	text, err := json.Marshal(contactContent(c))
	if err != nil {
		return c, fmt.Errorf("contact: %w", err)
	}
	id, err := t.newObjectIDs()
	if err != nil {
		return c, err
	}
	uuid := t.deriveUUID(fmt.Sprintf("%s\x00%s\x00%s", tr.Gaining, tr.GainingAccount, text))
	old, err := t.st.Contacts().ByUUID(uuid)
	exists, err := isFound(err)
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
		if n.ID, err = t.pickContactID(HandlePrefix(tr.Gaining)); err != nil {
			return c, err
		}
	} else if n.ID, err = t.newHandleLike(c.ID); err != nil {
		return c, err
	}
	n.ROID, n.Number, n.UUID, n.Registrar, n.Account = id.ROID, id.Number, uuid, tr.Gaining, tr.GainingAccount
	n.Created, n.CreatedBy = t.Now, t.authorID()
	n.AuthInfo = t.seal([]byte(t.run.newAuthInfo()), "authinfo", n.ROID)
	return n, t.saveContact("create", n)
}

// contactContent returns the data of c about the person or company, without its
// identifiers, owner and history.
func contactContent(c registry.Contact) registry.Contact {
	return registry.Contact{
		Postal: c.Postal, PostalForm: c.PostalForm, OtherPostal: c.OtherPostal, Title: c.Title, First: c.First, Middle: c.Middle, Last: c.Last,
		Voice: c.Voice, VoiceExt: c.VoiceExt, VoiceOriginal: c.VoiceOriginal, Fax: c.Fax, FaxExt: c.FaxExt, FaxOriginal: c.FaxOriginal, Email: c.Email,
		Ident: c.Ident, Nationality: c.Nationality, EntityType: c.EntityType, RegCode: c.RegCode, SchoolCode: c.SchoolCode,
		Disclosure: c.Disclosure,
	}
}

// deriveUUID returns a UUID of version 8 (RFC 9562 section 5.8) that is an HMAC of
// text with the environment's key.
func (t *Tx) deriveUUID(text string) string {
	mac := hmac.New(sha256.New, t.run.Key.Derive("contact uuid"))
	mac.Write([]byte(text))
	u := mac.Sum(nil)
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

// HandlePrefix returns the prefix of a registrar's contact handles, in dialects that
// have one: "BEST-NAMES:".
func HandlePrefix(r registry.RegistrarID) string { return strings.ToUpper(string(r)) + ":" }

// newHandleLike returns an unused handle with the letters of id and a new number:
// AV-12 becomes AV-57. It has at most 16 characters (RFC 5733).
func (t *Tx) newHandleLike(id registry.ContactID) (registry.ContactID, error) {
	letters := strings.TrimRight(string(id), "0123456789")
	for {
		n, err := t.st.NextID()
		if err != nil {
			return "", err
		}
		number := fmt.Sprintf("%0*d", max(len(id)-len(letters), 2), n)
		free := registry.ContactID(letters[:min(len(letters), max(16-len(number), 0))] + number)
		if _, err := t.st.Contacts().Get(free); err != nil {
			_, err := isFound(err)
			return free, err
		}
	}
}

// queueTransferMessages queues a message about the end of a transfer for both
// sides, and one about a request for the losing side only.
func (t *Tx) queueTransferMessages(tr registry.Transfer) error {
	text := fmt.Sprintf("Transfer of %s %s: %s", tr.Kind, tr.Key, tr.State)
	err := t.queueMessage(tr.Losing, "transfer", registry.KindTransfer, tr.Key, text, tr)
	if tr.State == registry.TransferPending || tr.Losing == tr.Gaining {
		return err
	}
	return errors.Join(err, t.queueMessage(tr.Gaining, "transfer", registry.KindTransfer, tr.Key, text, tr))
}
