package command

import (
	"encoding/hex"

	"github.com/cadastre-registry/cadastre/registry"
)

// NewAuthInfo returns 32 random hex digits: RFC 9154 section 4.1 asks for 128
// bits. The codes of .ee have the same form, and .it accepts at most 32
// characters.
func NewAuthInfo(r *Runner) string { return hex.EncodeToString(r.RandomBytes(16)) }

// CheckAuthInfoStrength returns ErrWeakAuth for an authInfo that is too easy to
// guess (RFC 9154); it checks nothing unless secure.
func CheckAuthInfoStrength(secure bool, secret string) error {
	if !secure {
		return nil
	}
	return registry.CheckAuthInfoStrength(secret)
}
