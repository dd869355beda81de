package kifdom_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

func TestOneOfFiftyGetsTheName(t *testing.T) {
	engines(t, func(t *testing.T, w *story.World, alice client) {
		answers := make([]string, 50)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				status, body := alice.do("POST", "/domains", `{"name":"a.fr"}`)
				answers[i] = fmt.Sprint(status, " ", body)
			})
		}
		all.Wait()
		tally := map[string]int{}
		for _, a := range answers {
			tally[a]++
		}
		const (
			won = `200 {"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},"data":{"code":200,"message":"Domain name successfully created."}}`
			// An error's totals are read after it, and by then the name is paid.
			lost = `400 {"meta":{"on-hold":0,"total-domains":1,"credits-balance":1992,"error":true},"error":{"code":400,"message":"This domain name is already registered."}}`
		)
		if tally[won] != 1 || tally[lost] != 49 {
			t.Errorf("answers: %v", tally)
		}
	})
}

// Names are listed in pages of 500; none is lost or shown twice at their edges.
func TestLongListsAreWhole(t *testing.T) {
	engines(t, func(t *testing.T, w *story.World, alice client) {
		by := registry.Actor{Registrar: "kifdom", Account: "alice"}
		story.Do(w, registry.Actor{Roles: story.Operator.Roles, User: "operator"}, command.Credit{Account: "alice", Amount: euros(10_000_00)})
		for i := range 1001 {
			story.Do(w, by, command.CreateDomain{Name: fmt.Sprintf("n%04d.fr", i), Hosted: true})
		}
		status, body := alice.do("GET", "/domains", "")
		if status != 200 || !strings.HasPrefix(body, `{"meta":{"balance":"3992.00","on-hold":"0.00","total":1001,"error":false},"data":[{`) {
			t.Fatalf("%d %.300s", status, body)
		}
		at := 0
		for i := range 1001 {
			next := strings.Index(body[at:], fmt.Sprintf(`{"name":"n%04d.fr",`, i))
			if next < 0 {
				t.Fatalf("n%04d.fr is missing or out of order", i)
			}
			at += next
		}
		if n := strings.Count(body, `"punycode_name"`); n != 1001 {
			t.Errorf("%d names", n)
		}
	})
}

// Between the preorder and the drop a catch became dearer: eve, who has no more
// than he engaged, is passed over, and dave, behind him in line, catches.
func TestWhoCannotPayIsPassedOver(t *testing.T) {
	engines(t, func(t *testing.T, w *story.World, alice client) {
		w.Account("kifdom", "eve", 30_00)
		alice.do("POST", "/domains", `{"name":"a.fr","renewable":0}`)
		for _, who := range []string{"eve", "dave"} {
			alice.login(w, who).do("POST", "/preorders", `{"domain_name":"a.fr"}`)
		}
		dear := fr.UsualPrices()
		dear[registry.ProductCatch] = map[registry.Term]registry.Price{registry.Years(1): registry.Retail(euros(35_00), 85)}
		w.Policies["fr"] = fr.Policy(dear)
		if err := w.Move(story.Begin.AddDate(1, 0, 30)); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]string{
			"eve":  `{"meta":{"balance":"30.00","on-hold":"0.00","total":0,"error":false},"data":[{"name":"a.fr","punycode_name":"a.fr","status":"Crédits insuffisants","last_update":"2027-03-31T09:27:27.000000Z"}]}`,
			"dave": `{"meta":{"balance":"65.00","on-hold":"0.00","total":1,"error":false},"data":[{"name":"a.fr","punycode_name":"a.fr","status":"Nom de domaine obtenu","last_update":"2027-03-31T09:27:27.000000Z"}]}`,
		} {
			alice.login(w, who).wants("GET", "/preorders", "", 200, want)
		}
	})
}

// A full disk is our failure, said in each route's shape; nothing is half done,
// and when there is room again everything works.
func TestAFullDiskIsSaidAndHurtsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "registry.db")
	open := func(pages int64) *sqlite.Store {
		s, err := sqlite.Open(path, sqlite.Options{MaxPages: pages})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	st := open(160)
	w := newWorld(t, st)
	alice := serve(t, w, "alice")
	const full = "An internal error occurred, please try again later."
	made, text := 0, strings.Repeat("a", 30_000)
	alice.do("POST", "/domains", `{"name":"a.fr"}`)
	for ; ; made++ {
		status, body := alice.do("POST", "/dns-zones",
			fmt.Sprintf(`{"domain_name":"a.fr","type":"TXT","name":"n%d","ttl":60,"value":"%s"}`, made, text))
		if status == 200 && made < 100 {
			continue
		}
		want := `{"meta":{"on-hold":0,"total-domains":1,"credits-balance":1992,"error":true},"error":{"code":500,"message":"` + full + `"}}`
		if status != 500 || body != want {
			t.Fatalf("after %d records: %d %.300s", made, status, body)
		}
		break
	}
	status, body := alice.do("PUT", "/name-servers/a.fr", `{"ns":["`+strings.Repeat("a", 60)+`.example.com","ns2.a.example.com"]}`)
	if want := `{"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},"error":{"code":500,"message":"` + full + `"}}`; status != 500 || body != want {
		t.Logf("there was room for name servers: %d %s", status, body)
	}
	audit(t, w)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	w.Store = open(0)
	defer w.Store.Close()
	if _, body := alice.do("GET", "/dns-zones/a.fr", ""); strings.Count(body, `"type":"TXT"`) != made {
		t.Errorf("%d records were answered, %d are there", made, strings.Count(body, `"type":"TXT"`))
	}
	alice.wants("POST", "/domains", `{"name":"b.fr"}`, 200,
		`{"meta":{"balance":"1984.00","on-hold":"0.00","total":2,"error":false},"data":{"code":200,"message":"Domain name successfully created."}}`)
	audit(t, w)
}
