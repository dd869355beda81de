package sqlstore

import (
	"iter"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

var userSpec = jsonSpecWithSecret("users", "id",
	func(u registry.User) registry.UserID { return u.ID }, textKey,
	[]string{"realm", "login", "registrar", "account"},
	func(u registry.User) []any {
		return []any{u.Realm, u.Login, string(u.Registrar), string(u.Account)}
	},
	func(u registry.User) []byte { return []byte(u.PasswordHash) },
	func(u *registry.User, secret []byte) { u.PasswordHash = string(secret) })

type users struct {
	table[registry.UserID, registry.User]
}

func (t *users) ByLogin(realm, login string) (registry.User, error) {
	return t.getWhere("realm = $1 AND login = $2 AND login <> ''", realm, login)
}

func (t *users) ByAccount(registrar registry.RegistrarID, account registry.AccountID) iter.Seq2[registry.User, error] {
	return seqOf(queryAll(t.tx, t.scan, t.selectSQL+" WHERE registrar = $1 AND account = $2 ORDER BY id", string(registrar), string(account)))
}

var tokenSpec = jsonSpec("tokens", "hash", "",
	func(t registry.Token) string { return t.Hash }, textKey,
	[]string{"holder", "dead"},
	func(t registry.Token) []any { return []any{string(t.User), tokenPurgeTime(t)} })

// tokenPurgeTime returns the instant after which t can be deleted; 0: never.
func tokenPurgeTime(t registry.Token) int64 {
	if t.Expires.IsZero() {
		return 0
	}
	return max(toMicros(t.Expires), toMicros(t.RefreshUntil))
}

type tokens struct {
	table[string, registry.Token]
}

func (t *tokens) ByUser(user registry.UserID) iter.Seq2[registry.Token, error] {
	return seqOf(queryAll(t.tx, t.scan, t.selectSQL+" WHERE holder = $1 ORDER BY hash", string(user)))
}

func (t *tokens) PurgeExpired(before time.Time, limit int) (int, error) {
	n, err := t.tx.exec(`DELETE FROM tokens WHERE hash IN (
		SELECT hash FROM tokens WHERE dead > 0 AND dead < $1 ORDER BY dead LIMIT $2)`, toMicros(before), limitOrDefault(limit))
	t.presence = nil
	return int(n), err
}
