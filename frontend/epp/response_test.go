package epp

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// typicalFrame returns a create with DNSSEC data, as common clients send it.
func typicalFrame(t testing.TB) []byte {
	frame, err := os.ReadFile(filepath.Join("..", "..", "eppxml", "testdata", "create.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return frame
}

// A fault refers to the element of the command that it is about.
func TestFaultNode(t *testing.T) {
	var p eppxml.Parser
	root, err := p.Parse(typicalFrame(t))
	if err != nil {
		t.Fatal(err)
	}
	create := root.Find("command", "create")
	c := &call{commandNode: create, object: create.ChildIn(eppxml.DomainURI, "create"), extensionElements: []extensionElement{{node: &root.Find("command", "extension").Descendants[0]}}}
	for _, row := range []struct {
		fault  *registry.Fault
		name   string
		reason string
	}{
		{registry.ErrNoContact.On("contact", "bob"), "contact", "the contact does not exist"},
		{registry.ErrNoHost.On("host", "NS2.b.example"), "hostObj", "the host does not exist"},
		{registry.ErrDNSSEC.On("digestType", "7"), "digestType", `the DNSSEC data is not acceptable (digestType "7")`},
		{registry.ErrTerm.On("period", "2y"), "period", `this period is not offered (period "2y")`},
		{registry.ErrLowDeposit, "create", "the registrar's deposit does not cover this"},
	} {
		r := c.resultOf(row.fault)
		if r.node == nil || r.node.Name != row.name || r.reason != row.reason || r.code != eppxml.Code(row.fault.Code) {
			t.Errorf("%v: %+v", row.fault, r)
		}
	}
}

// The code of every fault is an EPP result code.
func TestEveryFaultHasAResultCode(t *testing.T) {
	for _, f := range registry.Faults() {
		if eppxml.Code(f.Code).Message() == "" {
			t.Errorf("%s has %d", f.Reason, f.Code)
		}
	}
	if err := errors.New("a"); (&call{session: &session{server: &Server{}}}).resultOf(err).code != 2400 {
		t.Error("an internal error is not 2400")
	}
}

// BenchmarkCodec parses and validates a typical command, and writes its response.
func BenchmarkCodec(b *testing.B) {
	x := newServices(&Server{}, extensions())
	s := &session{server: &Server{services: x}}
	var p eppxml.Parser
	var out writer
	frame := typicalFrame(b)
	create := x.commands[[2]string{eppxml.DomainURI, "create"}]
	extensions := create.hooks
	c := &call{session: s, actor: registry.Actor{Client: "ABC-12345", Request: "abcdefghijkl-1"}}
	b.ReportAllocs()
	for b.Loop() {
		root, err := p.Parse(frame)
		if err != nil {
			b.Fatal(err)
		}
		cmd := root.Child("command")
		if err := create.schema.Validate(&cmd.Descendants[1]); err != nil {
			b.Fatal(err)
		}
		for _, h := range extensions {
			if n := cmd.Child("extension").ChildIn(h.extension.URI, h.schema.Name); n != nil {
				if err := h.schema.Validate(n); err != nil {
					b.Fatal(err)
				}
			}
		}
		out.Buf = out.Buf[:0]
		c.resData.Buf = c.resData.Buf[:0]
		c.resData.OpenNS(domainSpace, "creData")
		c.resData.Text("domain:name", "a.example")
		c.resData.Time("domain:crDate", time.Unix(1, 0))
		c.resData.Time("domain:exDate", time.Unix(2, 0))
		c.resData.Close("domain:creData")
		out.response(c, result{code: 1000})
	}
}
