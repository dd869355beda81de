package repp_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// onEveryEngine runs a test in a new office world on every engine.
func onEveryEngine(t *testing.T, fn func(t *testing.T, w *story.Fixture)) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) { fn(t, newOfficeWorld(t, open())) })
}

// call sends a request as a user, with headers in the form "Name: value".
func call(w *story.Fixture, user, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "/repp/v1"+path, strings.NewReader(body))
	req.RemoteAddr = "192.0.2.1:1024"
	if user != "" {
		req.Header.Set("Authorization", "Basic "+w.Vars[user])
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	rec := httptest.NewRecorder()
	w.Handler.ServeHTTP(rec, req)
	return rec
}

// data sends a request that must succeed and returns its data.
func data[T any](t *testing.T, w *story.Fixture, user, method, path, body string) (out T) {
	t.Helper()
	rec := call(w, user, method, path, body)
	var a struct{ Data *T }
	a.Data = &out
	if err := json.Unmarshal(rec.Body.Bytes(), &a); rec.Code != 200 || err != nil {
		t.Fatalf("%s %s: %d %s (%v)", method, path, rec.Code, rec.Body, err)
	}
	return out
}

type done struct {
	Invoice     struct{ ID int64 }
	Certificate struct {
		ID       int64
		SHA256   string
		Password string `json:"p12_password"`
	}
}

func TestAnInvoiceIsAPDFThatSpeaksEstonian(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		made := data[done](t, w, "clerk", "POST", "/invoices/add_credit", `{"invoice":{"amount":"100","description":"Ettemaks õöäü šž Ļģ Жи"}}`)
		path := fmt.Sprintf("/invoices/%d/download", made.Invoice.ID)
		rec := call(w, "clerk", "GET", path, "")
		if rec.Code != 200 || rec.Header().Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(rec.Body.Bytes(), []byte("%PDF-")) {
			t.Fatalf("%d %q %.20q", rec.Code, rec.Header().Get("Content-Type"), rec.Body)
		}
		if again := call(w, "clerk", "GET", path, ""); !bytes.Equal(again.Body.Bytes(), rec.Body.Bytes()) {
			t.Error("two downloads of an invoice differ")
		}
		if n := rec.Body.Len(); n > 100<<10 {
			t.Errorf("%d bytes", n)
		}
		text := textOf(t, rec.Body.Bytes())
		for _, want := range []string{"Invoice no. 1", "Näidise Register", "Ettemaks õöäü šž Ļģ Жи", "124.00", "EE382200221020145685"} {
			if !bytes.Contains(text, inUTF16(want)) {
				t.Errorf("the PDF does not contain %q", want)
			}
		}
	})
}

// textOf returns the decompressed streams of a PDF.
func textOf(t *testing.T, pdf []byte) (text []byte) {
	t.Helper()
	for _, part := range bytes.Split(pdf, []byte("\nstream\n"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // not text
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, b...)
	}
	return text
}

// inUTF16 returns s in UTF-16BE, as a PDF has it with a Unicode font.
func inUTF16(s string) (b []byte) {
	for _, unit := range utf16.Encode([]rune(s)) {
		b = append(b, byte(unit>>8), byte(unit))
	}
	return b
}

func TestACertificateIsAcceptedUntilRevoked(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		user := findUser(t, w, "hand")
		made := data[done](t, w, "best-names", "POST", "/certificates",
			fmt.Sprintf(`{"certificate":{"api_user_id":%d,"csr":{"body":%q}}}`, user.Number, w.Vars["csr.hand"]))
		rec := call(w, "best-names", "GET", fmt.Sprintf("/api_users/%d/certificates/%d/download?type=crt", user.Number, made.Certificate.ID), "")
		block, _ := pem.Decode(rec.Body.Bytes())
		if block == nil {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		checkClient(t, w, cert)
		if cert.Subject.CommonName != "hand" || authority.Fingerprint(cert) != made.Certificate.SHA256 {
			t.Errorf("issued to %s, fingerprint %s", cert.Subject, authority.Fingerprint(cert))
		}
		wantFingerprints(t, w, "hand", made.Certificate.SHA256)
		csr := call(w, "best-names", "GET", fmt.Sprintf("/api_users/%d/certificates/%d/download?type=csr", user.Number, made.Certificate.ID), "")
		if want, _ := base64.StdEncoding.DecodeString(w.Vars["csr.hand"]); csr.Body.String() != string(want) {
			t.Errorf("csr: %s", csr.Body)
		}

		// EPP still requires a certificate after the last one is revoked.
		data[struct{}](t, w, "best-names", "DELETE", fmt.Sprintf("/api_users/%d/certificates/%d", user.Number, made.Certificate.ID), "")
		wantFingerprints(t, w, "hand", registry.NoFingerprint)
	})
}

func TestAGeneratedKeyIsOnlyInItsPKCS12File(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		user := findUser(t, w, "best-names")
		made := data[done](t, w, "best-names", "POST", "/certificates/p12", fmt.Sprintf(`{"p12":{"api_user_id":%d}}`, user.Number))
		rec := call(w, "best-names", "GET", fmt.Sprintf("/api_users/%d/certificates/%d/download?type=p12", user.Number, made.Certificate.ID), "")
		_, cert, chain, err := pkcs12.DecodeChain(rec.Body.Bytes(), made.Certificate.Password)
		if err != nil || len(chain) != 1 || !chain[0].Equal(w.Authority.Cert) {
			t.Fatalf("%d: chain %v, %v", rec.Code, chain, err)
		}
		checkClient(t, w, cert)
		wantFingerprints(t, w, "best-names", authority.Fingerprint(cert))
		if _, _, _, err := pkcs12.DecodeChain(rec.Body.Bytes(), "another password"); err == nil {
			t.Error("the file opens with another password")
		}
		for c, err := range w.Store.Changes(context.Background(), 0) {
			if line := string(c.After); err != nil || strings.Contains(line, made.Certificate.Password) ||
				strings.Contains(line, base64.StdEncoding.EncodeToString(rec.Body.Bytes())[:40]) {
				t.Errorf("the change log contains a secret: %s (%v)", line, err)
			}
		}
	})
}

// checkClient fails the test unless cert is a client certificate signed by the
// environment's CA.
func checkClient(t *testing.T, w *story.Fixture, cert *x509.Certificate) {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(w.Authority.Cert)
	if _, err := cert.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: w.Now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
		t.Error(err)
	}
}

func wantFingerprints(t *testing.T, w *story.Fixture, login string, want ...string) {
	t.Helper()
	if got := findUser(t, w, login).Fingerprints; strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("accepted: %q, want %q", got, want)
	}
}

func TestRetainedNamesHaveAnETag(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		all := call(w, "", "GET", "/retained_domains", "")
		blocked := call(w, "", "GET", "/retained_domains?type=blocked", "")
		tag := all.Header().Get("Etag")
		if tag == "" || tag == blocked.Header().Get("Etag") {
			t.Errorf("ETags %q and %q", tag, blocked.Header().Get("Etag"))
		}
		if again := call(w, "", "GET", "/retained_domains", "", "If-None-Match: "+tag); again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("again: %d %s", again.Code, again.Body)
		}
		if other := call(w, "", "GET", "/retained_domains?type=blocked", "", "If-None-Match: "+tag); other.Code != 200 {
			t.Errorf("with the ETag of another list: %d", other.Code)
		}
		for _, n := range []string{"kept.ee", "xn--nidis-gra.ee"} { // the second one is reserved already
			story.Do(w, story.Operator, operator.ReserveName{Name: n})
		}
		more := call(w, "", "GET", "/retained_domains?type=reserved", "", "If-None-Match: "+tag)
		var list struct{ Count int }
		if err := json.Unmarshal(more.Body.Bytes(), &list); err != nil || list.Count != 3 || !strings.Contains(more.Body.String(), `"kept.ee"`) {
			t.Errorf("after an operator reserved one: %d %s", more.Code, more.Body)
		}
	})
}

func TestOnePersonSwitchesBetweenUsers(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		billing, hand, other := findUser(t, w, "clerk"), findUser(t, w, "hand"), findUser(t, w, "other-names")
		for _, u := range []registry.User{billing, hand} {
			data[struct{}](t, w, "best-names", "PUT", fmt.Sprint("/api_users/", u.Number), `{"api_user":{"identity_code":"38001085718"}}`)
		}
		data[struct{}](t, w, "other-names", "PUT", fmt.Sprint("/api_users/", other.Number), `{"api_user":{"identity_code":"38001085718"}}`)
		to := func(u registry.User) string { return fmt.Sprintf(`{"account":{"new_user_id":%d}}`, u.Number) }
		for _, u := range []registry.User{other, findUser(t, w, "best-names"), billing} {
			if rec := call(w, "clerk", "PUT", "/accounts/switch_user", to(u)); rec.Code == 200 {
				t.Errorf("clerk switched to %s", u.Login)
			}
		}
		w.Vars["switched"] = data[struct{ Token string }](t, w, "clerk", "PUT", "/accounts/switch_user", to(hand)).Token
		if rec := call(w, "switched", "GET", "/registrar/notifications", ""); rec.Code != 200 {
			t.Errorf("as hand: %d %s", rec.Code, rec.Body)
		}
		if rec := call(w, "switched", "GET", "/invoices", ""); rec.Code != 401 {
			t.Errorf("as hand, invoices: %d", rec.Code)
		}
		b, _ := base64.URLEncoding.DecodeString(w.Vars["switched"])
		w.Vars["forged"] = base64.URLEncoding.EncodeToString(bytes.Replace(b, []byte("hand:"), []byte("best-names:"), 1))
		if rec := call(w, "forged", "GET", "/registrar/auth", ""); rec.Code != 401 {
			t.Errorf("a token with another name: %d %s", rec.Code, rec.Body)
		}
		data[struct{}](t, w, "best-names", "PUT", fmt.Sprint("/api_users/", hand.Number), `{"api_user":{"active":false}}`)
		if rec := call(w, "switched", "GET", "/registrar/notifications", ""); rec.Code != 401 {
			t.Errorf("after hand was disabled: %d", rec.Code)
		}
	})
}

func TestFramesAreSentToTheConsole(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		d := repp.WithConsole(&repp.Dialect, func(_ context.Context, r *command.Runner, by registry.Actor, frame []byte) ([]byte, error) {
			return fmt.Appendf(nil, "%s sent %s", by.Registrar, frame), nil
		})
		w.Handler = rest.Handler(d, w.Runner)
		got := data[struct{ XML string }](t, w, "hand", "POST", "/registrar/xml_console", `{"xml_console":{"payload":"<epp/>"}}`)
		if got.XML != "best-names sent <epp/>" {
			t.Errorf("got %q", got.XML)
		}
		if rec := call(w, "clerk", "POST", "/registrar/xml_console", `{"xml_console":{"payload":"<epp/>"}}`); rec.Code != 401 {
			t.Errorf("clerk: %d", rec.Code)
		}
	})
}

func TestAStatementShowsUnicodeNames(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		registerName(t, w, "best-names", "näide.ee")
		got := data[struct {
			Transactions []struct{ Description, Type, Sum, Balance string }
		}](t, w, "clerk", "GET", "/accounts/balance?detailed=true", "")
		if list := got.Transactions; len(list) != 2 || fmt.Sprint(list[0]) != "{Create näide.ee debit 7.65 99992.35}" {
			t.Errorf("got %v", list)
		}
	})
}

func TestSharesAreOfTheEndOfAMonth(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		for i, r := range []registry.RegistrarID{"best-names", "best-names", "other-names"} {
			registerName(t, w, r, fmt.Sprintf("name%d.ee", i))
		}
		if err := w.AdvanceTo(story.StartTime.AddDate(0, 1, 5)); err != nil {
			t.Fatal(err)
		}
		registerName(t, w, "other-names", "name9.ee")
		for path, want := range map[string]string{
			"/stats/market_share_distribution":                   `[{"name":"best-names","y":2,"sliced":true,"selected":true},{"name":"other-names","y":2}]`,
			"/stats/market_share_distribution?q[end_date]=03.26": `[{"name":"best-names","y":2,"sliced":true,"selected":true},{"name":"other-names","y":1}]`,
			"/stats/market_share_distribution?q[end_date]=01.20": `[]`,
			"/stats/market_share_growth_rate?q[end_date]=04.26&q[compare_to_end_date]=03.26": `{"prev_data":{"name":"03.26","domains":[["best-names",2],["other-names",1]],"market_share":[["best-names",66.7],["other-names",33.3]]},` +
				`"data":{"name":"04.26","domains":[["best-names",2],["other-names",2]],"market_share":[["best-names",50],["other-names",50]]}}`,
		} {
			for range 2 { // the second response comes from the cache
				if got := data[json.RawMessage](t, w, "clerk", "GET", path, ""); string(got) != want {
					t.Errorf("%s\ngot  %s\nwant %s", path, got, want)
				}
			}
		}
		for _, bad := range []string{"13.26", "2026-03", "x"} {
			if rec := call(w, "clerk", "GET", "/stats/market_share_distribution?q[end_date]="+bad, ""); rec.Code != 400 {
				t.Errorf("%s: %d %s", bad, rec.Code, rec.Body)
			}
		}
	})
}

func TestALegalDocumentMayHaveEightMegabytes(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		document := base64.StdEncoding.EncodeToString(make([]byte, 8<<20))
		body := `{"domain":{"legal_document":{"body":"` + document + `","type":"pdf"}}}`
		registerName(t, w, "best-names", "a.ee")
		if rec := call(w, "best-names", "PUT", "/domains/a.ee", body); rec.Code != 200 {
			t.Errorf("%d %.200s", rec.Code, rec.Body)
		}
	})
}

func TestNotificationsOmitTheDropTime(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		registerName(t, w, "best-names", "a.ee")
		if err := w.AdvanceTo(story.StartTime.AddDate(1, 0, 1+15+30)); err != nil {
			t.Fatal(err)
		}
		type message struct {
			Text string
			Data map[string]any `json:"attached_obj_data"`
		}
		list := data[[]message](t, w, "best-names", "GET", "/registrar/notifications/all_notifications", "")
		i := slices.IndexFunc(list, func(m message) bool { return m.Data["phase"] == "deleteCandidate" })
		if i < 0 {
			t.Fatalf("got %v", list)
		}
		if at, ok := list[i].Data["phase_ends"]; ok {
			t.Errorf("%s: %v", list[i].Text, at)
		}
	})
}

func TestEdition2020MergesTheUpdateProhibitions(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, w *story.Fixture) {
		registerName(t, w, "best-names", "a.ee")
		prohibition := []registry.StatusEntry{{Status: registry.ServerObjUpdateProhibited}}
		for range 2 {
			story.Do(w, story.Operator, object.UpdateDomain{Name: "a.ee", Statuses: command.Edit[registry.StatusEntry]{Add: prohibition}})
			list := data[struct {
				Domains []struct {
					Statuses []string
					Notes    map[string]string `json:"status_notes"`
				}
			}](t, w, "best-names", "GET", "/domains?details=true", "")
			if got := fmt.Sprint(list.Domains); got != "[{[serverUpdateProhibited inactive] map[serverUpdateProhibited:]}]" {
				t.Errorf("got %s", got)
			}
			prohibition[0].Status = registry.ServerUpdateProhibited
		}
	})
}
