package zone

import (
	"errors"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// UpdateZoneSigned is UpdateZone by a message with a TSIG record, of which a copy has no
// effect (RFC 8945 section 5.2.3): ErrPrerequisite, with BADTIME, if the key signed an
// update later that was applied. A copy of the newest one gets its result again. What
// is remembered is written with the update, so it holds in all processes and after a
// restart.
type UpdateZoneSigned struct {
	UpdateZone
	Key    string // name of the key
	Signed uint64 // Time Signed, Unix seconds
	MAC    string // of the message
}

// signatureLifetime is how long the MAC of an update is remembered: a signature is valid
// for 300 seconds before and after its time.
const signatureLifetime = 15 * time.Minute

func (c UpdateZoneSigned) Run(t *command.Tx) (int, error) {
	newest, err := newestSignature(t, c.Key)
	switch {
	case err != nil:
		return 0, err
	case c.Signed < newest:
		return 0, registry.ErrPrerequisite.On("BADTIME", c.Key)
	}
	n, err := command.Idempotent("tsig "+c.MAC, signatureLifetime, c.UpdateZone).Run(t)
	if err != nil || c.Signed == newest {
		return n, err
	}
	return n, t.Store.Settings().Put(store.Setting{Key: signatureKey(c.Key), Value: strconv.FormatUint(c.Signed, 10)})
}

// newestSignature returns the latest Time Signed of the key's applied updates; 0: there
// are none.
func newestSignature(t *command.Tx, key string) (uint64, error) {
	setting, err := t.Store.Settings().Get(signatureKey(key))
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	} else if err != nil {
		return 0, err
	}
	return strconv.ParseUint(setting.Value, 10, 64)
}

func signatureKey(key string) string { return "signed " + key }
