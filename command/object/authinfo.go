package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// setAuthInfo seals secret, or a new authInfo if it is "", into d and returns it
// in plain text; the faults are those of the policy's CheckAuthInfo.
func setAuthInfo(t *command.Tx, d *registry.Domain, p registry.Policy, secret string) (string, error) {
	if secret == "" {
		secret = command.NewAuthInfo(t.Runner)
	} else if err := p.CheckAuthInfo(secret); err != nil {
		return "", err
	}
	d.AuthInfo = t.Seal([]byte(secret), "authinfo", d.ROID)
	return secret, nil
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
