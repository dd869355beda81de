package command

import (
	"cmp"
	"encoding/hex"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateZoneKey creates a TSIG key (RFC 8945) of the actor. A registrar or an
// operator may create one for an account.
type CreateZoneKey struct {
	Name      string // "": generated
	Algorithm string // "": hmac-sha256
	Account   registry.AccountID
	Zones     []string // that it may update; none: all of the owner's
	Secret    []byte   // nil: 32 random bytes
}

// ZoneKeySecret is a key with its secret in plain.
type ZoneKeySecret struct {
	Key    registry.ZoneKey
	Secret []byte
}

func (c CreateZoneKey) Run(t *Tx) (ZoneKeySecret, error) {
	k := registry.ZoneKey{
		Algorithm: cmp.Or(c.Algorithm, registry.KeyAlgorithms[0]), Created: t.Now, CreatedBy: t.authorID(),
		Registrar: t.By.Registrar, Account: t.By.Account, Operator: t.By.Operator() && c.Account == "",
	}
	if t.ownsNothing() {
		return ZoneKeySecret{}, registry.ErrRole.On("role", "")
	}
	if !slices.Contains(registry.KeyAlgorithms, k.Algorithm) {
		return ZoneKeySecret{}, registry.ErrRange.On("algorithm", truncate(k.Algorithm))
	}
	if c.Account != "" {
		a, err := t.FindOwnAccount(c.Account)
		switch {
		case err != nil:
			return ZoneKeySecret{}, err
		case !t.By.Owns(a.Registrar, a.ID):
			return ZoneKeySecret{}, registry.ErrNoAccount.On("account", string(c.Account))
		}
		k.Registrar, k.Account = a.Registrar, a.ID
	}
	for _, z := range c.Zones {
		d, _, err := t.loadOwnDomain(z)
		if err != nil {
			return ZoneKeySecret{}, err
		}
		k.Zones = append(k.Zones, d.Name)
	}
	if k.Name = hex.EncodeToString(t.run.randomBytes(8)) + ".key"; c.Name != "" {
		n, err := name.Parse(c.Name)
		if err != nil {
			return ZoneKeySecret{}, registry.ErrNameSyntax.On("key", truncate(c.Name))
		}
		k.Name = string(n)
	}
	if _, err := t.st.ZoneKeys().Get(k.Name); err == nil {
		return ZoneKeySecret{}, registry.ErrTaken.On("key", k.Name)
	} else if _, err := isFound(err); err != nil {
		return ZoneKeySecret{}, err
	}
	secret := c.Secret
	if secret == nil {
		secret = t.run.randomBytes(32)
	}
	k.Secret = t.seal(secret, "zone key", k.Name)
	if err := t.st.ZoneKeys().Put(k); err != nil {
		return ZoneKeySecret{}, err
	}
	return ZoneKeySecret{k, secret}, t.appendChange("create", registry.KindKey, k.Name, k)
}

// DeleteZoneKey deletes one of the actor's own keys: its signatures are no longer
// accepted. ErrNoKey.
type DeleteZoneKey struct{ Name string }

func (c DeleteZoneKey) Run(t *Tx) (registry.ZoneKey, error) {
	k, err := t.st.ZoneKeys().Get(c.Name)
	if err == nil && !t.ownsZoneKey(k) {
		err = registry.ErrNoKey.On("key", truncate(c.Name))
	}
	if err != nil {
		return k, notFoundAs(err, registry.ErrNoKey, "key", truncate(c.Name))
	}
	if err := t.st.ZoneKeys().Delete(k.Name); err != nil {
		return k, err
	}
	return k, t.appendChange("delete", registry.KindKey, k.Name, nil)
}

// ListZoneKeys lists the actor's own keys, without their secrets.
type ListZoneKeys struct{}

func (ListZoneKeys) Answer(s *Snapshot) ([]registry.ZoneKey, error) {
	var list []registry.ZoneKey
	for k, err := range s.st.ZoneKeys().All() {
		if err != nil {
			return nil, err
		}
		if s.ownsZoneKey(k) {
			k.Secret = nil
			list = append(list, k)
		}
	}
	return list, nil
}

// ownsZoneKey reports whether k is the actor's own.
func (s *Snapshot) ownsZoneKey(k registry.ZoneKey) bool {
	return s.By.Operator() || !k.Operator && s.By.Owns(k.Registrar, k.Account)
}

// RevealZoneKey returns a key with its secret to the frontend that checks
// signatures. ErrNoKey when there is no such key, or its owner may not log in.
type RevealZoneKey struct{ Name string }

func (q RevealZoneKey) Answer(s *Snapshot) (ZoneKeySecret, error) {
	k, err := s.st.ZoneKeys().Get(q.Name)
	if err != nil {
		return ZoneKeySecret{}, notFoundAs(err, registry.ErrNoKey, "key", truncate(q.Name))
	}
	if err := s.authorizeUser(registry.User{Registrar: k.Registrar, Account: k.Account}, ""); err != nil {
		return ZoneKeySecret{}, registry.ErrNoKey.On("key", k.Name)
	}
	secret, err := s.unseal(k.Secret, "zone key", k.Name)
	return ZoneKeySecret{k, secret}, err
}
