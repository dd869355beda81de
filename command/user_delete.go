package command

import "github.com/cadastre-registry/cadastre/registry"

// DeleteUser takes a user of the actor's registrar away, with its tokens; its
// certificates are revoked. For users with RoleSuper, of whom one must stay:
// ErrLastSuper.
type DeleteUser struct{ Number int64 }

func (c DeleteUser) Run(t *Tx) (registry.User, error) {
	u, err := t.Colleague(c.Number)
	if err != nil {
		return u, err
	}
	if err := t.keepSuper(u, registry.User{}); err != nil {
		return u, err
	}
	certs, err := t.certificates(u)
	if err != nil {
		return u, err
	}
	for _, cert := range certs {
		if err := t.revoke(cert); err != nil {
			return u, err
		}
	}
	var tokens []string
	for tok, err := range t.st.Tokens().Of(u.ID) {
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
	return u, t.append("delete", registry.KindUser, string(u.ID), nil)
}
