package command

import (
	"encoding/hex"

	"github.com/cadastre-registry/cadastre/registry"
)

// newAuthInfo returns 32 random hex digits: RFC 9154 section 4.1 asks for 128
// bits. The codes of .ee have the same form, and .it accepts at most 32
// characters.
func (r *Runner) newAuthInfo() string { return hex.EncodeToString(r.randomBytes(16)) }

// setAuthInfo seals secret, or a new newAuthInfo if it is "", into d and returns it
// in plain text; ErrRange when its length is not within the policy's limits.
func (t *Tx) setAuthInfo(d *registry.Domain, p registry.Policy, secret string) (string, error) {
	if secret == "" {
		secret = t.run.newAuthInfo()
	} else if err := p.CheckAuthInfo(secret); err != nil {
		return "", err
	}
	d.AuthInfo = t.seal([]byte(secret), "authinfo", d.ROID)
	return secret, nil
}

// checkAuthInfoStrength returns ErrWeakAuth for an newAuthInfo that is too easy to
// guess (RFC 9154); it checks nothing unless secure.
func checkAuthInfoStrength(secure bool, secret string) error {
	if !secure {
		return nil
	}
	return registry.CheckAuthInfoStrength(secret)
}
