package command

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

	"golang.org/x/crypto/argon2"

	"github.com/cadastre-registry/cadastre/registry"
)

// Logins checks passwords: few at a time, slower for those who fail, and
// without the long sum for one that was proved a moment ago. Its zero value is
// ready.
type Logins struct {
	once    sync.Once
	seats   chan struct{} // one for every other core: the sum needs 19 MiB and a core, and the registry needs some too
	waiting atomic.Int64
	pad     [32]byte // keys the memory of proved passwords; dies with the process

	mu     sync.Mutex
	proved map[[32]byte]struct{}
	trying map[[32]byte]*trial
	failures
}

// A trial is a sum that is being done: who comes with the same password
// meanwhile waits for it.
type trial struct {
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
	saltSize    = 16
)

// maxWaiting bounds the logins that wait for a seat: a few seconds' worth.
const maxWaiting = 100

// maxProved bounds the memory of proved passwords: a full one starts anew.
const maxProved = 10_000

// HashPassword returns a password's argon2id hash in PHC form; ErrPassword for
// one that is too short, too long, or not text.
func (r *Runner) HashPassword(password string) (string, error) {
	if n := utf8.RuneCountInString(password); n < 8 || len(password) > 128 || !utf8.ValidString(password) {
		return "", registry.ErrPassword.On("password", "")
	}
	salt := r.random(saltSize)
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, 1, argonSize)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// knows reports whether password was proved against secret before.
func (l *Logins) knows(secret, password string) bool {
	l.once.Do(l.start)
	mark := l.mark(secret, password)
	l.mu.Lock()
	defer l.mu.Unlock()
	_, proved := l.proved[mark]
	return proved
}

// check reports whether password has the hash secret. An empty secret takes as
// long as a wrong password, so that nobody learns who exists. A hundred who
// come at once with the same password are one sum.
func (l *Logins) check(ctx context.Context, secret, password string) (bool, error) {
	l.once.Do(l.start)
	mark := l.mark(secret, password)
	for {
		l.mu.Lock()
		_, proved := l.proved[mark]
		first := l.trying[mark]
		if proved {
			l.mu.Unlock()
			return true, nil
		}
		if first == nil {
			mine := &trial{done: make(chan struct{})}
			l.trying[mark] = mine
			l.mu.Unlock()
			l.try(ctx, mine, mark, secret, password)
			return mine.good, mine.err
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
		} // the first one has left: somebody else does the sum
	}
}

// try does the sum for all who wait for it.
func (l *Logins) try(ctx context.Context, tr *trial, mark [32]byte, secret, password string) {
	tr.good, tr.err = l.sum(ctx, secret, password)
	l.mu.Lock()
	defer l.mu.Unlock()
	if tr.good {
		if len(l.proved) >= maxProved {
			clear(l.proved)
		}
		l.proved[mark] = struct{}{}
	}
	delete(l.trying, mark)
	close(tr.done)
}

// sum waits for a seat and runs argon2id on it.
func (l *Logins) sum(ctx context.Context, secret, password string) (bool, error) {
	if l.waiting.Add(1) > maxWaiting {
		l.waiting.Add(-1)
		return false, registry.ErrBusy
	}
	defer l.waiting.Add(-1)
	select {
	case l.seats <- struct{}{}:
		defer func() { <-l.seats }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return matches(secret, password), nil
}

func (l *Logins) start() {
	l.seats = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))
	l.proved, l.trying = map[[32]byte]struct{}{}, map[[32]byte]*trial{}
	rand.Read(l.pad[:])
}

// mark stands for one password against one stored hash: when the hash changes,
// in whatever process, the mark no longer fits.
func (l *Logins) mark(secret, password string) (mark [32]byte) {
	mac := hmac.New(sha256.New, l.pad[:])
	fmt.Fprintf(mac, "%s\x00%s", secret, password)
	mac.Sum(mark[:0])
	return mark
}

// matches runs argon2id with the parameters that secret names.
func matches(secret, password string) bool {
	var version, memory, passes int
	var lanes uint8
	parts := strings.Split(secret, "$")
	if len(parts) == 6 {
		fmt.Sscanf(parts[2], "v=%d", &version)
		fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes)
	}
	if version != argon2.Version || memory < 8 || memory > 1<<20 || passes < 1 || passes > 10 || lanes < 1 {
		argon2.IDKey([]byte(password), make([]byte, saltSize), argonTime, argonMemory, 1, argonSize)
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
