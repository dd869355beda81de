package command

import "github.com/cadastre-registry/cadastre/registry"

// DeleteDomainByAuthInfo is DeleteDomain for the actor's own domains, and with
// the right AuthInfo for any domain: its bearer could transfer the domain before
// deleting it. ErrNotYours without AuthInfo, ErrAuthInfo with a wrong one.
type GiveUp struct {
	Name     string
	AuthInfo string
	Verified bool // as in DeleteDomain
}

func (c GiveUp) Run(t *Tx) (registry.Domain, error) {
	d, _, err := t.standing(c.Name)
	if err != nil {
		return d, err
	}
	if !t.By.Owns(d.Registrar, d.Account) && c.AuthInfo != "" {
		if err := t.opens(d, c.AuthInfo); err != nil {
			return d, err
		}
		caller := t.By
		t.By.Registrar, t.By.Account = d.Registrar, ""
		defer func() { t.By = caller }()
	}
	return DeleteDomain{Name: c.Name, Verified: c.Verified}.Run(t)
}
