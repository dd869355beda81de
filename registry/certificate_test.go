package registry_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestWhichKeysHold(t *testing.T) {
	curve := func(c elliptic.Curve) crypto.Signer { k, _ := ecdsa.GenerateKey(c, rand.Reader); return k }
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key  crypto.Signer
		want error
	}{
		"RSA 1024": {short, registry.ErrCertKey}, "RSA 2048": {long, nil}, "P-224": {curve(elliptic.P224()), registry.ErrCertKey},
		"P-256": {curve(elliptic.P256()), nil}, "P-521": {curve(elliptic.P521()), nil}, "Ed25519": {edwards, nil},
	} {
		csr := request(t, "alice", c.key)
		if err := registry.CheckRequest(csr, "ALICE"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	csr := request(t, "alice", edwards)
	if err := registry.CheckRequest(csr, "bob"); !errors.Is(err, registry.ErrCertSubject) {
		t.Errorf("CN of another user: %v", err)
	}
	csr.Signature[3] ^= 1
	if err := registry.CheckRequest(csr, "alice"); !errors.Is(err, registry.ErrCertRequest) {
		t.Errorf("invalid signature: %v", err)
	}
}

func request(t *testing.T, subject string, key crypto.Signer) *x509.CertificateRequest {
	t.Helper()
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: subject}}, key)
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	return csr
}

func TestAUserWhoHadACertificateIsAskedForOne(t *testing.T) {
	u := registry.User{}.Accepts("a").Accepts("b").Accepts("a")
	if !slices.Equal(u.Prints, []string{"b", "a"}) {
		t.Errorf("fingerprints %q", u.Prints)
	}
	if u = u.Rejects("a").Rejects("x").Rejects("b"); !slices.Equal(u.Prints, []string{registry.NoPrint}) {
		t.Errorf("fingerprints %q after all were revoked", u.Prints)
	}
	if u = u.Accepts("c"); !slices.Equal(u.Prints, []string{"c"}) {
		t.Errorf("fingerprints %q after a new one", u.Prints)
	}
	if u := (registry.User{}).Rejects("a"); u.Prints != nil {
		t.Errorf("user without certificates: %q", u.Prints)
	}
}

func TestAnIdentityIsFoundAndThenApproved(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	alice := registry.Ident{Code: "38001085718", Country: "EE"}
	var i registry.Identity
	if _, err := i.Answer("Alice", alice, now); !errors.Is(err, registry.ErrIdentity) {
		t.Errorf("result without a request: %v", err)
	}
	if _, err := i.Approve(alice, now); !errors.Is(err, registry.ErrIdentity) {
		t.Errorf("approved without a result: %v", err)
	}
	i, err := i.Ask("1", now).Answer("Alice", alice, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Approve(registry.Ident{Code: alice.Code, Country: "LV"}, now); !errors.Is(err, registry.ErrIdentity) {
		t.Errorf("ident of another country: %v", err)
	}
	if i, err = i.Approve(alice, now.Add(time.Hour)); err != nil || !i.Verified().Equal(now.Add(time.Hour)) || !i.Asked.IsZero() {
		t.Errorf("%+v, %v", i, err)
	}
	again, err := i.Ask("2", now.Add(2*time.Hour)).Answer("Bob", alice, now)
	if err != nil {
		t.Fatal(err)
	}
	if again, err = again.Reject(); err != nil || !again.Verified().Equal(i.Verified()) || again.Proof.Name != "Alice" {
		t.Errorf("after a rejected verification: %+v, %v", again, err)
	}
}
