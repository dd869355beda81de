package object

import (
	"encoding/hex"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// newAuthInfo returns 32 random hex digits: RFC 9154 section 4.1 asks for 128
// bits. The codes of .ee have the same form, and .it accepts at most 32
// characters.
func newAuthInfo(r *command.Runner) string { return hex.EncodeToString(r.RandomBytes(16)) }

// setAuthInfo seals secret, or a new authInfo if it is "", into d and returns it
// in plain text; ErrRange when its length is not within the policy's limits.
func setAuthInfo(t *command.Tx, d *registry.Domain, p registry.Policy, secret string) (string, error) {
	if secret == "" {
		secret = newAuthInfo(t.Runner)
	} else if err := p.CheckAuthInfo(secret); err != nil {
		return "", err
	}
	d.AuthInfo = t.Seal([]byte(secret), "authinfo", d.ROID)
	return secret, nil
}

// checkAuthInfoStrength returns ErrWeakAuth for an authInfo that is too easy to
// guess (RFC 9154); it checks nothing unless secure.
func checkAuthInfoStrength(secure bool, secret string) error {
	if !secure {
		return nil
	}
	return registry.CheckAuthInfoStrength(secret)
}

// RevealAuthInfo returns the authorization information of d in plain text; "" when
// it has none.
func RevealAuthInfo(s *command.Snapshot, d registry.Domain) (string, error) {
	if d.AuthInfo == nil {
		return "", nil
	}
	plain, err := s.Unseal(d.AuthInfo, "authinfo", d.ROID)
	return string(plain), err
}
