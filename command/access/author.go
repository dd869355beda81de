package access

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// DescribeAuthor describes the user whose ID CreatedBy or UpdatedBy holds, in the
// form of docs/contracts/ee.md section 1.2; "" if id is not a user's.
func DescribeAuthor(s *command.Snapshot, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	u, err := s.Store.Users().Get(registry.UserID(id))
	if exists, err := command.IsFound(err); !exists {
		return "", err
	}
	if u.Realm == RegistrantRealm {
		return fmt.Sprintf("%d-RegistrantUser: %s", u.Number, u.Name), nil
	}
	return fmt.Sprintf("%d-ApiUser: %s", u.Number, u.Login), nil
}

// RegistrantRealm is the realm of registrants' logins, and the kind of their tokens.
const RegistrantRealm = "registrant"
