package access

import "github.com/cadastre-registry/cadastre/command"

// DeleteToken retires one of the actor's own tokens.
type DeleteToken struct{ Kind, Secret string }

func (c DeleteToken) Run(t *command.Tx) (IssuedToken, error) {
	own, err := OwnTokenInfo(c).Answer(t.Snapshot)
	if err != nil {
		return own, err
	}
	own.Token.Retired = t.Now
	return own, t.Store.Tokens().Put(own.Token)
}
