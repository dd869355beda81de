package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// saveDomain writes d and its change log entry, and updates the domain counts of its
// owners. before is the row's former state, or the zero Domain for a new one. No
// other function writes a domain.
func (t *Tx) saveDomain(verb string, before, d registry.Domain) error {
	if before.ROID != "" {
		d.Updated, d.UpdatedBy = t.Now, t.authorID()
	}
	if err := t.st.Domains().Put(d); err != nil {
		return err
	}
	if before.ROID == "" || before.Registrar != d.Registrar || before.Account != d.Account {
		if err := t.countDomain(before, -1); err != nil {
			return err
		}
		if err := t.countDomain(d, 1); err != nil {
			return err
		}
	}
	if before.ROID != "" {
		if err := t.queueSponsorMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), d); err != nil {
			return err
		}
	}
	return t.appendChange(verb, registry.KindDomain, string(d.Name), d)
}

// removeDomain deletes d with its zone, its subordinate hosts and the delegations
// to them.
func (t *Tx) removeDomain(verb string, d registry.Domain) error {
	hosts, err := t.st.Hosts().SubordinateTo(d.Name)
	if err != nil {
		return err
	}
	for _, h := range hosts {
		if err := t.removeHost(h.Name, d.Name); err != nil {
			return err
		}
	}
	if _, err := t.st.Records().DeleteZone(d.Name); err != nil {
		return err
	}
	if err := t.st.Domains().Delete(d.Name); err != nil {
		return err
	}
	if err := t.countDomain(d, -1); err != nil {
		return err
	}
	if err := t.queueSponsorMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), d); err != nil {
		return err
	}
	return t.appendChange(verb, registry.KindDomain, string(d.Name), nil)
}

// removeHost deletes a host whose superordinate domain is being deleted, and
// removes it from the delegations of other domains.
func (t *Tx) removeHost(n, parent name.Name) error {
	if _, err := t.st.Hosts().Get(n); err != nil { // locks the row, so that no delegation to it is added
		return err
	}
	err := t.updateDelegations(n, "host-lost", func(d registry.Domain) (registry.Domain, error) {
		if d.Name != parent {
			d.Nameservers = slices.DeleteFunc(d.Nameservers, func(ns registry.Nameserver) bool { return ns.Host == n })
		}
		return d, nil
	})
	if err != nil {
		return err
	}
	if err := t.st.Hosts().Delete(n); err != nil {
		return err
	}
	return t.appendChange("delete", registry.KindHost, string(n), nil)
}

// updateDelegations applies change to every domain that is delegated to a host.
// Each domain is read again by its key, which locks it: another transaction may
// have changed it since the list was read.
func (t *Tx) updateDelegations(host name.Name, verb string, change func(registry.Domain) (registry.Domain, error)) error {
	page := store.DomainQuery{Host: host, Limit: 500}
	for {
		users, err := t.st.Domains().List(page)
		if err != nil || len(users) == 0 {
			return err
		}
		page.After = users[len(users)-1].Name
		for _, u := range users {
			d, err := t.st.Domains().Get(u.Name)
			if exists, err := isFound(err); err != nil {
				return err
			} else if !exists {
				continue
			}
			after, err := change(d.Clone())
			if err != nil {
				return err
			}
			if slices.EqualFunc(after.Nameservers, d.Nameservers, func(a, b registry.Nameserver) bool { return a.Host == b.Host }) {
				continue
			}
			if err := t.saveDomain(verb, d, after); err != nil {
				return err
			}
		}
	}
}

// countDomain adds n to the domain count of d's account, or of its registrar.
func (t *Tx) countDomain(d registry.Domain, n int) error {
	if d.Registrar == "" {
		return nil
	}
	owner := store.RegistrarOwner(d.Registrar)
	if d.Account != "" {
		owner = store.AccountOwner(d.Account)
	}
	return t.st.Balances().AddDomains(owner, n)
}

// appendChange appends one entry to the change log; after is nil if the object was
// deleted.
func (t *Tx) appendChange(verb string, kind registry.Kind, key string, after any) error {
	return t.appendChangeAt(t.Now, verb, kind, key, after)
}

// appendChangeAt is appendChange for a change that took effect at another instant.
func (t *Tx) appendChangeAt(at time.Time, verb string, kind registry.Kind, key string, after any) error {
	c := registry.Change{At: at, By: t.By, Verb: verb, Kind: kind, Key: key}
	if after != nil {
		doc, err := json.Marshal(after)
		if err != nil {
			return fmt.Errorf("change log: %w", err)
		}
		c.After = doc
	}
	return t.st.Append(c)
}

// authorID returns the value for CreatedBy and UpdatedBy: the actor's user if it
// has one, else its registrar. EPP always records the registrar (crID and upID of
// RFC 5731).
func (t *Tx) authorID() string {
	if t.By.User != "" && t.By.Frontend != "epp" {
		return string(t.By.User)
	}
	return string(t.By.Registrar)
}

// objectIDs are the identifiers of a new object.
type objectIDs struct {
	Number int64
	ROID   string // "12-CAD": RFC 5730 section 2.8
	UUID   string
}

// newObjectIDs returns the identifiers of a new object. The UUID is version 7 (RFC
// 9562): it begins with the time, so that an index of UUIDs grows at its end.
func (t *Tx) newObjectIDs() (objectIDs, error) {
	n, err := t.st.NextID()
	if err != nil {
		return objectIDs{}, err
	}
	u := t.run.randomBytes(16)
	for i, ms := 5, t.Now.UnixMilli(); i >= 0; i, ms = i-1, ms>>8 {
		u[i] = byte(ms)
	}
	u[6], u[8] = u[6]&0x0f|0x70, u[8]&0x3f|0x80
	return objectIDs{n, strconv.FormatInt(n, 10) + "-CAD", fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])}, nil
}

// queueMessage queues a message for a registrar (EPP poll, REPP notifications). about
// is encoded as the message's data; nil: none.
func (t *Tx) queueMessage(r registry.RegistrarID, verb string, kind registry.Kind, key, text string, about any) error {
	id, err := t.st.NextID()
	if err != nil {
		return err
	}
	if d, ok := about.(registry.Domain); ok && d.Phase == registry.DeleteCandidate { // the release time is secret
		d.PhaseEnds = time.Time{}
		about = d
	}
	data, err := json.Marshal(about)
	if err != nil {
		return fmt.Errorf("message: %w", err)
	}
	return t.st.Messages().Put(registry.Message{
		ID: id, Registrar: r, At: t.Now, Text: text, Kind: kind, Key: key, Verb: verb, By: t.By, Data: data,
	})
}

// isFound reports whether the look-up that returned err found a row. It returns
// errors other than store.ErrNotFound.
func isFound(err error) (bool, error) {
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
