package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

func TestAdminCommandsForEE(t *testing.T) {
	config := writeConfig(t, "")
	says := func(code int, words string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if got := run(append(args, "--config", config), &out, &out); got != code || !regexp.MustCompile(words).MatchString(out.String()) {
			t.Errorf("%v: %d %q, want %d and %q", args, got, out.String(), code, words)
		}
		return out.String()
	}
	says(0, "registrar best-names", "admin", "registrar", "best-names", "--name", "Best Names")
	says(0, "balance", "admin", "deposit", "best-names", "100.00")
	runInside(t, config, registry.Actor{Registrar: "best-names"}, func(do func(any)) {
		for id, code := range map[registry.ContactID]string{"mari": "37605030299", "juhan": "60001010157"} {
			do(contact.CreateContact{Contact: registry.Contact{ID: id, Email: string(id) + "@a.example", Postal: registry.Postal{Name: string(id)},
				Ident: registry.Ident{Code: code, Type: registry.IdentPerson, Country: "EE"}}})
		}
		do(object.CreateDomain{Name: "a.ee", Registrant: "mari", Term: registry.Months(3)})
	})

	says(1, "nothing waits", "admin", "confirmation", "--name", "a.ee")
	runInside(t, config, registry.Actor{Registrar: "best-names"}, func(do func(any)) {
		juhan := registry.ContactID("juhan")
		do(object.UpdateDomain{Name: "a.ee", Registrant: &juhan})
	})
	says(0, `^a.ee: change of registrant from mari to juhan\nfor    mari@a.example\nuntil  .*\npath   /api/v1/registrant/confirms/a.ee/change/[0-9a-f]{84}\n$`,
		"admin", "confirmation", "--name", "a.ee")

	says(0, "a.ee is on hold from .* and deleted on", "admin", "force", "a.ee", "--reason", "wrong contacts")
	says(1, "deleting the name already", "admin", "force", "a.ee")
	says(0, "the forced deletion of a.ee is cancelled", "admin", "force", "a.ee", "--cancel")
	says(0, "a.ee is deleted when it expires", "admin", "force", "a.ee", "--kind", "soft")

	if first, second := says(0, "^[0-9a-f]{32}\n$", "admin", "reserve", "b.ee"), says(0, "^[0-9a-f]{32}\n$", "admin", "reserve", "b.ee"); first == second {
		t.Error("the password is the old one")
	}
	says(1, "policy does not allow", "admin", "reserve", "b.fr")
	says(1, "the user does not exist", "admin", "logout", "registrant", "EE-37605030299")
	says(0, "production: the books are in order", "audit")
}

// runInside runs commands on the environment of a configuration.
func runInside(t *testing.T, config string, by registry.Actor, run func(do func(any))) {
	t.Helper()
	conf, err := server.ReadConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	e, err := server.OpenEnvironment(t.Context(), "production", conf.Environments["production"], slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	run(func(c any) {
		t.Helper()
		var err error
		switch c := c.(type) {
		case contact.CreateContact:
			_, err = command.Do(t.Context(), e.Runner, by, c)
		case object.CreateDomain:
			_, err = command.Do(t.Context(), e.Runner, by, c)
		case object.UpdateDomain:
			_, err = command.Do(t.Context(), e.Runner, by, c)
		}
		if err != nil {
			t.Fatalf("%T: %v", c, err)
		}
	})
}

func TestTheDemoKnowsARegistrant(t *testing.T) {
	d := sharedDemo(t)
	for env, said := range d.info {
		who, err := json.Marshal(said.Registrant)
		if err != nil || said.Registrant == nil {
			t.Fatalf("%s: %v", env, err)
		}
		url := said.HTTP + "/api/v1/registrant"
		resp, err := http.Post(url+"/auth/eid", "application/json", bytes.NewReader(who))
		if err != nil {
			t.Fatal(err)
		}
		var token struct {
			Secret string `json:"access_token"`
		}
		err = json.NewDecoder(resp.Body).Decode(&token)
		resp.Body.Close()
		if err != nil || token.Secret == "" {
			t.Fatalf("%s: %d, %v", env, resp.StatusCode, err)
		}
		req, _ := http.NewRequest("GET", url+"/domains", nil)
		req.Header.Set("Authorization", "Bearer "+token.Secret)
		if resp, err = http.DefaultClient.Do(req); err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		var names []struct{ Name string }
		if err != nil || json.Unmarshal(b, &names) != nil || !strings.Contains(fmt.Sprint(names), "[{airport.ee} {domain0.ee} {private.ee}]") {
			t.Errorf("%s: %d %s, %v", env, resp.StatusCode, b, err)
		}
	}
}
