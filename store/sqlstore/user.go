package sqlstore

import (
	"iter"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var registrarNoun = document("registrars", "id", "",
	func(r registry.Registrar) registry.RegistrarID { return r.ID }, text,
	nil, func(registry.Registrar) []any { return nil }).asSteady()

var accountNoun = document("accounts", "id", "",
	func(a registry.Account) registry.AccountID { return a.ID }, text,
	[]string{"registrar", "email"},
	func(a registry.Account) []any { return []any{string(a.Registrar), strings.ToLower(a.Email)} }).asSteady()

type accounts struct {
	table[registry.AccountID, registry.Account]
}

func (t *accounts) ByEmail(registrar registry.RegistrarID, email string) (registry.Account, error) {
	return t.by("registrar = $1 AND email = $2 AND email <> ''", string(registrar), strings.ToLower(email))
}

var userNoun = secretive("users", "id",
	func(u registry.User) registry.UserID { return u.ID }, text,
	[]string{"realm", "login", "registrar", "account"},
	func(u registry.User) []any {
		return []any{u.Realm, u.Login, string(u.Registrar), string(u.Account)}
	},
	func(u registry.User) []byte { return []byte(u.Secret) },
	func(u *registry.User, secret []byte) { u.Secret = string(secret) })

type users struct {
	table[registry.UserID, registry.User]
}

func (t *users) ByLogin(realm, login string) (registry.User, error) {
	return t.by("realm = $1 AND login = $2 AND login <> ''", realm, login)
}

func (t *users) Of(registrar registry.RegistrarID, account registry.AccountID) iter.Seq2[registry.User, error] {
	return each(many(t.tx, t.scan, t.pick+" WHERE registrar = $1 AND account = $2 ORDER BY id", string(registrar), string(account)))
}

var tokenNoun = document("tokens", "hash", "",
	func(t registry.Token) string { return t.Hash }, text,
	[]string{"holder", "dead"},
	func(t registry.Token) []any { return []any{string(t.User), deadToken(t)} })

// deadToken returns when t is of no use any more; 0: never.
func deadToken(t registry.Token) int64 {
	if t.Expires.IsZero() {
		return 0
	}
	return max(micros(t.Expires), micros(t.Until))
}

type tokens struct {
	table[string, registry.Token]
}

func (t *tokens) Of(user registry.UserID) iter.Seq2[registry.Token, error] {
	return each(many(t.tx, t.scan, t.pick+" WHERE holder = $1 ORDER BY hash", string(user)))
}

func (t *tokens) Purge(before time.Time, limit int) (int, error) {
	n, err := t.tx.exec(`DELETE FROM tokens WHERE hash IN (
		SELECT hash FROM tokens WHERE dead > 0 AND dead < $1 ORDER BY dead LIMIT $2)`, micros(before), atMost(limit))
	t.seen = nil
	return int(n), err
}

var settingNoun = noun[string, store.Setting]{
	table: "settings", key: "name", first: "", columns: []string{"value"},
	keyOf: func(s store.Setting) string { return s.Key }, arg: text[string],
	row:   func(s store.Setting) ([]any, error) { return []any{s.Value}, nil },
	picks: "name, value",
	scan:  func(r Rows) (s store.Setting, err error) { return s, r.Scan(&s.Key, &s.Value) },
}.ready()

var replyNoun = noun[string, store.Reply]{
	table: "replies", key: "digest", first: "", columns: []string{"until", "body"},
	keyOf: func(r store.Reply) string { return r.Key }, arg: text[string],
	row:   func(r store.Reply) ([]any, error) { return []any{micros(r.Until), append([]byte{}, r.Body...)}, nil },
	picks: "digest, until, body",
	scan: func(r Rows) (v store.Reply, err error) {
		var until int64
		err = r.Scan(&v.Key, &until, &v.Body)
		v.Until = instant(until)
		return v, err
	},
}.ready()

type replies struct {
	table[string, store.Reply]
}

func (t *replies) Purge(before time.Time, limit int) (int, error) {
	n, err := t.tx.exec(`DELETE FROM replies WHERE digest IN (
		SELECT digest FROM replies WHERE until < $1 ORDER BY until LIMIT $2)`, micros(before), atMost(limit))
	t.seen = nil
	return int(n), err
}
