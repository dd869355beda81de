package rest

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Server makes the handlers of the dialects for one environment.
type Server struct {
	Runner *command.Runner

	Proxies   []netip.Prefix // trusted reverse proxies
	Forwarded string         // header in which they send the client's address: "X-Forwarded-For"

	// OnResponse, if set, is called after every call. Call.Route is nil if none was
	// found.
	OnResponse func(c *Call, status int, took time.Duration)
}

// Handler returns the handler of d that runs its commands on r.
func Handler(d *Dialect, r *command.Runner) http.Handler { return Server{Runner: r}.Handler(d) }

// Handler returns the handler of d. It panics if two routes conflict.
func (s Server) Handler(d *Dialect) http.Handler {
	h := &handler{Server: s, d: d, limiter: newRateLimiter(d.Rate)}
	for i := range d.Routes {
		r := &d.Routes[i]
		if !slices.Contains(h.methods, r.Method()) {
			h.methods = append(h.methods, r.Method())
		}
		h.mux.Handle(r.Method()+" "+d.Prefix+r.Path(), http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			w.(*Call).serve(r)
		}))
	}
	slices.Sort(h.methods)
	if d.Middleware != nil {
		return d.Middleware(h)
	}
	return CORS(h)
}

// Mounts returns the path prefixes of d's routes, its PrefixAliases and its OtherPaths,
// without a final slash, for a mux that several dialects share: "/api/v1/domains".
func (d *Dialect) Mounts() []string {
	var mounts []string
	for i := range d.Routes {
		first, _, _ := strings.Cut(strings.TrimPrefix(d.Routes[i].Path(), "/"), "/")
		if mount := d.Prefix + "/" + first; !slices.Contains(mounts, mount) {
			mounts = append(mounts, mount)
		}
	}
	return append(append(mounts, d.PrefixAliases...), d.OtherPaths...)
}

type handler struct {
	Server
	d       *Dialect
	mux     http.ServeMux
	methods []string
	limiter *rateLimiter
}

func (h *handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	c := &Call{Runner: h.Runner, Dialect: h.d, Request: req, ID: newID(), w: w, limiter: h.limiter}
	c.Actor = h.anonymous(c)
	header := w.Header()
	header["X-Request-Id"] = []string{c.ID}
	for name, values := range h.d.Header {
		header[name] = values
	}
	if h.OnResponse != nil {
		// Durations are measured with the wall clock, not the registry's.
		start := h.Runner.WallClock()
		defer func() { h.OnResponse(c, c.status, h.Runner.WallClock().Sub(start)) }()
	}
	defer c.recover()
	if err := h.locate(c); err != nil {
		c.fail(err)
		return
	}
	if p := c.Request.URL.EscapedPath(); !strings.HasPrefix(p, "/") || path.Clean(p) != p {
		c.noRoute(nil) // the mux would redirect, which turns a POST into a GET
		return
	}
	if _, pattern := h.mux.Handler(c.Request); pattern == "" {
		c.noRoute(h.allowed(c.Request))
		return
	}
	h.mux.ServeHTTP(c, c.Request)
}

// locate applies Dialect.Locate and removes a final slash from the path, as the
// frameworks of the original APIs do.
func (h *handler) locate(c *Call) error {
	method, p := c.Request.Method, c.Request.URL.Path
	if h.d.Locate != nil {
		var err error
		if method, p, err = h.d.Locate(c); err != nil {
			return err
		}
	}
	if len(p) > 1 {
		p = strings.TrimSuffix(p, "/")
	}
	if method == c.Request.Method && p == c.Request.URL.Path {
		return nil
	}
	req, u := *c.Request, *c.Request.URL
	if p != u.Path {
		u.Path, u.RawPath = p, strings.TrimSuffix(u.RawPath, "/")
	}
	req.Method, req.URL = method, &u
	c.Request = &req
	return nil
}

// allowed returns the methods for which the path has a route.
func (h *handler) allowed(req *http.Request) (methods []string) {
	for _, method := range h.methods {
		probe := *req
		probe.Method = method
		if _, pattern := h.mux.Handler(&probe); pattern != "" {
			methods = append(methods, method)
		}
	}
	return methods
}

// serve handles the call with r.
func (c *Call) serve(r *Route) {
	c.Route = r
	err := c.identify()
	if err == nil && r.Authorize != nil {
		err = r.Authorize(c)
	}
	if err != nil {
		c.fail(err)
		return
	}
	out, err := r.run(c)
	if err != nil {
		c.fail(err)
		return
	}
	c.respond(r.Status, out)
}

func (c *Call) identify() error {
	if c.Route.NoAuth || c.Dialect.Authenticate == nil {
		return nil
	}
	anonymous := c.Actor
	by, err := c.Dialect.Authenticate(c)
	switch {
	case err != nil && c.Route.OptionalAuth && errors.Is(err, registry.ErrTokenMissing):
		return nil
	case err != nil:
		return err
	}
	by.Frontend, by.Request, by.Client, by.Address = anonymous.Frontend, anonymous.Request, anonymous.Client, anonymous.Address
	c.Actor = by
	return c.limiter.allow(by.User, c.Runner.WallClock())
}

// anonymous returns the actor of a call before authentication.
func (h *handler) anonymous(c *Call) registry.Actor {
	a := registry.Actor{Frontend: h.d.Name, Request: c.ID, Address: h.ClientAddr(c.Request)}
	if id := c.Request.Header.Get("X-Request-Id"); id != "" && len(id) <= 64 && strconv.Quote(id) == `"`+id+`"` {
		a.Client = id
	}
	return a
}

// ClientAddr returns the IP address of the client: the last hop that is not one
// of Proxies.
func (s Server) ClientAddr(req *http.Request) string {
	peer, err := netip.ParseAddrPort(req.RemoteAddr)
	if err != nil {
		return req.RemoteAddr
	}
	addr := peer.Addr().Unmap().WithZone("")
	if len(s.Proxies) == 0 || s.Forwarded == "" {
		return addr.String()
	}
	hops := strings.Split(strings.Join(req.Header.Values(s.Forwarded), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.proxied(addr); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap().WithZone("")
	}
	return addr.String()
}

func (s Server) proxied(addr netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// newID returns 80 random bits in base 32.
func newID() string {
	const letters = "0123456789abcdefghjkmnpqrstvwxyz"
	var b [16]byte
	for i, n := 0, rand.Uint64(); i < len(b); i, n = i+1, n>>5 {
		if i == 12 {
			n = rand.Uint64()
		}
		b[i] = letters[n&31]
	}
	return string(b[:])
}

// clientGone reports whether the client has disconnected.
func (c *Call) clientGone() bool { return errors.Is(c.Context().Err(), context.Canceled) }
