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

func TestCheckRequest(t *testing.T) {
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
		csr := newCSR(t, "alice", c.key)
		if err := registry.CheckRequest(csr, "ALICE"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	csr := newCSR(t, "alice", edwards)
	if err := registry.CheckRequest(csr, "bob"); !errors.Is(err, registry.ErrCertSubject) {
		t.Errorf("CN of another user: %v", err)
	}
	csr.Signature[3] ^= 1
	if err := registry.CheckRequest(csr, "alice"); !errors.Is(err, registry.ErrCertRequest) {
		t.Errorf("invalid signature: %v", err)
	}
}

func newCSR(t *testing.T, subject string, key crypto.Signer) *x509.CertificateRequest {
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

func TestRevokingTheLastCertificateStillRequiresOne(t *testing.T) {
	u := registry.User{}.WithFingerprint("a").WithFingerprint("b").WithFingerprint("a")
	if !slices.Equal(u.Fingerprints, []string{"b", "a"}) {
		t.Errorf("fingerprints %q", u.Fingerprints)
	}
	if u = u.WithoutFingerprint("a").WithoutFingerprint("x").WithoutFingerprint("b"); !slices.Equal(u.Fingerprints, []string{registry.NoFingerprint}) {
		t.Errorf("fingerprints %q after all were revoked", u.Fingerprints)
	}
	if u = u.WithFingerprint("c"); !slices.Equal(u.Fingerprints, []string{"c"}) {
		t.Errorf("fingerprints %q after a new one", u.Fingerprints)
	}
	if u := (registry.User{}).WithoutFingerprint("a"); u.Fingerprints != nil {
		t.Errorf("user without certificates: %q", u.Fingerprints)
	}
}

func TestVerificationIsRequestedAndApproved(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	alice := registry.Ident{Code: "38001085718", Country: "EE"}
	var i registry.Verification
	if _, err := i.SetResult("Alice", alice, now); !errors.Is(err, registry.ErrVerificationState) {
		t.Errorf("result without a request: %v", err)
	}
	if _, err := i.Approve(alice, now); !errors.Is(err, registry.ErrVerificationState) {
		t.Errorf("approved without a result: %v", err)
	}
	i, err := i.Start("1", now).SetResult("Alice", alice, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Approve(registry.Ident{Code: alice.Code, Country: "LV"}, now); !errors.Is(err, registry.ErrVerificationState) {
		t.Errorf("ident of another country: %v", err)
	}
	if i, err = i.Approve(alice, now.Add(time.Hour)); err != nil || !i.Verified().Equal(now.Add(time.Hour)) || !i.Requested.IsZero() {
		t.Errorf("%+v, %v", i, err)
	}
	again, err := i.Start("2", now.Add(2*time.Hour)).SetResult("Bob", alice, now)
	if err != nil {
		t.Fatal(err)
	}
	if again, err = again.Reject(); err != nil || !again.Verified().Equal(i.Verified()) || again.Proof.Name != "Alice" {
		t.Errorf("after a rejected verification: %+v, %v", again, err)
	}
}
