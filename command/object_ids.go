package command

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

// DefaultRepository is the repository identifier in the ROIDs of new objects where
// none is configured. It is not registered with IANA.
const DefaultRepository = "CAD"

// objectIDs are the identifiers of a new object.
type objectIDs struct {
	Number int64
	ROID   string // "12-CAD": RFC 5730 section 2.8
	UUID   string
}

// NewDomainIDs returns the identifiers of a new domain, with the policy's repository
// identifier if it has one.
func (t *Tx) NewDomainIDs(p registry.Policy) (objectIDs, error) {
	return t.newObjectIDs(cmp.Or(p.Repository, t.Runner.Repository, DefaultRepository))
}

// NewObjectIDs returns the identifiers of a new object. The UUID is version 7 (RFC
// 9562): it begins with the time, so that an index of UUIDs grows at its end.
func (t *Tx) NewObjectIDs() (objectIDs, error) {
	return t.newObjectIDs(cmp.Or(t.Runner.Repository, DefaultRepository))
}

func (t *Tx) newObjectIDs(repository string) (objectIDs, error) {
	n, err := t.Store.NextID()
	if err != nil {
		return objectIDs{}, err
	}
	u := t.Runner.RandomBytes(16)
	for i, ms := 5, t.Now.UnixMilli(); i >= 0; i, ms = i-1, ms>>8 {
		u[i] = byte(ms)
	}
	u[6], u[8] = u[6]&0x0f|0x70, u[8]&0x3f|0x80
	return objectIDs{n, strconv.FormatInt(n, 10) + "-" + repository, fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])}, nil
}
