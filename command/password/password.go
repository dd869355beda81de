// Package password hashes and checks passwords with argon2id, few at a time, and delays
// logins that failed repeatedly. It is a leaf below the kernel, whose Runner holds one
// PasswordChecker; command/access calls it.
package password

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/registry"
	"golang.org/x/crypto/argon2"
)

// PasswordChecker checks passwords. It hashes few at a time, delays logins that
// failed repeatedly, and caches passwords that were verified. Its zero value is
// ready.
type PasswordChecker struct {
	once     sync.Once
	slots    chan struct{} // one slot for every two cores: a hash takes 19 MiB and a core, and other requests need some too
	waiting  atomic.Int64
	cacheKey [32]byte // random HMAC key of the cache of verified passwords; never stored

	mu       sync.Mutex
	verified map[[32]byte]struct{}
	inFlight map[[32]byte]*verification
	failures
}

// verification is a hash computation in progress. Concurrent logins with the same
// password wait for its result.
type verification struct {
	done chan struct{} // closed when good and err are known
	good bool
	err  error
}

// Parameters of argon2id (RFC 9106; 19 MiB and two passes is OWASP's first
// choice for two passes).
const (
	argonTime   = 2
	argonMemory = 19 * 1024
	argonSize   = 32
	SaltSize    = 16
)

// maxWaiting bounds the logins that wait for a slot: a few seconds' worth.
const maxWaiting = 100

// maxVerified bounds the cache of verified passwords; a full cache is cleared.
const maxVerified = 10_000

// Hash returns a password's argon2id hash in PHC form; ErrPassword for
// one that is too short, too long, or not text.
func Hash(salt []byte, password string) (string, error) {
	if n := utf8.RuneCountInString(password); n < 8 || len(password) > 128 || !utf8.ValidString(password) {
		return "", registry.ErrPassword.On("password", "")
	}
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, 1, argonSize)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// IsVerified reports whether password was verified against secret before.
func (l *PasswordChecker) IsVerified(secret, password string) bool {
	l.once.Do(l.setUp)
	key := l.cacheKeyOf(secret, password)
	l.mu.Lock()
	defer l.mu.Unlock()
	_, proved := l.verified[key]
	return proved
}

// Check reports whether password has the hash secret. An empty secret takes as
// long as a wrong password, so that timing does not reveal which logins exist.
// Concurrent calls with the same password share one computation.
func (l *PasswordChecker) Check(ctx context.Context, secret, password string) (bool, error) {
	l.once.Do(l.setUp)
	key := l.cacheKeyOf(secret, password)
	for {
		l.mu.Lock()
		_, proved := l.verified[key]
		first := l.inFlight[key]
		if proved {
			l.mu.Unlock()
			return true, nil
		}
		if first == nil {
			own := &verification{done: make(chan struct{})}
			l.inFlight[key] = own
			l.mu.Unlock()
			l.verifyForAll(ctx, own, key, secret, password)
			return own.good, own.err
		}
		l.mu.Unlock()
		select {
		case <-first.done:
		case <-ctx.Done():
			return false, ctx.Err()
		}
		if first.err == nil {
			return first.good, nil
		}
		if errors.Is(first.err, registry.ErrBusy) {
			return false, first.err
		} // the context of the first call ended: another call computes the hash
	}
}

// verifyForAll computes v, for all calls that wait for it.
func (l *PasswordChecker) verifyForAll(ctx context.Context, v *verification, key [32]byte, secret, password string) {
	v.good, v.err = l.verifyInSlot(ctx, secret, password)
	l.mu.Lock()
	defer l.mu.Unlock()
	if v.good {
		if len(l.verified) >= maxVerified {
			clear(l.verified)
		}
		l.verified[key] = struct{}{}
	}
	delete(l.inFlight, key)
	close(v.done)
}

// verifyInSlot waits for a slot and runs argon2id. ErrBusy if too many wait.
func (l *PasswordChecker) verifyInSlot(ctx context.Context, secret, password string) (bool, error) {
	if l.waiting.Add(1) > maxWaiting {
		l.waiting.Add(-1)
		return false, registry.ErrBusy
	}
	defer l.waiting.Add(-1)
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return matchesHash(secret, password), nil
}

func (l *PasswordChecker) setUp() {
	l.slots = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))
	l.verified, l.inFlight = map[[32]byte]struct{}{}, map[[32]byte]*verification{}
	l.windows.Length, l.windows.Size = failureWindow, maxFailureKeys
	rand.Read(l.cacheKey[:])
}

// cacheKeyOf returns the cache key of a password and a stored hash. Both are part
// of it, so a changed hash invalidates the entry in every process.
func (l *PasswordChecker) cacheKeyOf(secret, password string) (key [32]byte) {
	mac := hmac.New(sha256.New, l.cacheKey[:])
	fmt.Fprintf(mac, "%s\x00%s", secret, password)
	mac.Sum(key[:0])
	return key
}

// matchesHash runs argon2id with the parameters in secret, a hash in PHC form, and
// reports whether password matches.
func matchesHash(secret, password string) bool {
	var version, memory, passes int
	var lanes uint8
	parts := strings.Split(secret, "$")
	if len(parts) == 6 {
		fmt.Sscanf(parts[2], "v=%d", &version)
		fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes)
	}
	if version != argon2.Version || memory < 8 || memory > 1<<20 || passes < 1 || passes > 10 || lanes < 1 {
		argon2.IDKey([]byte(password), make([]byte, SaltSize), argonTime, argonMemory, 1, argonSize)
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, uint32(passes), uint32(memory), lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}
