package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestOnlyTheOperatorMakesTheAccreditationBot(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		shop := boss("shop")
		bot := command.Person{Login: ptr(" Accr_Bot"), Secret: "$hash", Roles: []registry.Role{registry.RoleEPP}}
		refused(w, shop, command.Employ{Person: bot}, registry.ErrTaken)
		alice := do(w, shop, command.Employ{Person: command.Person{Login: ptr("alice"), Secret: "$hash", Roles: []registry.Role{registry.RoleEPP}}})
		refused(w, shop, command.UpdateUser{Number: alice.Number, Person: command.Person{Login: ptr("accr_bot")}}, registry.ErrTaken)
		result := command.RecordAccreditation{Login: "alice", Registrar: "shop", Passed: true}
		refused(w, alice.Actor(), result, registry.ErrRole)
		made := do(w, w.operator, command.CreateUser{Secret: "$hash", User: registry.User{Realm: "registrar", Login: command.AccreditationBot, Registrar: "other"}})
		if u := do(w, made.Actor(), result); u.Accredited != w.now {
			t.Errorf("passed %v", u.Accredited)
		}
	})
}

func TestARegistrarHasNoUsersOfAnother(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		alice := do(w, boss("shop"), command.Employ{Person: command.Person{Login: ptr("alice"), Secret: "$hash", Roles: []registry.Role{registry.RoleSuper}}})
		w.untouched(func() {
			other := boss("other")
			denied(w, other, command.ColleagueInfo{Number: alice.Number}, registry.ErrNoUser)
			refused(w, other, command.UpdateUser{Number: alice.Number, Person: command.Person{Secret: "$mine"}}, registry.ErrNoUser)
			refused(w, other, command.DeleteUser{Number: alice.Number}, registry.ErrNoUser)
			refused(w, other, command.CreateCertificate{User: alice.Number}, registry.ErrNoUser)
			refused(w, other, command.AskIdentity{Subject: command.Subject{User: alice.Number}}, registry.ErrNoUser)
			refused(w, alice.Actor(), command.DeleteUser{Number: alice.Number}, registry.ErrLastSuper)
		})
	})
}
