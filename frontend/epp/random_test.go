package epp_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/registry"
)

// randomTexts are the texts in the commands of TestRandomCommandsAreAnswered.
var randomTexts = append(strings.Fields(`
	a.example a.example a.example b.example b.example c.example a.ee a.fr abc.it ns1.a.example ns1.a.example ns2.a.example ns1.b.net ns2.b.net ns1.a.ee x..y -.example a.nowhere
	BN-1 BN-1 BN-1 BN-2 BN-2 ON-1 ON-1 ON-2 NOBODY x
	0 1 2 3 11 -1 1.5 257 13 65536 604800 2027-03-01 2028-03-01 2026-03-01T09:27:27Z
	y m v4 v6 192.0.2.1 192.0.2.2 2001:db8::1 256.1.1.1 ::1 loc int true false
	request query approve reject cancel report req ack all del sub none admin tech billing
	create delete renew update transfer restore custom clientHold clientUpdateProhibited clientDeleteProhibited serverHold ok pendingDelete linked
	EUR USD 10.20 20.40 51.00 -1.00 open sunrise claims avail trademark application registration
	EE FR IT US XX +372.6123456 +12345 alice@a.example @ en
	Strong-Enough-4-You!! Strong-Enough-4-You!! Strong-Enough-4-You!! 2fooBAR 49FD46E6C4B45C55D4AC mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==
	`), "", "Alice Example", "Õnne & Co <x>", strings.Repeat("A", 64), strings.Repeat("é", 300))

// likelyTexts are the texts that elements of a name mostly get.
var likelyTexts = map[string][]string{
	"name":       strings.Fields("a.example a.example a.example b.example b.example c.example a.ee a.fr ns1.a.example ns1.a.example ns1.b.net"),
	"hostObj":    strings.Fields("ns1.a.example ns1.b.net ns2.b.net ns3.b.net"),
	"hostName":   strings.Fields("ns1.a.ee ns1.b.net ns2.b.net"),
	"id":         strings.Fields("BN-1 BN-1 BN-2 ON-1 ON-2"),
	"registrant": strings.Fields("BN-1 BN-2 ON-1 ON-2"),
	"contact":    strings.Fields("BN-1 BN-2 ON-1 ON-2"),
	"pw":         {"Strong-Enough-4-You!!", "Strong-Enough-4-You!!", ""},
	"curExpDate": strings.Fields("2027-03-01 2028-03-01 2029-03-01"),
}

// What is written by the tables of commands and extensions, the tables accept.
func TestTablesAcceptWhatIsWrittenByThem(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	texts := append(strings.Fields("1.0 2026-03-01 +39.0 A-CAD immediate priv"), randomTexts...)
	for i := range uint64(100) {
		if err := epp.CheckTables(rand.New(rand.NewPCG(seed, i)), texts); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRandomCommandsAreAnswered sends random commands of two registrars while the
// clock moves: no command fails with 2400 or above, every response conforms to the
// schemas, and the audit finds nothing.
func TestRandomCommandsAreAnswered(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	w := newFixture(t, openSQLite(t))
	var clients []*testClient
	for _, name := range []string{"best-names", "other-names"} {
		k, greeting, err := w.dial(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.roundTrip(w.wrap(loginFrame(name, w.Vars[name+".password"], greeting))); err != nil {
			t.Fatal(err)
		}
		clients = append(clients, k)
	}
	codes := map[string]int{}
	for i := range 1500 {
		document := epp.RandomCommand(r, randomTexts, likelyTexts)
		if i < 60 { // objects to begin with
			document = w.setupCommand(i)
		}
		answer, err := clients[i%2].roundTrip(w.wrap(document))
		if err != nil {
			t.Fatalf("%s: %v", document, err)
		}
		m := resultCode.FindStringSubmatch(answer)
		if m == nil || m[1] >= "2400" {
			t.Errorf("%s\nanswered %s", document, answer)
			continue
		}
		codes[m[1]]++
		if i%40 == 0 {
			if err := w.AdvanceTo(w.Now().Add(time.Duration(r.IntN(200)) * time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Log(codes)
	if codes["1000"] < 100 {
		t.Errorf("only %d commands succeeded", codes["1000"])
	}
	findings, err := command.Ask(context.Background(), w.Runner, registry.Actor{}, ledger.Audit{})
	if err != nil || len(findings) > 0 {
		t.Errorf("audit: %v %v", findings, err)
	}
}

// setupCommand returns the i-th command that creates an object.
func (w *fixture) setupCommand(i int) string {
	id := []string{"BN-1", "ON-1", "BN-2", "ON-2"}[i%4]
	switch {
	case i < 4:
		return fmt.Sprintf(`<create><contact:create><contact:id>%s</contact:id><contact:postalInfo type="int"><contact:name>Alice</contact:name><contact:addr><contact:city>Rome</contact:city><contact:cc>IT</contact:cc></contact:addr></contact:postalInfo><contact:voice>+39.021234567</contact:voice><contact:email>alice@a.example</contact:email><contact:authInfo><contact:pw>Strong-Enough-4-You!!</contact:pw></contact:authInfo></contact:create></create>`, id)
	case i < 7:
		return fmt.Sprintf(`<create><host:create><host:name>ns%d.b.net</host:name></host:create></create>`, i-3)
	}
	n := []string{"a.example", "b.example", "c.example", "a.fr", "a.ee"}[i%5]
	ns := "<domain:hostObj>ns1.b.net</domain:hostObj><domain:hostObj>ns2.b.net</domain:hostObj>"
	if n == "a.ee" {
		ns = "<domain:hostAttr><domain:hostName>ns1.b.net</domain:hostName></domain:hostAttr><domain:hostAttr><domain:hostName>ns2.b.net</domain:hostName></domain:hostAttr>"
	}
	return fmt.Sprintf(`<create><domain:create><domain:name>%s</domain:name><domain:ns>%s</domain:ns><domain:registrant>%s</domain:registrant><domain:authInfo><domain:pw>Strong-Enough-4-You!!</domain:pw></domain:authInfo></domain:create></create>`, n, ns, id)
}
