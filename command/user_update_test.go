package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestOnlyTheOperatorCreatesTheAccreditationBot(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		shop := superUser("shop")
		bot := command.UserPatch{Login: ptr(" Accr_Bot"), PasswordHash: "$hash", Roles: []registry.Role{registry.RoleEPP}}
		wantFault(w, shop, command.CreateRegistrarUser{Patch: bot}, registry.ErrTaken)
		alice := do(w, shop, command.CreateRegistrarUser{Patch: command.UserPatch{Login: ptr("alice"), PasswordHash: "$hash", Roles: []registry.Role{registry.RoleEPP}}})
		wantFault(w, shop, command.UpdateRegistrarUser{Number: alice.Number, Patch: command.UserPatch{Login: ptr("accr_bot")}}, registry.ErrTaken)
		result := command.RecordAccreditation{Login: "alice", Registrar: "shop", Passed: true}
		wantFault(w, alice.Actor(), result, registry.ErrRole)
		made := do(w, w.operator, command.CreateUser{PasswordHash: "$hash", User: registry.User{Realm: "registrar", Login: command.AccreditationBot, Registrar: "other"}})
		if u := do(w, made.Actor(), result); u.Accredited != w.now {
			t.Errorf("passed %v", u.Accredited)
		}
	})
}

func TestUsersOfAnotherRegistrarAreNotFound(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		alice := do(w, superUser("shop"), command.CreateRegistrarUser{Patch: command.UserPatch{Login: ptr("alice"), PasswordHash: "$hash", Roles: []registry.Role{registry.RoleSuper}}})
		w.wantNoEffect(func() {
			other := superUser("other")
			wantQueryFault(w, other, command.RegistrarUserInfo{Number: alice.Number}, registry.ErrNoUser)
			wantFault(w, other, command.UpdateRegistrarUser{Number: alice.Number, Patch: command.UserPatch{PasswordHash: "$mine"}}, registry.ErrNoUser)
			wantFault(w, other, command.DeleteRegistrarUser{Number: alice.Number}, registry.ErrNoUser)
			wantFault(w, other, command.CreateCertificate{User: alice.Number}, registry.ErrNoUser)
			wantFault(w, other, command.StartVerification{Subject: command.VerificationSubject{User: alice.Number}}, registry.ErrNoUser)
			wantFault(w, alice.Actor(), command.DeleteRegistrarUser{Number: alice.Number}, registry.ErrLastSuper)
		})
	})
}
