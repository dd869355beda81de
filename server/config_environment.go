package server

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/config"
	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/frontend/forward"
	"github.com/cadastre-registry/cadastre/frontend/rdap"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/worker/dnscheck"
	"github.com/cadastre-registry/cadastre/worker/scheduler"
)

// An EnvironmentConfig is one [environments.NAME] section. The frontends and workers
// declare their sections themselves.
type EnvironmentConfig struct {
	Store      string `toml:"store" doc:"Where the data is: a file of SQLite, or a PostgreSQL database such as \"postgres://user@host/database\"."`
	Schema     string `toml:"schema" doc:"PostgreSQL schema, created if missing."`
	KeyFile    string `toml:"key_file" doc:"File of 32 random bytes that encrypt secrets in the store: without it every authInfo is lost. Only its owner may read it."`
	CAFile     string `toml:"ca_file" doc:"PEM file with the CA that signs client and server certificates, and its key. If it is missing, there is no CA."`
	Repository string `toml:"repository" doc:"Identifier at the end of the ROIDs of new objects (RFC 5730 section 2.8), such as 12-EXAMPLE. A registry registers its own with IANA. Objects that exist keep theirs."`
	MakeKey    bool   `toml:"make_key" doc:"Create key_file and ca_file if they are missing."`

	AddressLists bool `toml:"address_lists" doc:"Whether the users of a registrar may log in only from the addresses on the list that it maintains itself (REPP's white_ips). An operator commits each address: cadastre admin address."`

	HTTP             HTTPConfig       `toml:"http" doc:"The HTTP APIs, RDAP and the documents."`
	RDAP             rdap.Config      `toml:"rdap" doc:"RDAP, at /rdap of http."`
	EPP              epp.Config       `toml:"epp" doc:"EPP."`
	WHOIS            whois.Config     `toml:"whois" doc:"WHOIS."`
	DNS              dns.Config       `toml:"dns" doc:"The name server of the TLDs and of hosted zones."`
	DNSCheck         dnscheck.Config  `toml:"dns_check" doc:"Questions to the name servers of domains."`
	Forward          forward.Config   `toml:"forward" doc:"URL forwarding."`
	Metrics          MetricsConfig    `toml:"metrics" doc:"Metrics."`
	Scheduler        scheduler.Config `toml:"scheduler" doc:"What happens by time."`
	Billing          BillingConfig    `toml:"billing" doc:"The seller on invoices of registrars."`
	ExampleAddresses bool             `toml:"example_addresses" doc:"Accept name servers at the addresses of examples (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32, 3fff::/20), for a registry that is only tried out."`

	TLDs map[string]TLDConfig `toml:"tlds" doc:"The TLDs of the registry. Without such a table, all built-in ones at their default prices." example:"fr"`

	Dialects map[string]rest.Section `toml:"-"` // of the enabled dialects, by name

	// Runner, unless nil, is used in place of one with the store, the key, the CA, the
	// TLDs and the billing above: by a program that has a server in its own process. Its
	// store stays open.
	Runner *command.Runner `toml:"-"`
	// Paused means that nothing happens by time, but for what the program advances.
	Paused bool `toml:"-"`

	ExampleCommand string         `toml:"-"` // a command line for the landing page of a demo; "": none
	DocServers     []rest.BaseURL `toml:"-"` // base URLs of other environments, for the API documents
}

// An HTTPConfig is the http section.
type HTTPConfig struct {
	Listen    []string          `toml:"listen" doc:"Addresses of plain HTTP: put a TLS proxy in front of them."`
	Proxies   []netip.Prefix    `toml:"proxies" doc:"Proxies whose client address header is trusted." example:"['127.0.0.1/32']"`
	Forwarded string            `toml:"forwarded" doc:"Header in which proxies send the client's address."`
	Hosts     map[string]string `toml:"hosts" doc:"Requests whose Host starts with a prefix are answered by another environment." example:"\"test.\" = \"sandbox\""`
}

// A MetricsConfig is the metrics section.
type MetricsConfig struct {
	Listen []string `toml:"listen" doc:"Addresses of Prometheus metrics, at /metrics." example:"['127.0.0.1:9090']"`
}

// DefaultEnvironment returns the configuration of an environment without any keys.
func DefaultEnvironment(n string) EnvironmentConfig {
	e := EnvironmentConfig{
		Store: "sqlite:" + n + ".db", Schema: n, KeyFile: n + ".key", CAFile: n + ".ca.pem", Repository: command.DefaultRepository,
		HTTP: HTTPConfig{Listen: []string{"127.0.0.1:8080"}, Forwarded: "X-Forwarded-For"},
		RDAP: rdap.DefaultConfig(), EPP: epp.DefaultConfig(), WHOIS: whois.DefaultConfig(), DNS: dns.DefaultConfig(), DNSCheck: dnscheck.DefaultConfig(),
		Forward: forward.DefaultConfig(n), Scheduler: scheduler.DefaultConfig(),
		Dialects: map[string]rest.Section{},
	}
	for _, s := range Sellers() {
		e.Dialects[s.Dialect.Name] = s.Section()
	}
	return e
}

// decodeEnvironment returns the configuration of environment n.
func decodeEnvironment(d *config.Document, n string) (EnvironmentConfig, error) {
	e, path := DefaultEnvironment(n), []string{"environments", n}
	if err := d.Decode(&e, path, "dialects"); err != nil {
		return e, err
	}
	path = append(path, "dialects")
	enabled := d.Names(path...)
	if enabled == nil {
		return e, nil
	}
	all := e.Dialects
	e.Dialects = map[string]rest.Section{}
	for _, name := range enabled {
		section, ok := all[name]
		if !ok {
			return e, fmt.Errorf("environments.%s: dialects.%s: no such dialect", n, name)
		}
		if err := d.Decode(section, append(path[:3:3], name)); err != nil {
			return e, err
		}
		e.Dialects[name] = section
	}
	return e, nil
}

// check returns an error if e, an environment of c, is invalid.
func (e EnvironmentConfig) check(c Config) error {
	if _, _, err := e.engine(); err != nil {
		return err
	}
	for prefix, to := range e.HTTP.Hosts {
		if _, ok := c.Environments[to]; !ok {
			return fmt.Errorf("http.hosts.%q: no environment %q", prefix, to)
		}
	}
	for section, check := range map[string]func() error{"scheduler": e.Scheduler.Check, "epp": e.EPP.Check, "dns": e.checkDNS, "dns_check": e.DNSCheck.Check} {
		if err := check(); err != nil {
			return fmt.Errorf("%s.%w", section, err)
		}
	}
	for d, section := range e.Dialects {
		if err := section.Check(); err != nil {
			return fmt.Errorf("dialects.%s: %w", d, err)
		}
	}
	if _, err := e.Billing.billing(); err != nil {
		return err
	}
	if err := checkRepository(e.Repository); err != nil {
		return err
	}
	_, err := e.Policies([32]byte{})
	return err
}

// engine returns the name of the store's engine and its file or URL.
func (e EnvironmentConfig) engine() (engine, source string, err error) {
	if path, ok := strings.CutPrefix(e.Store, "sqlite:"); ok && path != "" {
		return "sqlite", path, nil
	}
	if strings.HasPrefix(e.Store, "postgres://") || strings.HasPrefix(e.Store, "postgresql://") {
		return "postgres", e.Store, nil
	}
	return "", "", errors.New("store must be sqlite:PATH or postgres://…")
}
