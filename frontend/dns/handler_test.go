package dns_test

import (
	"context"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/dns"
)

// TestSpecialMessagesGoToTheHandler sends each kind of them over UDP and TCP.
func TestSpecialMessagesGoToTheHandler(t *testing.T) {
	f := smallServer(t)
	f.Handler = func(_ context.Context, r *dns.Request) {
		a := new(mdns.Msg).SetReply(r.Msg)
		a.Rcode = mdns.RcodeNotAuth
		if wire, err := a.Pack(); err == nil && len(r.Wire) > 12 && r.From.IsValid() {
			r.Reply(wire)
		}
	}
	addr := serve(t, f)
	for what, q := range map[string]*mdns.Msg{
		"NOTIFY":          new(mdns.Msg).SetNotify("fr."),
		"UPDATE":          new(mdns.Msg).SetUpdate("hosted.fr."),
		"AXFR":            new(mdns.Msg).SetAxfr("fr."),
		"IXFR":            new(mdns.Msg).SetIxfr("fr.", 1, "ns1.nic.fr.", "hostmaster.nic.fr."),
		"signed question": new(mdns.Msg).SetQuestion("a.fr.", mdns.TypeA).SetTsig("key.", mdns.HmacSHA256, 300, time.Now().Unix()),
	} {
		for _, network := range []string{"udp", "tcp"} {
			c := mdns.Client{Net: network, Timeout: 5 * time.Second, TsigSecret: map[string]string{"key.": "c2VjcmV0"}}
			a, _, err := c.Exchange(q.Copy(), addr) // a copy, since signing removes the TSIG record
			if a == nil || a.Rcode != mdns.RcodeNotAuth {
				t.Errorf("%s over %s: %v %v", what, network, err, a)
			}
		}
	}
	if a, err := mdns.Exchange(new(mdns.Msg).SetQuestion("a.fr.", mdns.TypeA), addr); err != nil || a.Rcode != 0 {
		t.Errorf("a plain question: %v %v", a, err)
	}
}
