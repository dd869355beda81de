package epp_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestNetEPPClient runs an independent client against the server: Net::EPP, from
// Debian's libnet-epp-perl.
func TestNetEPPClient(t *testing.T) {
	if err := exec.Command("perl", "-MNet::EPP::Simple", "-MIO::Socket::SSL", "-e1").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("libnet-epp-perl is not installed")
		}
		t.Skip("NOT TESTED: libnet-epp-perl is not installed")
	}
	w := newSQLiteFixture(t)
	dir := t.TempDir()
	file := func(name, kind string, der []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	key, err := x509.MarshalPKCS8PrivateKey(w.certs["best-names"].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(w.addr)
	w.updateRegistrar("best-names", func(r *registry.Registrar) { r.LowBalance = 99_999_00 }) // so that a poll message is queued
	var stdout, stderr bytes.Buffer
	program := exec.Command("perl", filepath.Join("testdata", "outside.pl"), port, w.Vars["best-names.password"],
		file("cert", "CERTIFICATE", w.certs["best-names"].Certificate[0]), file("key", "PRIVATE KEY", key), file("ca", "CERTIFICATE", w.Authority.Cert.Raw))
	if program.Stdout, program.Stderr = &stdout, &stderr; program.Run() != nil {
		t.Errorf("%s", stderr.String())
	}
	story.Golden(t, filepath.Join("testdata", "outside.txt"), stdout.String())
}
