package server

import (
	"bytes"
	"cmp"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

//go:embed landing.html
var landingPage string

// landingData is the data of the landing page.
type landingData struct {
	Environment string
	Sandbox     bool
	TLDs        []priceRow
	Dialects    []*rest.Dialect
	Endpoints   []landingEndpoint
	Paste       string
}

// A landingEndpoint is a listener on the landing page.
type landingEndpoint struct{ Title, Address string }

// landingEndpoints returns the rows of the environment's listeners.
func (e *Environment) landingEndpoints() (all []landingEndpoint) {
	titles := map[string]string{
		"epp": "EPP over TLS", "whois": "WHOIS", "dns": "DNS, UDP and TCP", "forward": "URL forwarding", "forward_tls": "URL forwarding by HTTPS",
	}
	for _, l := range e.Config.Listeners() {
		if title, ok := titles[l.Name]; ok {
			all = append(all, landingEndpoint{title, strings.Join(l.Addresses, ", ")})
		}
	}
	return all
}

// A priceRow is a TLD and its retail prices for a year and a restore.
type priceRow struct{ TLD, Title, Year, Restore string }

// landing serves a page that lists the frontends and the prices.
func (e *Environment) landing(enabled []*rest.Dialect) http.Handler {
	data := landingData{Environment: e.Name, Sandbox: e.clock.Clock != nil, Dialects: enabled, Endpoints: e.landingEndpoints(), Paste: e.Config.ExampleCommand}
	for _, p := range e.Runner.Policies {
		data.TLDs = append(data.TLDs, priceRowOf(p))
	}
	slices.SortFunc(data.TLDs, func(a, b priceRow) int { return cmp.Compare(a.TLD, b.TLD) })
	var page bytes.Buffer
	if err := template.Must(template.New("landing").Parse(landingPage)).Execute(&page, data); err != nil {
		panic(err) // the template is embedded and its data is complete
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodGet && req.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Only GET and HEAD are allowed.", http.StatusMethodNotAllowed)
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

func priceRowOf(p registry.Policy) priceRow {
	s := priceRow{TLD: string(p.TLD), Title: p.Title, Year: "–", Restore: "–"}
	if year, ok := p.Prices.Of(registry.ProductCreate, registry.Years(1)); ok {
		s.Year = year.Retail.Decimal() + " " + year.Retail.Currency
	}
	if restore, ok := p.Prices.Of(registry.ProductRestore, registry.Term{}); ok {
		s.Restore = restore.Retail.Decimal() + " " + restore.Retail.Currency
	}
	return s
}
