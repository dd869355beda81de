package access

import (
	"cmp"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteRegistrarUser deletes a user of the actor's registrar with its tokens, and
// revokes its certificates. For users with RoleSuper; ErrLastSuper for the last
// of them, ErrOwnAccess for the actor.
type DeleteRegistrarUser struct{ Number int64 }

func (c DeleteRegistrarUser) Run(t *command.Tx) (registry.User, error) {
	u, err := FindRegistrarUser(t.Snapshot, c.Number)
	if err != nil {
		return u, err
	}
	if err := cmp.Or(checkSuperRemains(t, u, registry.User{}), checkOwnAccess(t, u, registry.User{})); err != nil {
		return u, err
	}
	certs, err := listCertificates(t.Snapshot, u)
	if err != nil {
		return u, err
	}
	for _, cert := range certs {
		if err := markRevoked(t, cert); err != nil {
			return u, err
		}
	}
	var tokens []string
	for tok, err := range t.Store.Tokens().ByUser(u.ID) {
		if err != nil {
			return u, err
		}
		tokens = append(tokens, tok.Hash)
	}
	for _, hash := range tokens {
		if err := t.Store.Tokens().Delete(hash); err != nil {
			return u, err
		}
	}
	if err := t.Store.Users().Delete(u.ID); err != nil {
		return u, err
	}
	return u, t.AppendChange(registry.VerbDelete, registry.KindUser, string(u.ID), nil)
}
