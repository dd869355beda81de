package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestOnlyTheOperatorCreatesTheAccreditationBot(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		shop := superUser("shop")
		bot := access.UserPatch{Login: ptr(" Accr_Bot"), PasswordHash: "$hash", Roles: []registry.Role{registry.RoleEPP}}
		wantFault(w, shop, access.CreateRegistrarUser{Patch: bot}, registry.ErrTaken)
		alice := do(w, shop, access.CreateRegistrarUser{Patch: access.UserPatch{Login: ptr("alice"), PasswordHash: "$hash", Roles: []registry.Role{registry.RoleEPP}}})
		wantFault(w, shop, access.UpdateRegistrarUser{Number: alice.Number, Patch: access.UserPatch{Login: ptr("accr_bot")}}, registry.ErrTaken)
		result := registrar.RecordAccreditation{Registrar: "shop", Passed: w.now}
		wantFault(w, alice.Actor(), result, registry.ErrRole)
		made := do(w, w.operator, access.CreateUser{PasswordHash: "$hash", User: registry.User{Realm: "registrar", Login: access.AccreditationBot, Registrar: "other"}})
		if r := do(w, made.Actor(), result); r.ID != "shop" || r.Accredited != w.now {
			t.Errorf("%s passed %v", r.ID, r.Accredited)
		}
		wantFault(w, made.Actor(), registrar.RecordAccreditation{Registrar: "absent", Passed: w.now}, registry.ErrNoRegistrar)
		wantFault(w, made.Actor(), registrar.RecordAccreditation{Registrar: "shop", Passed: w.now.Add(1)}, registry.ErrRange)
	})
}

func TestUsersOfAnotherRegistrarAreNotFound(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		alice := do(w, superUser("shop"), access.CreateRegistrarUser{Patch: access.UserPatch{Login: ptr("alice"), PasswordHash: "$hash", Roles: []registry.Role{registry.RoleSuper}}})
		w.wantNoEffect(func() {
			other := superUser("other")
			wantQueryFault(w, other, access.RegistrarUserInfo{Number: alice.Number}, registry.ErrNoUser)
			wantFault(w, other, access.UpdateRegistrarUser{Number: alice.Number, Patch: access.UserPatch{PasswordHash: "$mine"}}, registry.ErrNoUser)
			wantFault(w, other, access.DeleteRegistrarUser{Number: alice.Number}, registry.ErrNoUser)
			wantFault(w, other, access.CreateCertificate{User: alice.Number}, registry.ErrNoUser)
			wantFault(w, other, registrar.StartVerification{Subject: registrar.VerificationSubject{User: alice.Number}}, registry.ErrNoUser)
			wantFault(w, alice.Actor(), access.DeleteRegistrarUser{Number: alice.Number}, registry.ErrLastSuper)
		})
	})
}
