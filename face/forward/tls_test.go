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

	"github.com/cadastre-registry/cadastre/face/forward"
)

// TestTheOperatorLearnsWhyACertificateIsMissing visits by HTTPS where the CA
// refuses.
func TestTheOperatorLearnsWhyACertificateIsMissing(t *testing.T) {
	told := make(lines, 10)
	f := &forward.Face{Forward: leads, Log: slog.New(slog.NewTextHandler(told, nil))}
	c := &forward.Certificates{Face: f, Storage: t.TempDir(), Sign: func(*x509.CertificateRequest) ([]byte, error) {
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
	if got, want := <-told, `level=WARN msg="a name has no certificate" name=a.tk error="the CA is closed"`+"\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
	stop()
	<-done
}

// lines are what is logged, without the time.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	_, text, _ := strings.Cut(string(p), " ")
	l <- text
	return len(p), nil
}
