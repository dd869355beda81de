package command

import "github.com/cadastre-registry/cadastre/registry"

// GiveUp is DeleteDomain for the actor's own names, and for anybody's whose
// authInfo it shows: who has it could take the name over first. ErrNotYours
// without it, ErrAuthInfo with a wrong one.
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
		asked := t.By
		t.By.Registrar, t.By.Account = d.Registrar, ""
		defer func() { t.By = asked }()
	}
	return DeleteDomain{Name: c.Name, Verified: c.Verified}.Run(t)
}
