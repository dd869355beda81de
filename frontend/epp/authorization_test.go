package epp_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestOtherRegistrarsCommandsAreRefused sends every command of one registrar on
// objects that another sponsors: all are refused and nothing changes.
func TestOtherRegistrarsCommandsAreRefused(t *testing.T) {
	w := newFixture(t, openSQLite(t))
	owner := registry.Actor{Registrar: "best-names"}
	story.Do(w.Fixture, owner, contact.CreateContact{AuthInfo: "a secret of mine", Contact: registry.Contact{
		ID: "BN-1", Postal: registry.Postal{Name: "Alice", City: "Exampleton", Country: "EE"}, Email: "alice@a.example",
	}})
	story.Do(w.Fixture, owner, object.CreateDomain{Name: "a.example", Registrant: "BN-1"})
	story.Do(w.Fixture, owner, host.CreateHost{Name: "ns1.a.example", Addrs: []string{"192.0.2.1"}})
	story.Do(w.Fixture, story.Operator, host.DeleteHost{Name: "ns1.a.example"}) // queues a poll message
	story.Do(w.Fixture, owner, host.CreateHost{Name: "ns1.a.example", Addrs: []string{"192.0.2.1"}})
	message, err := command.Ask(context.Background(), w.Runner, owner, registrar.NextMessage{})
	if err != nil {
		t.Fatal(err)
	}
	k, greeting, err := w.dial("other-names")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.roundTrip(w.wrap(loginFrame("other-names", w.Vars["other-names.password"], greeting))); err != nil {
		t.Fatal(err)
	}
	before := len(w.changeLog())
	for _, c := range []struct{ command, code string }{
		{`<info><contact:info><contact:id>BN-1</contact:id></contact:info></info>`, "2201"},
		{`<update><contact:update><contact:id>BN-1</contact:id><contact:chg><contact:voice/></contact:chg></contact:update></update>`, "2201"},
		{`<delete><contact:delete><contact:id>BN-1</contact:id></contact:delete></delete>`, "2201"},
		{`<transfer op="request"><contact:transfer><contact:id>BN-1</contact:id></contact:transfer></transfer>`, "2202"},
		{`<transfer op="query"><contact:transfer><contact:id>BN-1</contact:id></contact:transfer></transfer>`, "2201"},
		{`<transfer op="approve"><contact:transfer><contact:id>BN-1</contact:id></contact:transfer></transfer>`, "2201"},
		{`<transfer op="reject"><contact:transfer><contact:id>BN-1</contact:id></contact:transfer></transfer>`, "2201"},
		{`<transfer op="cancel"><contact:transfer><contact:id>BN-1</contact:id></contact:transfer></transfer>`, "2201"},

		{`<update><domain:update><domain:name>a.example</domain:name><domain:add><domain:status s="clientHold"/></domain:add></domain:update></update>`, "2201"},
		{`<update><domain:update><domain:name>a.example</domain:name></domain:update></update><extension><rgp:update><rgp:restore op="request"/></rgp:update></extension>`, "2201"},
		{`<update><domain:update><domain:name>a.example</domain:name></domain:update></update><extension><secDNS:update><secDNS:rem><secDNS:all>true</secDNS:all></secDNS:rem></secDNS:update></extension>`, "2201"},
		{`<renew><domain:renew><domain:name>a.example</domain:name><domain:curExpDate>2027-03-01</domain:curExpDate></domain:renew></renew>`, "2201"},
		{`<delete><domain:delete><domain:name>a.example</domain:name></domain:delete></delete>`, "2201"},
		{`<create><domain:create><domain:name>a.example</domain:name><domain:registrant>BN-1</domain:registrant><domain:authInfo><domain:pw/></domain:authInfo></domain:create></create>`, "2302"},
		{`<create><domain:create><domain:name>b.example</domain:name><domain:registrant>BN-1</domain:registrant><domain:authInfo><domain:pw/></domain:authInfo></domain:create></create>`, "2303"},
		{`<transfer op="request"><domain:transfer><domain:name>a.example</domain:name></domain:transfer></transfer>`, "2202"},
		{`<transfer op="query"><domain:transfer><domain:name>a.example</domain:name></domain:transfer></transfer>`, "2201"},
		{`<transfer op="approve"><domain:transfer><domain:name>a.example</domain:name></domain:transfer></transfer>`, "2201"},
		{`<transfer op="reject"><domain:transfer><domain:name>a.example</domain:name></domain:transfer></transfer>`, "2201"},
		{`<transfer op="cancel"><domain:transfer><domain:name>a.example</domain:name></domain:transfer></transfer>`, "2201"},

		{`<create><host:create><host:name>ns2.a.example</host:name></host:create></create>`, "2201"},
		{`<update><host:update><host:name>ns1.a.example</host:name><host:chg><host:name>ns1.b.net</host:name></host:chg></host:update></update>`, "2201"},
		{`<delete><host:delete><host:name>ns1.a.example</host:name></host:delete></delete>`, "2201"},

		{`<poll op="req"/>`, "1300"},
		{`<poll op="ack" msgID="` + strconv.FormatInt(message.Message.ID, 10) + `"/>`, "2303"},
	} {
		answer, err := k.roundTrip(w.wrap(c.command))
		if err != nil {
			t.Fatal(err)
		}
		if got := resultCode.FindStringSubmatch(answer); got == nil || got[1] != c.code {
			t.Errorf("%s\ngot %v, want %s", c.command, got, c.code)
		}
	}
	answer, err := k.roundTrip(w.wrap(`<info><domain:info><domain:name>a.example</domain:name></domain:info></info>`))
	if err != nil || strings.Contains(answer, "BN-1") || strings.Contains(answer, "exDate") {
		t.Errorf("info of another registrar's domain: %v %s", err, answer)
	}
	if after := len(w.changeLog()); after != before {
		t.Errorf("the change log has %d more lines", after-before)
	}
}

var resultCode = regexp.MustCompile(`<result code="(\d+)"`)

// changeLog returns all changes in the store.
func (w *fixture) changeLog() (all []registry.Change) {
	for c, err := range w.Store.Changes(context.Background(), 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}
