package dns

import (
	"context"
	"log/slog"
	"net/netip"
	"slices"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view"
)

// An Exchange is what other name servers and the holders of hosted zones have
// to do with ours: they copy zones (RFC 5936, RFC 1995), are told of changes
// (RFC 1996), and change what is theirs (RFC 2136), under TSIG keys (RFC 8945).
// Its Serve is a Face's Other, its Published the OnPublish of Names.
type Exchange struct {
	Face *Face
	Log  *slog.Logger

	Keys KeyRing
	// Owns reports whether a zone that we host is the actor's own.
	Owns func(context.Context, registry.Actor, name.Name) (bool, error)
	// Apply changes a hosted zone on behalf of who signed.
	Apply func(context.Context, registry.Actor, Update) error

	Copiers     []netip.Prefix // who may copy zones without a key
	Secondaries []Secondary    // who is told of changes
	Catalog     name.Name      // zone that lists all zones for the secondaries (RFC 9432); "": none

	journal journal
	catalog catalog
	bells   []*bell
}

// Prepare makes x the one who answers what its Face does not. It comes before
// the Face's Names are loaded.
func (x *Exchange) Prepare() {
	x.Face.Other, x.Face.Names.OnPublish = x.Serve, x.Published
	if x.Catalog != "" {
		x.Face.Elsewhere = x.answerCatalog
	}
	for _, s := range x.Secondaries {
		x.bells = append(x.bells, newBell(s))
	}
}

// Serve answers one message.
func (x *Exchange) Serve(ctx context.Context, r *Request) {
	if !lastly(r.Msg) {
		x.answer(r, &signature{}, dns.RcodeFormatError)
		return
	}
	s, err := x.Keys.check(ctx, r.Wire, r.Msg)
	switch {
	case err != nil:
		x.Log.Error("a key is not known", "error", err)
		x.answer(r, s, dns.RcodeServerFailure)
	case s.fault != 0:
		x.answer(r, s, dns.RcodeNotAuth)
	case r.Msg.Opcode == dns.OpcodeUpdate:
		x.answer(r, s, x.update(ctx, r, s))
	case r.Msg.Opcode == dns.OpcodeNotify:
		x.answer(r, s, dns.RcodeNotAuth) // we are nobody's secondary
	case len(r.Msg.Question) != 1:
		x.answer(r, s, dns.RcodeFormatError)
	case r.Msg.Question[0].Qtype == dns.TypeAXFR, r.Msg.Question[0].Qtype == dns.TypeIXFR:
		x.transfer(ctx, r, s)
	default:
		x.send(r, s, x.Face.Answer(r.Msg))
	}
}

// answer sends an answer that is no more than its code.
func (x *Exchange) answer(r *Request, s *signature, rcode int) {
	a := new(dns.Msg)
	a.SetRcode(r.Msg, rcode)
	x.send(r, s, a)
}

// send sends an answer, cut to what a datagram may have.
func (x *Exchange) send(r *Request, s *signature, a *dns.Msg) {
	const room = 200 // for a signature
	x.Face.count(a.Rcode)
	a.Compress = true
	if !r.TCP && a.Len() > Size(r.Msg)-room {
		a.Truncate(Size(r.Msg) - room)
	}
	wire, err := s.pack(a, false)
	if err == nil {
		err = r.Reply(wire)
	}
	if err != nil {
		x.Log.Debug("an answer was not sent", "to", r.From, "error", err)
	}
}

// update carries out an UPDATE, and returns the code of its answer.
func (x *Exchange) update(ctx context.Context, r *Request, s *signature) int {
	if !s.signed() {
		return dns.RcodeRefused
	}
	u, rcode := readUpdate(r.Msg)
	switch {
	case rcode != dns.RcodeSuccess:
		return rcode
	case !x.Face.hosts(u.Zone):
		return dns.RcodeNotAuth
	case !s.Key.Opens(u.Zone):
		return dns.RcodeRefused
	}
	by := s.Key.Acting()
	by.Face, by.Address = "dns", r.From.Addr().Unmap().String()
	err := x.Apply(ctx, by, u)
	if err == nil {
		return dns.RcodeSuccess
	}
	rcode, ruled := rcodeOf(err)
	if !ruled {
		x.Log.Error("an update failed", "zone", u.Zone, "error", err)
	}
	return rcode
}

// hosts reports whether a zone is one that we host.
func (f *Face) hosts(zone name.Name) bool {
	key := wireOf(dns.Fqdn(string(zone)))
	z, at := f.Names.Find(key)
	if z == nil || at == 0 {
		return false
	}
	c, _ := z.At(key)
	return c != nil && c.Hosted
}

// mayCopy reports whether a zone may be given to who asks.
func (x *Exchange) mayCopy(ctx context.Context, r *Request, s *signature, zone name.Name) (bool, error) {
	from := r.From.Addr().Unmap()
	switch {
	case slices.ContainsFunc(x.Copiers, func(p netip.Prefix) bool { return p.Contains(from) }):
		return true, nil
	case !s.signed() || !s.Key.Opens(zone):
		return false, nil
	case s.Key.Operator:
		return true, nil
	case !x.Face.hosts(zone):
		return false, nil
	}
	return x.Owns(ctx, s.Key.Acting(), zone)
}

// Published takes note of what happened to a zone.
func (x *Exchange) Published(s view.Step) {
	x.journal.add(s)
	if s.To != 0 {
		x.ring(s.Zone)
	}
	if x.Catalog != "" {
		if step, moved := x.catalog.follow(x.Face.Names, x.Catalog, s); moved {
			x.journal.add(step)
			x.ring(x.Catalog)
		}
	}
}
