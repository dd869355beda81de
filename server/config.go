package server

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/cadastre-registry/cadastre/frontend/registrant"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Sample is the configuration that `cadastre config` prints: every key, with its
// default and its meaning.
//
//go:embed sample.toml
var Sample []byte

// A Config is the configuration of a server. sample.toml explains each key.
type Config struct {
	Log          LogConfig                    `toml:"log"`
	Environments map[string]EnvironmentConfig `toml:"environments"`
}

// A LogConfig is the [log] section.
type LogConfig struct {
	Level  string `toml:"level"`
	Format string `toml:"format"`
}

// An EnvironmentConfig is one [environments.NAME] section.
type EnvironmentConfig struct {
	Store   string `toml:"store"`
	Schema  string `toml:"schema"`
	KeyFile string `toml:"key_file"`
	MakeKey bool   `toml:"make_key"`
	CAFile  string `toml:"ca_file"`
	Clock   string `toml:"clock"`

	HTTP         []string                 `toml:"http"`
	Forward      []string                 `toml:"forward"`
	ForwardTLS   []string                 `toml:"forward_tls"`
	Certificates certificatesConfig       `toml:"certificates"`
	EPP          []string                 `toml:"epp"`
	WHOIS        []string                 `toml:"whois"`
	DNS          []string                 `toml:"dns"`
	Metrics      string                   `toml:"metrics"`
	Proxies      []netip.Prefix           `toml:"proxies"`
	Forwarded    string                   `toml:"forwarded"`
	Hosts        map[string]string        `toml:"hosts"`
	Dialects     map[string]dialectConfig `toml:"dialects"`
	TLDs         map[string]tldConfig     `toml:"tlds"`
	Billing      BillingConfig            `toml:"billing"`

	EPPSessions      int      `toml:"epp_sessions"`
	EPPIdle          duration `toml:"epp_idle"`
	EPPMaxSessionAge duration `toml:"epp_lasts"`
	EPPHosts         []string `toml:"epp_hosts"`
	EPPEISExtension  bool     `toml:"epp_estonian"`

	RDAPURL   string `toml:"rdap_url"`
	RDAPRate  int    `toml:"rdap_rate"`
	WHOISName string `toml:"whois_name"`
	WHOISRate int    `toml:"whois_rate"`

	NameServers      []string       `toml:"name_servers"`
	DNSContact       string         `toml:"dns_contact"`
	DNSLimit         int            `toml:"dns_limit"`
	ForwardAddresses []netip.Addr   `toml:"forward_addresses"`
	Secondaries      []string       `toml:"secondaries"`
	AllowTransfer    []netip.Prefix `toml:"copiers"`
	Catalog          string         `toml:"catalog"`

	ExampleCommand string         // a command line for the landing page of a demo; "": none
	DocServers     []rest.BaseURL // base URLs of other environments, for the API documents
}

// A certificatesConfig configures the certificates of forward_tls.
type certificatesConfig struct {
	Directory string `toml:"directory"`
	Email     string `toml:"email"`
	Roots     string `toml:"roots"`
	Folder    string `toml:"folder"`
	UseOwnCA  bool   `toml:"own"`
}

// A dialectConfig is one dialects.NAME section.
type dialectConfig struct {
	Registrar    registry.RegistrarID `toml:"registrar"`
	Host         string               `toml:"host"`
	ScopeHost    string               `toml:"called"`
	Edition      string               `toml:"edition"`
	Rate         int                  `toml:"rate"`
	Trusted      []netip.Prefix       `toml:"trusted"`
	HTTPStatuses bool                 `toml:"http_statuses"`
}

// Dialect returns a copy of d with the configured host, edition, rate limit, trusted
// networks and HTTP statuses.
func (c dialectConfig) Dialect(d *rest.Dialect) *rest.Dialect {
	configured := *d
	if host := cmp.Or(c.ScopeHost, c.Host); host != "" && d.Host != "" {
		configured.Host = host
	}
	configured.Version = cmp.Or(c.Edition, d.Version)
	configured.Trusted = c.Trusted
	if c.Rate > 0 && d.Rate.Window > 0 {
		configured.Rate.Calls = c.Rate
	}
	if c.HTTPStatuses {
		configured.ErrorStatus = 0
	}
	return &configured
}

// editions lists the editions of the dialects that have several.
var editions = map[string][]string{
	repp.Dialect.Name:       {string(repp.Edition2020), string(repp.Edition2026)},
	registrant.Dialect.Name: {string(registrant.Edition2018), string(registrant.Edition2026)},
}

// check returns an error if the configuration of dialect d is invalid.
func (c dialectConfig) check(d string) error {
	switch {
	case !slices.ContainsFunc(Dialects(), func(known *rest.Dialect) bool { return known.Name == d }):
		return fmt.Errorf("dialects.%s: no such dialect", d)
	case c.Edition != "" && !slices.Contains(editions[d], c.Edition):
		return fmt.Errorf("dialects.%s: edition must be one of %q", d, editions[d])
	case c.Rate < 0:
		return fmt.Errorf("dialects.%s: rate must not be negative", d)
	}
	return nil
}

// A tldConfig is one tlds.NAME section.
type tldConfig struct {
	Policy          string                            `toml:"policy"`
	Currency        string                            `toml:"currency"`
	OnlyThesePrices bool                              `toml:"only_these_prices"`
	Prices          map[string]map[string]priceConfig `toml:"prices"`
}

// A priceConfig is the price of a product for one term, as decimal numbers.
type priceConfig struct {
	Retail    string `toml:"retail"`
	Wholesale string `toml:"wholesale"`
}

// ReadConfig reads the configuration file at path. Missing keys get their defaults;
// unknown keys are errors.
func ReadConfig(path string) (Config, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	c, err := ParseConfig(b)
	if err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// ParseConfig parses and checks a configuration in TOML.
func ParseConfig(b []byte) (Config, error) {
	var c Config
	err := toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields().Decode(&c)
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		e := strict.Errors[0]
		line, _ := e.Position()
		return c, fmt.Errorf("line %d: unknown key %s", line, strings.Join(e.Key(), "."))
	}
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, _ := e.Position()
		return c, fmt.Errorf("line %d: %s: %s", line, strings.Join(e.Key(), "."), strings.TrimPrefix(e.Error(), "toml: "))
	}
	if err != nil {
		return c, err
	}
	for n, e := range c.Environments {
		c.Environments[n] = e.WithDefaults(n)
	}
	return c, c.check()
}

// EnvironmentNames returns the names of the environments, in the order of their start.
func (c Config) EnvironmentNames() []string { return slices.Sorted(maps.Keys(c.Environments)) }

// SelectEnvironment returns the named environment, or the only one if the name is "".
func (c Config) SelectEnvironment(named string) (string, EnvironmentConfig, error) {
	names := c.EnvironmentNames()
	if named == "" && len(names) == 1 {
		named = names[0]
	}
	e, ok := c.Environments[named]
	if !ok {
		return named, e, fmt.Errorf("choose an environment: --env %s", strings.Join(names, " or "))
	}
	return named, e, nil
}

// WithDefaults returns e, whose environment is called n, with defaults for missing keys.
func (e EnvironmentConfig) WithDefaults(n string) EnvironmentConfig {
	if e.Store == "" {
		e.Store = "sqlite:" + n + ".db"
	}
	if e.Schema == "" {
		e.Schema = n
	}
	if e.KeyFile == "" {
		e.KeyFile = n + ".key"
	}
	if e.CAFile == "" {
		e.CAFile = n + ".ca.pem"
	}
	if e.Certificates.Directory == "" {
		e.Certificates.Directory = "https://acme-v02.api.letsencrypt.org/directory"
	}
	if e.Certificates.Folder == "" {
		e.Certificates.Folder = n + ".certificates"
	}
	if e.HTTP == nil {
		e.HTTP = []string{"127.0.0.1:8080"}
	}
	if e.RDAPRate == 0 {
		e.RDAPRate = 200
	}
	if e.WHOISRate == 0 {
		e.WHOISRate = 20
	}
	if e.Forwarded == "" {
		e.Forwarded = "X-Forwarded-For"
	}
	if e.Dialects == nil {
		e.Dialects = map[string]dialectConfig{}
		for _, d := range Dialects() {
			e.Dialects[d.Name] = dialectConfig{}
		}
	}
	for d, at := range e.Dialects {
		if at.Registrar == "" {
			at.Registrar = registry.RegistrarID(d)
		}
		e.Dialects[d] = at
	}
	if e.TLDs == nil {
		e.TLDs = map[string]tldConfig{}
		for p, maker := range policies() {
			for _, tld := range maker.tlds {
				e.TLDs[string(tld)] = tldConfig{Policy: p}
			}
		}
	}
	return e
}

// check returns an error if a parsed configuration is invalid.
func (c Config) check() error {
	if len(c.Environments) == 0 {
		return errors.New("no environment: at least [environments.production] is required")
	}
	if _, err := c.Log.Logger(os.Stderr); err != nil {
		return err
	}
	taken := map[string]string{}
	for _, n := range c.EnvironmentNames() {
		e := c.Environments[n]
		if err := e.check(c); err != nil {
			return fmt.Errorf("environments.%s: %w", n, err)
		}
		for _, l := range e.Listeners() {
			for _, address := range l.Addresses {
				if other, ok := taken[address]; ok && !strings.HasSuffix(address, ":0") {
					return fmt.Errorf("environments.%s: %s listens on %s too", n, other, address)
				}
				taken[address] = n
			}
		}
	}
	return nil
}

// check returns an error if e, an environment of c, is invalid.
func (e EnvironmentConfig) check(c Config) error {
	if e.Clock != "" && e.Clock != "real" && e.Clock != "sandbox" {
		return fmt.Errorf(`clock must be "real" or "sandbox", not %q`, e.Clock)
	}
	if _, _, err := e.engine(); err != nil {
		return err
	}
	for prefix, to := range e.Hosts {
		if _, ok := c.Environments[to]; !ok {
			return fmt.Errorf("hosts.%q: no environment %q", prefix, to)
		}
	}
	if err := e.checkEPP(); err != nil {
		return err
	}
	for d, at := range e.Dialects {
		if err := at.check(d); err != nil {
			return err
		}
	}
	if _, err := e.Billing.billing(); err != nil {
		return err
	}
	if _, err := e.nameServers(); err != nil {
		return err
	}
	if err := e.checkDNSContact(); err != nil {
		return err
	}
	if _, err := e.secondaries(); err != nil {
		return err
	}
	if _, err := e.catalog(); err != nil {
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
