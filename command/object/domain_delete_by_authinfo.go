package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteDomainByAuthInfo is DeleteDomain for the actor's own domains, and with
// the right authInfo for any domain: its bearer could transfer the domain before
// deleting it. ErrNotYours without authInfo, ErrAuthInfo with a wrong one.
type DeleteDomainByAuthInfo struct {
	Name     string
	AuthInfo string
	Verified bool // as in DeleteDomain
}

func (c DeleteDomainByAuthInfo) Run(t *command.Tx) (registry.Domain, error) {
	d, _, err := LoadDomain(t, c.Name)
	if err != nil {
		return d, err
	}
	if !t.By.Owns(d.Registrar, d.Account) && c.AuthInfo != "" {
		if err := VerifyAuthInfo(t.Snapshot, d, c.AuthInfo); err != nil {
			return d, err
		}
		sponsor := t.By
		sponsor.Registrar, sponsor.Account = d.Registrar, ""
		t = t.As(sponsor)
	}
	return DeleteDomain{Name: c.Name, Verified: c.Verified}.Run(t)
}
