package command

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/store"
)

// Once runs cmd unless the same actor's same key succeeded less than ttl ago;
// then it gives that result again. The result is kept, sealed, in the very
// transaction of the effect, so that a crash, a second process or a hundred
// simultaneous copies change nothing. Failures are not remembered: they left
// nothing behind. R must survive JSON.
func Once[R any](key string, ttl time.Duration, cmd Command[R]) Command[R] {
	return once[R]{key, ttl, cmd}
}

type once[R any] struct {
	key string
	ttl time.Duration
	cmd Command[R]
}

func (c once[R]) Run(t *Tx) (result R, err error) {
	key := c.digest(t)
	old, err := t.st.Replies().Get(key)
	switch {
	case err == nil && t.Now.Before(old.Until):
		return result, t.replay(old, &result)
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return result, err
	}
	if result, err = c.cmd.Run(t); err != nil {
		return result, err
	}
	body, err := json.Marshal(result)
	if err != nil {
		return result, fmt.Errorf("keep reply: %w", err)
	}
	return result, t.st.Replies().Put(store.Reply{Key: key, Until: t.Now.Add(c.ttl), Body: t.seal(body, "reply", key)})
}

// digest keeps the key itself out of the store: a form may hold a password.
func (c once[R]) digest(t *Tx) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s", t.By.Registrar, t.By.Account, t.By.User, c.key))
	return hex.EncodeToString(sum[:])
}

func (c once[R]) Wrapped() any { return c.cmd }

func (t *Tx) replay(old store.Reply, result any) error {
	body, err := t.unseal(old.Body, "reply", old.Key)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	return json.Unmarshal(body, result)
}
