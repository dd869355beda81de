package ee

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// AuthorName returns the name of a user in creator_str and updator_str: "12-ApiUser:
// alice", "13-RegistrantUser: Alice Example" (docs/contracts/ee.md section 1.2); "" for
// the zero User.
func AuthorName(u registry.User) string {
	switch {
	case u.ID == "":
		return ""
	case u.Realm == access.RegistrantRealm:
		return fmt.Sprintf("%d-RegistrantUser: %s", u.Number, u.Name)
	}
	return fmt.Sprintf("%d-ApiUser: %s", u.Number, u.Login)
}
