package command

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Idempotent runs cmd unless a command of the same actor with the same key
// succeeded less than ttl ago; then it returns that result again. The encrypted
// result is stored in the transaction of the command, so the guarantee holds
// across crashes, processes and simultaneous requests. Failures are not stored:
// they had no effect. R must round-trip through JSON.
func Idempotent[R any](key string, ttl time.Duration, cmd Command[R]) Command[R] {
	return idempotent[R]{key, ttl, cmd}
}

type idempotent[R any] struct {
	key string
	ttl time.Duration
	cmd Command[R]
}

func (c idempotent[R]) Run(t *Tx) (result R, err error) {
	key := c.storageKey(t)
	old, err := t.Store.Responses().Get(key)
	switch {
	case err == nil && t.Now.Before(old.Expires):
		return decodeKept[R](t, old)
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return result, err
	}
	if result, err = c.cmd.Run(t); err != nil {
		return result, err
	}
	body, err := registry.EncodeDocument(keptResult[R]{result})
	if err != nil {
		return result, fmt.Errorf("store response: %w", err)
	}
	return result, t.Store.Responses().Put(store.StoredResponse{Key: key, Expires: t.Now.Add(c.ttl), Body: t.Seal(body, "reply", key)})
}

// storageKey returns a hash of actor and key: the key may be a form with a password
// in it, which must not be stored.
func (c idempotent[R]) storageKey(t *Tx) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s", t.By.Registrar, t.By.Account, t.By.User, c.key))
	return hex.EncodeToString(sum[:])
}

func (c idempotent[R]) Wrapped() any { return c.cmd }

// keptResult is the document of a stored response.
type keptResult[R any] struct {
	Result R `json:"result"`
}

// decodeKept decrypts and decodes a stored response. In version 0 the document is
// the result's JSON.
func decodeKept[R any](t *Tx, old store.StoredResponse) (result R, err error) {
	body, err := t.Unseal(old.Body, "reply", old.Key)
	if err != nil {
		return result, fmt.Errorf("decode stored response: %w", err)
	}
	if registry.VersionOfDocument(body) == 0 {
		return result, json.Unmarshal(body, &result)
	}
	var kept keptResult[R]
	if err := registry.DecodeDocument(body, &kept); err != nil {
		return result, fmt.Errorf("stored response, row %s: %w", old.Key, err)
	}
	return kept.Result, nil
}
