package access

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// RegistrarUser is a user of a registrar, with its certificates.
type RegistrarUser struct {
	User         registry.User
	Certificates []registry.Certificate
	UsersByID    map[string]registry.User // all users of the registrar by UserID, to resolve CreatedBy and UpdatedBy
	AsOf         time.Time                // time of the query
}
