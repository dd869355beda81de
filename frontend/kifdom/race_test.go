package kifdom_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

func TestOneOfFiftyGetsTheName(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		answers := make([]string, 50)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() {
				status, body := alice.do("POST", "/domains", `{"name":"a.fr"}`)
				answers[i] = fmt.Sprint(status, " ", body)
			})
		}
		wg.Wait()
		tally := map[string]int{}
		for _, a := range answers {
			tally[a]++
		}
		const (
			won = `200 {"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},"data":{"code":200,"message":"Domain name successfully created."}}`
			// The totals of an error are read after it, when the name is paid.
			lost = `400 {"meta":{"on-hold":0,"total-domains":1,"credits-balance":1992,"error":true},"error":{"code":400,"message":"This domain name is already registered."}}`
		)
		if tally[won] != 1 || tally[lost] != 49 {
			t.Errorf("answers: %v", tally)
		}
	})
}

// Names are read in pages of 500: none is missing or repeated.
func TestLongListsAreComplete(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		actor := registry.Actor{Registrar: "kifdom", Account: "alice"}
		story.Do(w, registry.Actor{Roles: story.Operator.Roles, User: "operator"}, ledger.Credit{Account: "alice", Amount: euros(10_000_00)})
		for i := range 1001 {
			story.Do(w, actor, object.CreateDomain{Name: fmt.Sprintf("n%04d.fr", i), Hosted: true})
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

// The price of a catch rises between the preorder and the drop. Eve's preorder is the
// oldest, but her balance is too low: dave's preorder gets the name.
func TestUnpaidPreorderIsSkipped(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		w.AddAccount("kifdom", "eve", 30_00)
		alice.do("POST", "/domains", `{"name":"a.fr","renewable":0}`)
		for _, login := range []string{"eve", "dave"} {
			alice.login(w, login).do("POST", "/preorders", `{"domain_name":"a.fr"}`)
		}
		prices := fr.DefaultPrices()
		prices[registry.ProductCatch] = map[registry.Term]registry.Price{registry.Years(1): registry.NewPrice(euros(35_00), 85)}
		w.Policies["fr"] = fr.Policy(prices)
		if err := w.AdvanceTo(story.StartTime.AddDate(1, 0, 31)); err != nil {
			t.Fatal(err)
		}
		for login, want := range map[string]string{
			"eve":  `{"meta":{"balance":"30.00","on-hold":"0.00","total":0,"error":false},"data":[{"name":"a.fr","punycode_name":"a.fr","status":"Crédits insuffisants","last_update":"2027-04-01T00:00:00.000000Z"}]}`,
			"dave": `{"meta":{"balance":"65.00","on-hold":"0.00","total":1,"error":false},"data":[{"name":"a.fr","punycode_name":"a.fr","status":"Nom de domaine obtenu","last_update":"2027-04-01T00:00:00.000000Z"}]}`,
		} {
			alice.login(w, login).wants("GET", "/preorders", "", 200, want)
		}
	})
}

// A full disk is an internal error, in the error shape of each route. Nothing is
// stored partly, and when there is space again everything works.
func TestFullDiskIsReportedAndLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "registry.db")
	open := func(pages int64) *sqlite.Store {
		s, err := sqlite.Open(path, sqlite.Options{MaxPages: pages})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	st := open(160)
	w := newFixture(t, st)
	alice := serve(t, w, "alice")
	const full = "An internal error occurred, please try again later."
	created, text := 0, strings.Repeat("a", 30_000)
	alice.do("POST", "/domains", `{"name":"a.fr"}`)
	for ; ; created++ {
		status, body := alice.do("POST", "/dns-zones",
			fmt.Sprintf(`{"domain_name":"a.fr","type":"TXT","name":"n%d","ttl":60,"value":"%s"}`, created, text))
		if status == 200 && created < 100 {
			continue
		}
		want := `{"meta":{"on-hold":0,"total-domains":1,"credits-balance":1992,"error":true},"error":{"code":500,"message":"` + full + `"}}`
		if status != 500 || body != want {
			t.Fatalf("after %d records: %d %.300s", created, status, body)
		}
		break
	}
	status, body := alice.do("PUT", "/name-servers/a.fr", `{"ns":["`+strings.Repeat("a", 60)+`.example.com","ns2.a.example.com"]}`)
	if want := `{"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},"error":{"code":500,"message":"` + full + `"}}`; status != 500 || body != want {
		t.Logf("there was space for name servers: %d %s", status, body)
	}
	audit(t, w)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	w.Store = open(0)
	defer w.Store.Close()
	if _, body := alice.do("GET", "/dns-zones/a.fr", ""); strings.Count(body, `"type":"TXT"`) != created {
		t.Errorf("%d records were created, %d exist", created, strings.Count(body, `"type":"TXT"`))
	}
	alice.wants("POST", "/domains", `{"name":"b.fr"}`, 200,
		`{"meta":{"balance":"1984.00","on-hold":"0.00","total":2,"error":false},"data":{"code":200,"message":"Domain name successfully created."}}`)
	audit(t, w)
}
