package demo

import (
	"encoding/json"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/registrant"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/server"
)

func TestTheEditionIsThatOfBothEstonianDialects(t *testing.T) {
	for _, c := range []struct{ edition, repp, registrant string }{{"2020", "2020", "2018"}, {"2026", "2026", "2026"}} {
		conf := Command{Store: "sqlite", Port: 8080, Edition: c.edition}.config(secrets{Production: keyring{}, Sandbox: keyring{}})
		for n, e := range conf.Environments {
			if got := e.Dialects["repp"].Configure(&repp.Dialect).Version; got != c.repp {
				t.Errorf("--edition %s: REPP of %s has %s", c.edition, n, got)
			}
			if got := e.Dialects["registrant"].Configure(&registrant.Dialect).Version; got != c.registrant {
				t.Errorf("--edition %s: the Registrant API of %s has %s", c.edition, n, got)
			}
		}
	}
}

func TestDemoInfoHasTheMembersOfEveryDialect(t *testing.T) {
	dialects := map[string]any{}
	for _, s := range server.Sellers() {
		dialects[s.Dialect.Name] = s.Demo.InfoOf(keyring{}.withMissing().users(s))
	}
	b, err := json.Marshal(Info{HTTP: "http://a.example", dialects: dialects})
	var got map[string]any
	if err != nil || json.Unmarshal(b, &got) != nil {
		t.Fatalf("%s: %v", b, err)
	}
	for member, users := range map[string]int{"kifdom": 3, "altravia": 3, "freenom": 3, "repp": 3} {
		if list, _ := got[member].([]any); len(list) != users {
			t.Errorf("%s: %v, want %d users", member, got[member], users)
		}
	}
	if person, _ := got["registrant"].(map[string]any); person["ident"] != string(seedContacts()[0].object.Ident.Code) {
		t.Errorf("registrant: %v, want the contact mari", got["registrant"])
	}
	if got["http"] != "http://a.example" {
		t.Errorf("http: %v", got["http"])
	}
}
