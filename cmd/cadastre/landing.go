package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

//go:embed landing.html
var landingPage string

// A front is what the landing page says.
type front struct {
	Environment string
	Sandbox     bool
	TLDs        []shelf
	Dialects    []*rest.Dialect
	Ways        []door
	Paste       string
}

// A door is a way in that no browser opens, and where it is.
type door struct{ Title, At string }

// doors are those of the ways that have one.
func (e *environment) doors() (all []door) {
	titles := map[string]string{
		"epp": "EPP over TLS", "whois": "WHOIS", "dns": "DNS, UDP and TCP", "forward": "URL forwarding", "forward_tls": "URL forwarding by HTTPS",
	}
	for _, w := range e.ways() {
		all = append(all, door{titles[w.name], strings.Join(w.addresses, ", ")})
	}
	return all
}

// A shelf is a TLD and its prices.
type shelf struct{ TLD, Title, Year, Restore string }

// landing answers with a page that says what is here.
func (e *environment) landing(spoken []*rest.Dialect) http.Handler {
	f := front{Environment: e.name, Sandbox: e.clock.Time != nil, Dialects: spoken, Ways: e.doors(), Paste: e.config.paste}
	for _, p := range e.runner.Policies {
		f.TLDs = append(f.TLDs, shelfOf(p))
	}
	slices.SortFunc(f.TLDs, func(a, b shelf) int { return cmp.Compare(a.TLD, b.TLD) })
	var page bytes.Buffer
	if err := template.Must(template.New("landing").Parse(landingPage)).Execute(&page, f); err != nil {
		panic(err) // the page and its data are both in the binary
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodGet && req.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "This page is only to be read.", http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		w.Write(page.Bytes())
	})
}

func shelfOf(p registry.Policy) shelf {
	s := shelf{TLD: string(p.TLD), Title: p.Title, Year: "–", Restore: "–"}
	if year, ok := p.Prices.Of(registry.ProductCreate, registry.Years(1)); ok {
		s.Year = year.Retail.Decimal() + " " + year.Retail.Currency
	}
	if again, ok := p.Prices.Of(registry.ProductRestore, registry.Term{}); ok {
		s.Restore = again.Retail.Decimal() + " " + again.Retail.Currency
	}
	return s
}
