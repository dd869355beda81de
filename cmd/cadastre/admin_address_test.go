package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// TestOperatorsLetARegistrarInAgain: its list left out its own users.
func TestOperatorsLetARegistrarInAgain(t *testing.T) {
	config := writeConfig(t, "address_lists = true\n")
	login := func(want string) {
		t.Helper()
		withEnvironment(t, config, func(r *command.Runner) {
			_, err := access.Login(t.Context(), r, access.RegistrarRealm, "alice", "a long password", "192.0.2.1")
			if got := ""; err != nil && !strings.Contains(err.Error(), want) || err == nil && want != got {
				t.Errorf("login: %v, want %q", err, want)
			}
		})
	}
	withEnvironment(t, config, func(r *command.Runner) {
		operator := server.Superuser("test")
		doAs(t, r, operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "best-names", Name: "Best Names", Currency: "EUR"}})
		hash, err := r.HashPassword("a long password")
		if err != nil {
			t.Fatal(err)
		}
		alice := doAs(t, r, operator, access.CreateUser{PasswordHash: hash, User: registry.User{
			Realm: access.RegistrarRealm, Login: "alice", Registrar: "best-names", Roles: []registry.Role{registry.RoleSuper},
		}})
		doAs(t, r, alice.Actor(), access.AddAccess{Address: "198.51.100.0/28", Interfaces: []registry.Interface{registry.InterfaceAPI}})
	})
	admin := func(code int, words string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if got := run(append(append([]string{"admin", "address"}, args...), "--config", config), &out, &out); got != code || !strings.Contains(out.String(), words) {
			t.Errorf("%v: %d %q, want %d and %q", args, got, out.String(), code, words)
		}
		return out.String()
	}
	login("")
	id, _, _ := strings.Cut(admin(0, " 198.51.100.0/28 api, waits for a commit", "list", "best-names"), " ")
	admin(1, "not on the list", "commit", "best-names", "99999")
	admin(0, id+" 198.51.100.0/28 api, committed", "commit", "best-names", id)
	login("address")
	admin(0, "address "+id+" 198.51.100.0/28 of best-names removed", "remove", "best-names", id)
	admin(1, "not on the list", "remove", "best-names", id)
	admin(1, "registrar", "list", "absent")
	login("")
}
