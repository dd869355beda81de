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
// effect (RFC 8945 section 5.2.3): ErrPrerequisite, with BADTIME, for a copy if the key
// has signed a later update that was applied, and for a message that is older than that
// by more than signatureDisorder. A copy of the newest one gets its result again. What is
// remembered is written with the update, so it holds in all processes and after a restart.
type UpdateZoneSigned struct {
	UpdateZone
	Key    string // name of the key
	Signed uint64 // Time Signed, Unix seconds
	MAC    string // of the message
}

const (
	// signatureLifetime is how long the MAC of an update is remembered: a signature is
	// valid for 300 seconds before and after its time.
	signatureLifetime = 15 * time.Minute
	// signatureDisorder is how many seconds updates that a key signs at the same time may
	// overtake each other.
	signatureDisorder = 5
)

func (c UpdateZoneSigned) Run(t *command.Tx) (int, error) {
	newest, err := newestSignature(t, c.Key)
	if err != nil {
		return 0, err
	}
	badTime := registry.ErrPrerequisite.On("BADTIME", c.Key)
	if c.Signed+signatureDisorder < newest {
		return 0, badTime
	}
	ran := false
	c.ran = &ran
	n, err := command.Idempotent("tsig "+c.MAC, signatureLifetime, c.UpdateZone).Run(t)
	switch {
	case err != nil:
		return 0, err
	case !ran && c.Signed < newest:
		return 0, badTime
	case c.Signed <= newest:
		return n, nil
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
