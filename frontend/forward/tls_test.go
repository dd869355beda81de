package forward_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/forward"
)

// TestCertificateFailuresAreLogged makes a TLS handshake while the CA refuses.
func TestCertificateFailuresAreLogged(t *testing.T) {
	logged := make(lines, 10)
	h := &forward.Handler{Lookup: lookup, Log: slog.New(slog.NewTextHandler(logged, nil))}
	c := &forward.Certificates{Handler: h, Storage: t.TempDir(), Sign: func(*x509.CertificateRequest) ([]byte, error) {
		return nil, errors.New("the CA is closed")
	}}
	config := c.Open()
	defer c.Close()
	ours, theirs := net.Pipe()
	defer theirs.Close()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); tls.Server(ours, config).HandshakeContext(ctx) }()
	go tls.Client(theirs, &tls.Config{ServerName: "a.tk"}).HandshakeContext(ctx)
	if got, want := <-logged, `level=WARN msg="no certificate for a name" name=a.tk error="the CA is closed"`+"\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
	stop()
	<-done
}

// lines receives the log lines, without the time.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	_, text, _ := strings.Cut(string(p), " ")
	l <- text
	return len(p), nil
}
