package forward_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/forward"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// lookup returns the forwards of these tests.
func lookup(_ context.Context, n name.Name) (registry.Forward, bool, error) {
	to, ok := map[name.Name]registry.Forward{
		"a.tk":     {URL: "https://b.example"},
		"deep.tk":  {URL: "http://b.example:8080/base/?x=1#part"},
		"cloak.tk": {URL: `https://b.example/?"><script>`, Cloak: true},
	}[n]
	if n == "broken.tk" {
		return to, false, errors.New("the store is gone")
	}
	return to, ok, nil
}

func newHandler() *forward.Handler {
	return &forward.Handler{Lookup: lookup, Log: slog.New(slog.DiscardHandler)}
}

func TestRedirects(t *testing.T) {
	for _, c := range []struct{ host, target, location string }{
		{"a.tk", "/", "https://b.example"},
		{"A.TK.", "/", "https://b.example"},
		{"www.a.tk:8081", "/", "https://b.example"},
		{"a.tk", "/p/q?x=1&y=%20", "https://b.example/p/q?x=1&y=%20"},
		{"a.tk", "/%2e%2e/a%2Fb", "https://b.example/%2e%2e/a%2Fb"},
		{"a.tk", "//evil.example/", "https://b.example//evil.example/"},
		{"a.tk", "/@evil.example", "https://b.example/@evil.example"},
		{"a.tk", "/?https://evil.example", "https://b.example?https://evil.example"},
		{"deep.tk", "/", "http://b.example:8080/base/?x=1#part"},
		{"deep.tk", "/p?y=2", "http://b.example:8080/base/p?x=1&y=2#part"},
	} {
		got := visit(newHandler(), "GET", c.host, c.target)
		if got.Code != 301 || got.Header().Get("Location") != c.location || got.Body.Len() != 0 {
			t.Errorf("%s%s: %d, Location %q, want %q", c.host, c.target, got.Code, got.Header().Get("Location"), c.location)
		}
	}
}

func TestUnknownHostsAreNotForwarded(t *testing.T) {
	for host, status := range map[string]int{
		"": 404, "c.tk": 404, "x.a.tk": 404, "127.0.0.1:8081": 404, "[::1]:80": 404, "a..tk": 404, "www.tk": 404, "tk": 404, "a_b.tk": 404,
		strings.Repeat("a", 5000) + ".tk": 404, "broken.tk": 503,
	} {
		got := visit(newHandler(), "GET", host, "/")
		if got.Code != status || got.Header().Get("Location") != "" || !strings.HasPrefix(got.Header().Get("Content-Type"), "text/plain") {
			t.Errorf("%.20q: %d %v", host, got.Code, got.Header())
		}
	}
}

func TestACloakIsAPageWithAFrame(t *testing.T) {
	got := visit(newHandler(), "GET", "cloak.tk", "/p")
	body := got.Body.String()
	if got.Code != 200 || !strings.Contains(body, "<title>cloak.tk</title>") || !strings.Contains(body, `<iframe src="https://b.example/p?`) {
		t.Errorf("%d\n%s", got.Code, body)
	}
	if strings.Contains(body, "<script>") || !strings.Contains(got.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("the target breaks out of the page:\n%s", body)
	}
	if got := visit(newHandler(), "POST", "cloak.tk", "/"); got.Code != 405 {
		t.Errorf("POST: %d", got.Code)
	}
}

func visit(h http.Handler, method, host, target string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "http://a.example"+target, nil)
	req.Host = host
	res := httptest.NewRecorder()
	h.ServeHTTP(res, req)
	return res
}

// TestOnlyForwardedNamesGetCertificates visits by HTTPS, with certificates of a
// private CA.
func TestOnlyForwardedNamesGetCertificates(t *testing.T) {
	ca := newCA(t)
	c := &forward.Certificates{Handler: newHandler(), Storage: t.TempDir(), Sign: ca.sign}
	config := c.Open()
	defer c.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: c.ChallengeHandler(newHandler()), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)}
	defer s.Close()
	go s.Serve(tls.NewListener(l, config))
	for host, want := range map[string]int{"a.tk": 301, "www.a.tk": 301, "c.tk": 0} {
		client := &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				TLSClientConfig: &tls.Config{RootCAs: ca.roots},
				DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
					return new(net.Dialer).DialContext(ctx, "tcp", l.Addr().String())
				},
			},
		}
		res, err := client.Get("https://" + host + "/p")
		if want == 0 {
			if err == nil {
				t.Errorf("%s has a certificate", host)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if res.StatusCode != want || res.Header.Get("Location") != "https://b.example/p" {
			t.Errorf("%s: %s %s", host, res.Status, res.Header.Get("Location"))
		}
		client.CloseIdleConnections()
	}
	if n := ca.signed; n != 2 {
		t.Errorf("%d certificates were made, want 2", n)
	}
}

// An authority is a CA that counts the certificates it signs.
type authority struct {
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
	roots  *x509.CertPool
	signed int
}

func newCA(t *testing.T) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{key: key, roots: x509.NewCertPool(), cert: &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "A CA"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}}
	der, err := x509.CreateCertificate(rand.Reader, a.cert, a.cert, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.roots.AddCert(a.cert)
	return a
}

func (a *authority) sign(csr *x509.CertificateRequest) ([]byte, error) {
	a.signed++
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(int64(a.signed) + 1), DNSNames: csr.DNSNames, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(12 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, a.cert, csr.PublicKey, a.key)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), err
}
