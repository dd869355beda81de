package command

import "github.com/cadastre-registry/cadastre/registry"

// DeleteRegistrarUser deletes a user of the actor's registrar with its tokens, and
// revokes its certificates. For users with RoleSuper; ErrLastSuper for the last
// of them.
type DeleteRegistrarUser struct{ Number int64 }

func (c DeleteRegistrarUser) Run(t *Tx) (registry.User, error) {
	u, err := t.FindRegistrarUser(c.Number)
	if err != nil {
		return u, err
	}
	if err := t.checkSuperRemains(u, registry.User{}); err != nil {
		return u, err
	}
	certs, err := t.listCertificates(u)
	if err != nil {
		return u, err
	}
	for _, cert := range certs {
		if err := t.markRevoked(cert); err != nil {
			return u, err
		}
	}
	var tokens []string
	for tok, err := range t.st.Tokens().ByUser(u.ID) {
		if err != nil {
			return u, err
		}
		tokens = append(tokens, tok.Hash)
	}
	for _, hash := range tokens {
		if err := t.st.Tokens().Delete(hash); err != nil {
			return u, err
		}
	}
	if err := t.st.Users().Delete(u.ID); err != nil {
		return u, err
	}
	return u, t.appendChange("delete", registry.KindUser, string(u.ID), nil)
}
