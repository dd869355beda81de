package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// Another actor is not told the account, label, grace periods and pending request of
// a domain, by either query that shows it; its owner is.
func TestOthersDoNotSeeWhatConcernsTheOwner(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		const secret = "a Secret-1 of a.example"
		made := create("a.example")
		made.Label, made.AuthInfo = "note", secret
		do(w, w.alice, made)
		do(w, w.operator, txFunc(func(tx *command.Tx) (registry.Domain, error) {
			d, err := tx.Store.Domains().Get("a.example")
			d.Pending = &registry.Pending{Verb: registry.VerbUpdate, Requested: w.now, Ends: w.now.Add(day)}
			if err == nil {
				err = tx.Store.Domains().Put(d)
			}
			return d, err
		}))
		for name, read := range map[string]func(by registry.Actor) registry.Domain{
			"DomainInfo": func(by registry.Actor) registry.Domain {
				return ask(w, by, object.DomainInfo{Name: "a.example", AuthInfo: secret}).Domain
			},
			"DomainContactsInfo": func(by registry.Actor) registry.Domain {
				return ask(w, by, object.DomainContactsInfo{Name: "a.example"}).Domain
			},
		} {
			if d := read(w.alice); d.Account != "alice" || d.Label != "note" || len(d.Graces) != 1 || d.Pending == nil {
				t.Errorf("%s for its owner: %+v", name, d)
			}
			for _, by := range []registry.Actor{w.bob, w.other} {
				if d := read(by); d.Name != "a.example" || d.Account != "" || d.Label != "" || d.Graces != nil || d.Pending != nil {
					t.Errorf("%s for %s: %+v", name, by.Author(), d)
				}
			}
		}
	})
}
