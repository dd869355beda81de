package access

import (
	"encoding/base64"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UnsealToken returns the secret of a token; "" if no copy was stored.
func UnsealToken(s *command.Snapshot, tok registry.Token) (string, error) {
	if tok.SealedCopy == "" {
		return "", nil
	}
	sealed, err := base64.RawStdEncoding.DecodeString(tok.SealedCopy)
	if err != nil {
		return "", fmt.Errorf("copy of a token: %w", err)
	}
	secret, err := s.Unseal(sealed, "token", tok.Hash)
	return string(secret), err
}
