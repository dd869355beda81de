package zone

import (
	"cmp"
	"encoding/hex"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
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

func (c CreateZoneKey) Run(t *command.Tx) (ZoneKeySecret, error) {
	k := registry.ZoneKey{
		Algorithm: cmp.Or(c.Algorithm, registry.KeyAlgorithms[0]), Created: t.Now, CreatedBy: t.By.Author(),
		Registrar: t.By.Registrar, Account: t.By.Account, Operator: t.By.Operator() && c.Account == "",
	}
	if t.OwnsNothing() {
		return ZoneKeySecret{}, registry.ErrRole.On("role", "")
	}
	if !slices.Contains(registry.KeyAlgorithms, k.Algorithm) {
		return ZoneKeySecret{}, registry.ErrRange.On("algorithm", registry.Truncate(k.Algorithm))
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
		d, _, err := object.LoadOwnDomain(t, z)
		if err != nil {
			return ZoneKeySecret{}, err
		}
		k.Zones = append(k.Zones, d.Name)
	}
	if k.Name = hex.EncodeToString(t.Runner.RandomBytes(8)) + ".key"; c.Name != "" {
		n, err := name.ParseReference(c.Name)
		if err != nil {
			return ZoneKeySecret{}, registry.ErrNameSyntax.On("key", registry.Truncate(c.Name))
		}
		k.Name = string(n)
	}
	if _, err := t.Store.ZoneKeys().Get(k.Name); err == nil {
		return ZoneKeySecret{}, registry.ErrTaken.On("key", k.Name)
	} else if _, err := command.IsFound(err); err != nil {
		return ZoneKeySecret{}, err
	}
	secret := c.Secret
	if secret == nil {
		secret = t.Runner.RandomBytes(32)
	}
	k.Secret = t.Seal(secret, "zone key", k.Name)
	return ZoneKeySecret{k, secret}, command.Save(t, t.Store.ZoneKeys(), k, registry.VerbCreate, registry.KindKey, k.Name)
}
