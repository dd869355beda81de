package dns

import (
	"context"
	"log/slog"
	"net/netip"
	"slices"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// Maintenance implements zone transfers (AXFR, RFC 5936; IXFR, RFC 1995), NOTIFY to
// secondaries (RFC 1996) and UPDATE of hosted zones (RFC 2136), authenticated by
// TSIG (RFC 8945). Its Handle is the Server's Handler, its Published the OnPublish
// of the Server's Names; Attach sets both.
type Maintenance struct {
	Server *Server
	Log    *slog.Logger

	Keys KeyRing
	// Owns reports whether a hosted zone belongs to the actor.
	Owns func(context.Context, registry.Actor, name.Name) (bool, error)
	// Apply changes a hosted zone for the actor of the TSIG key. A copy of a message that
	// it has applied has no effect; ErrPrerequisite, with BADTIME, if the key has signed a
	// later one.
	Apply func(context.Context, registry.Actor, Update) error
	// CatchUp waits until the Server's Names show what is in the store, but not for long.
	CatchUp func(context.Context)

	AllowTransfer []netip.Prefix // clients that may transfer zones without a key
	Secondaries   []Secondary    // sent NOTIFY when a zone changes
	Catalog       name.Name      // name of the catalog zone (RFC 9432); "": none

	journal   journal
	catalog   catalog
	notifiers []*notifier
}

// Attach connects x to its Server. It must be called before the Server's Names
// are loaded.
func (x *Maintenance) Attach() {
	x.Server.Handler, x.Server.Names.OnPublish = x.Handle, x.Published
	if x.Catalog != "" {
		x.Server.Fallback = x.answerCatalog
	}
	for _, s := range x.Secondaries {
		x.notifiers = append(x.notifiers, newNotifier(s))
	}
}

// Handle answers one message.
func (x *Maintenance) Handle(ctx context.Context, r *Request) {
	if !tsigIsLast(r.Msg) {
		x.answer(r, &signature{}, dns.RcodeFormatError)
		return
	}
	s, err := x.Keys.verify(ctx, r.Wire, r.Msg, x.Server.WallClock)
	switch {
	case err != nil:
		x.Log.Error("TSIG key lookup failed", "error", err)
		x.answer(r, s, dns.RcodeServerFailure)
	case s.tsigError != 0:
		x.answer(r, s, dns.RcodeNotAuth)
	case r.Msg.Opcode == dns.OpcodeUpdate:
		x.answer(r, s, x.update(ctx, r, s))
	case r.Msg.Opcode == dns.OpcodeNotify:
		x.answer(r, s, dns.RcodeNotAuth) // this server is secondary for no zone
	case len(r.Msg.Question) != 1:
		x.answer(r, s, dns.RcodeFormatError)
	case r.Msg.Question[0].Qtype == dns.TypeAXFR, r.Msg.Question[0].Qtype == dns.TypeIXFR:
		x.transfer(ctx, r, s)
	default:
		x.send(r, s, x.Server.Answer(r.Msg))
	}
}

// answer sends a response that has only a response code.
func (x *Maintenance) answer(r *Request, s *signature, rcode int) {
	a := new(dns.Msg)
	a.SetRcode(r.Msg, rcode)
	x.send(r, s, a)
}

// send sends an answer, truncated to the UDP size unless it goes over TCP.
func (x *Maintenance) send(r *Request, s *signature, a *dns.Msg) {
	const room = 200 // octets, for the TSIG record
	x.Server.count(a.Rcode)
	a.Compress = true
	if !r.TCP && a.Len() > UDPSize(r.Msg)-room {
		a.Truncate(UDPSize(r.Msg) - room)
	}
	wire, err := s.pack(a, false)
	if err == nil {
		err = r.Reply(wire)
	}
	if err != nil {
		x.Log.Debug("answer was not sent", "to", r.From, "error", err)
	}
}

// update applies an UPDATE and returns the response code.
func (x *Maintenance) update(ctx context.Context, r *Request, s *signature) int {
	if !s.signed() {
		return dns.RcodeRefused
	}
	u, rcode := readUpdate(r.Msg)
	switch {
	case rcode != dns.RcodeSuccess:
		return rcode
	case !s.Key.Allows(u.Zone):
		return dns.RcodeRefused
	}
	u.Key, u.Signed, u.MAC = s.Key.Name, s.timeSigned, s.mac
	by := s.Key.Actor()
	by.Frontend, by.Address = "dns", r.From.Addr().Unmap().String()
	rcode = x.applyUpdate(ctx, by, u)
	switch rcode {
	case dns.RcodeSuccess: // clients often query the zone right afterwards
		x.CatchUp(ctx)
	case dns.RcodeBadTime:
		s.tsigError, rcode = dns.RcodeBadTime, dns.RcodeNotAuth
	}
	return rcode
}

// applyUpdate calls Apply and returns the response code. It calls it again when the zone
// has changed since its SOA, which a prerequisite requires, was read.
func (x *Maintenance) applyUpdate(ctx context.Context, by registry.Actor, u Update) (rcode int) {
	for range 5 {
		u.Served = x.Server.Names.Served(u.Zone)
		err := x.Apply(ctx, by, u)
		if err == nil {
			return dns.RcodeSuccess
		}
		var isFault bool
		switch rcode, isFault = rcodeOf(err); {
		case !isFault:
			x.Log.Error("update failed", "zone", u.Zone, "error", err)
			return rcode
		case rcode != dns.RcodeServerFailure:
			return rcode
		}
		x.CatchUp(ctx)
	}
	return rcode
}

// isHosted reports whether the server hosts a zone.
func (s *Server) isHosted(zone name.Name) bool {
	key := wireName(dns.Fqdn(string(zone)))
	z, at := s.Names.FindZone(key)
	if z == nil || at == 0 {
		return false
	}
	c, _ := z.DelegationSet(key)
	return c != nil && c.Hosted
}

// mayTransfer reports whether the client may transfer a zone, by its address or by
// its TSIG key.
func (x *Maintenance) mayTransfer(ctx context.Context, r *Request, s *signature, zone name.Name) (bool, error) {
	from := r.From.Addr().Unmap()
	switch {
	case slices.ContainsFunc(x.AllowTransfer, func(p netip.Prefix) bool { return p.Contains(from) }):
		return true, nil
	case !s.signed() || !s.Key.Allows(zone):
		return false, nil
	case s.Key.Operator:
		return true, nil
	case !x.Server.isHosted(zone):
		return false, nil
	}
	return x.Owns(ctx, s.Key.Actor(), zone)
}

// Published records a change of a zone in the journal and queues NOTIFY for it.
func (x *Maintenance) Published(s zone.Diff) {
	x.journal.add(s)
	if s.To != 0 {
		x.notifyZone(s.Zone)
	}
	if x.Catalog != "" {
		if step, moved := x.catalog.update(x.Server.Names, x.Catalog, s); moved {
			x.journal.add(step)
			x.notifyZone(x.Catalog)
		}
	}
}
