package command

import (
	"encoding/hex"

	"github.com/cadastre-registry/cadastre/registry"
)

// authInfo returns a new authInfo: 16 hex digits would be 64 bits; RFC 9154
// section 4.1 asks for 128, so it has 32. The codes
// of .ee look the same, and .it takes no more than 32 characters.
func (r *Runner) authInfo() string { return hex.EncodeToString(r.random(16)) }

// authorize seals d's authInfo: the given one, or a new one. It returns it in
// plain text; ErrRange when its length is not the policy's.
func (t *Tx) authorize(d *registry.Domain, p registry.Policy, secret string) (string, error) {
	if secret == "" {
		secret = t.run.authInfo()
	} else if err := p.CheckAuthInfo(secret); err != nil {
		return "", err
	}
	d.AuthInfo = t.seal([]byte(secret), "authinfo", d.ROID)
	return secret, nil
}

// strong returns ErrWeakAuth for an authInfo that could be guessed, where that
// matters.
func strong(secure bool, secret string) error {
	if !secure {
		return nil
	}
	return registry.CheckStrong(secret)
}
