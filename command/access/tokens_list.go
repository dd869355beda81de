package access

import "github.com/cadastre-registry/cadastre/command"

// ListTokens lists the actor's own valid tokens of a kind, with the secrets of
// those that were issued as recoverable.
type ListTokens struct{ Kind string }

func (q ListTokens) Answer(s *command.Snapshot) ([]IssuedToken, error) {
	var list []IssuedToken
	for tok, err := range s.Store.Tokens().ByUser(s.By.User) {
		if err != nil {
			return nil, err
		}
		if tok.Kind != q.Kind || !tok.Retired.IsZero() || !s.Now.Before(tok.Expires) {
			continue
		}
		secret, err := UnsealToken(s, tok)
		if err != nil {
			return nil, err
		}
		list = append(list, IssuedToken{secret, tok})
	}
	return list, nil
}
